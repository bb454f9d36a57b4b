package org.tlsproxy.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff();

    @Test
    void shouldTryAgainAtOnceAfterTheFirstFailure() {
        backOff.failed(100);
        assertThat(backOff.mayTry(100)).isTrue();
    }

    @Test
    void shouldDoubleTheWaitWithEachFailureUpToAMinute() {
        backOff.failed(0);
        long wait = 1000;
        for (int i = 0; i < 20; i++) {
            backOff.failed(0);
            assertThat(backOff.waitMillis(0)).isEqualTo(wait);
            assertThat(backOff.mayTry(wait - 1)).isFalse();
            assertThat(backOff.mayTry(wait)).isTrue();
            wait = Math.min(60_000, wait * 2);
        }
    }

    @Test
    void shouldForgetFailuresWhenAnAttemptHasProvedGood() {
        backOff.failed(0);
        backOff.failed(0);
        backOff.succeeded();
        assertThat(backOff.mayTry(0)).isTrue();
        backOff.failed(0);
        assertThat(backOff.waitMillis(0)).isZero();
    }
}
