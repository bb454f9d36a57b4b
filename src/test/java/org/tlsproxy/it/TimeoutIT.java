package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients and servers that fall silent: closed after the time that the request allows, with a line that says so. */
@Tag("once")
@ExtendWith(SharedPostfix.class)
class TimeoutIT {

    private static final Duration SESSION_PATIENCE = Duration.ofSeconds(16);

    private final PostfixInstance mx;

    TimeoutIT(PostfixInstance mx) {
        this.mx = mx;
    }

    private Session.Plan plan(int handshakeSeconds, int sessionSeconds) {
        return Session.through(mx.socket("tlsproxy"))
            .request(ProxyRequest.asPostscreen().withTimeouts(handshakeSeconds, sessionSeconds));
    }

    @Test
    void shouldCloseAHandshakeInWhichNothingComes() throws IOException {
        long mark = mx.log().mark();
        long start = System.nanoTime();
        try (Session session = plan(1, 300).pass()) {
            mx.log().awaitText(mark, "warning: ciphertext read/write timeout for " + session.endpoint());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
            mx.log().awaitText(mark, "TLS handshake failed for service=smtpd peer=" + session.endpoint());
            assertThat(session.client().readToEnd()).isEmpty();
            assertThat(TcpPair.readToEnd(session.peer().socket())).as("bytes to the remote client").isZero();
        }
    }

    @Test
    void shouldCloseAHandshakeThatStopsHalfway() throws IOException {
        long mark = mx.log().mark();
        try (Session session = plan(1, 300).pass()) {
            session.peer().socket().getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0});
            mx.log().awaitText(mark, "warning: ciphertext read/write timeout for " + session.endpoint());
            assertThat(session.client().readToEnd()).isEmpty();
        }
    }

    /** Ten seconds more than asked for, so that the program behind us gives up first and can say so to its client. */
    @Test
    void shouldCloseSessionsTenSecondsAfterTheirLimit() throws Exception {
        long mark = mx.log().mark();
        long start = System.nanoTime();
        try (Session idle = plan(300, 1).open(); Session unread = plan(300, 1).buffers(20_000).open()) {
            idle.ping();
            CompletableFuture<Void> sender = Background.run(() -> unread.peer().write(new byte[5_000_000]));
            mx.log().awaitMatch(mark, "^warning: ciphertext read/write timeout for \\Q" + idle.endpoint() + "\\E$", SESSION_PATIENCE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(10_500), SESSION_PATIENCE);
            assertThat(idle.client().readToEnd()).isEmpty();
            assertThat(idle.peer().readToEnd()).isEqualTo(TlsPeer.End.WITHOUT_CLOSE_NOTIFY);
            mx.log().awaitMatch(mark, "^warning: (ciphertext read/write timeout for|deadlock on (plaintext|ciphertext) stream for) \\Q"
                + unread.endpoint() + "\\E$", SESSION_PATIENCE);
            mx.log().awaitText(mark, "DISCONNECT " + unread.endpoint());
            assertThat(sender).as("a sender that was cut off").failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldNotCloseASessionThatIsBusyLongerThanItsHandshakeLimit() throws IOException {
        long mark = mx.log().mark();
        try (Session session = plan(1, 300).open()) {
            session.ping();
            assertThat(session.client().hasInput(2000)).as("closed or written to").isFalse();
            session.ping();
            assertThat(mx.log().textsSince(mark, "timeout for " + session.endpoint())).isEmpty();
        }
    }
}
