package org.tlsproxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.tlsproxy.posix.OffHeap;

class PendingTest {

    private final Outbox outbox = new Outbox();
    private final Pending pending = new Pending();

    private void say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        outbox.accept(bytes, 0, bytes.length);
    }

    private String said() {
        byte[] bytes = new byte[outbox.length()];
        OffHeap.get(outbox.address(), bytes, 0, bytes.length);
        outbox.clear();
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void shouldPutWhatWasHeldInFrontOfTheAnswer() {
        say("ticket one, ");
        assertThat(pending.hold(outbox)).isTrue();
        assertThat(outbox.length()).isZero();
        say("ticket two, ");
        assertThat(pending.hold(outbox)).isTrue();
        say("answer");
        pending.release(outbox);
        assertThat(said()).isEqualTo("ticket one, ticket two, answer");
    }

    @Test
    void shouldHoldNothingOnceItWasReleased() {
        say("ticket");
        pending.hold(outbox);
        assertThat(pending.size()).as("bytes that hold up the other side").isZero();
        pending.release(outbox);
        assertThat(said()).isEqualTo("ticket");
        pending.release(outbox);
        assertThat(outbox.length()).isZero();
    }

    @Test
    void shouldNotHoldMoreThanTickets() {
        say("t".repeat(16 * 1024 + 1));
        assertThat(pending.hold(outbox)).isFalse();
        assertThat(outbox.length()).isEqualTo(16 * 1024 + 1);
    }
}
