package org.tlsproxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestMemoryTest {

    private static final int ORDINARY = RequestMemory.ORDINARY;

    private final RequestMemory memory = new RequestMemory(1000);

    @Test
    void shouldHaveRoomForAnyNumberOfOrdinaryRequests() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(memory.grow(0, ORDINARY)).isTrue();
        }
        assertThat(memory.used()).isZero();
    }

    @Test
    void shouldCountWhatLongRequestsHaveBeyondThatHoweverItComes() {
        assertThat(memory.grow(0, ORDINARY - 10)).isTrue();
        assertThat(memory.grow(ORDINARY - 10, 20)).isTrue();
        assertThat(memory.grow(ORDINARY + 10, 20)).isTrue();
        assertThat(memory.used()).isEqualTo(30);
    }

    @Test
    void shouldHaveNoRoomBeyondTheShareButForOrdinaryOnes() {
        assertThat(memory.grow(0, ORDINARY + 900)).isTrue();
        assertThat(memory.grow(0, ORDINARY + 101)).isFalse();
        assertThat(memory.grow(0, ORDINARY)).isTrue();
        assertThat(memory.grow(0, ORDINARY + 100)).isTrue();
        assertThat(memory.used()).isEqualTo(1000);
    }

    @Test
    void shouldHaveRoomAgainWhenSessionsEnd() {
        assertThat(memory.grow(0, ORDINARY + 1000)).isTrue();
        assertThat(memory.grow(0, ORDINARY + 1)).isFalse();
        memory.free(ORDINARY + 1000);
        memory.free(10);
        assertThat(memory.used()).isZero();
        assertThat(memory.grow(0, ORDINARY + 1000)).isTrue();
    }
}
