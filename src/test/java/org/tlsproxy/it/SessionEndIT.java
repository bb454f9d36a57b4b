package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions end: whoever ends them, what was sent arrives, and each side learns of it the way Postfix's tlsproxy tells it. */
@Tag("once")
@ExtendWith(SharedPostfix.class)
class SessionEndIT {

    private static final int LOT = 3_000_000;

    private final PostfixInstance mx;

    SessionEndIT(PostfixInstance mx) {
        this.mx = mx;
    }

    /** How a remote client may end its side. */
    enum PeerEnding { CLOSE_NOTIFY, FIN, CLOSE_NOTIFY_AND_FIN }

    private static void end(TlsPeer peer, PeerEnding how) throws IOException {
        if (how != PeerEnding.FIN) {
            peer.closeNotify();
        }
        if (how != PeerEnding.CLOSE_NOTIFY) {
            peer.finish();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldSendCloseNotifyWhenPostscreenCloses(String protocol) throws IOException {
        try (Session session = Session.through(mx.socket("tlsproxy")).protocols(protocol).open()) {
            session.ping();
            session.client().close();
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.CLOSE_NOTIFY);
        }
    }

    @Test
    void shouldSendCloseNotifyWhenPostscreenShutsOnlyItsWritingSide() throws IOException {
        try (Session session = Session.through(mx.socket("tlsproxy")).open()) {
            session.ping();
            session.client().shutdownOutput();
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.CLOSE_NOTIFY);
            assertThat(session.client().readToEnd()).isEmpty();
        }
    }

    @Test
    void shouldDeliverTheLastReplyBeforeTheCloseNotify() throws IOException {
        try (Session session = Session.through(mx.socket("tlsproxy")).open()) {
            session.ping();
            session.client().write("221 2.0.0 Bye\r\n");
            session.client().close();
            assertThat(session.peer().readText(15)).isEqualTo("221 2.0.0 Bye\r\n");
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.CLOSE_NOTIFY);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSE_NOTIFY", "CLOSE_NOTIFY_AND_FIN"})
    void shouldNotAnswerThePeersCloseNotify(PeerEnding how) throws IOException {
        try (Session session = Session.through(mx.socket("tlsproxy")).open()) {
            session.ping();
            end(session.peer(), how);
            assertThat(session.client().readToEnd()).isEmpty();
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.WITHOUT_CLOSE_NOTIFY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTrickleOutAllThatThePeerSentBeforeItsEnd(PeerEnding how) throws Exception {
        long mark = mx.log().mark();
        byte[] lot = new byte[LOT];
        Arrays.fill(lot, (byte) 'm');
        try (Session session = Session.through(mx.socket("tlsproxy")).open()) {
            CompletableFuture<Void> sent = Background.run(() -> {
                session.peer().write(lot);
                end(session.peer(), how);
            });
            assertThat(session.client().hasInput(5000)).isTrue();
            assertThat(session.client().readToEnd()).isEqualTo(lot);
            sent.get(10, TimeUnit.SECONDS);
            mx.log().awaitText(mark, "DISCONNECT " + session.endpoint());
        }
    }

    @Test
    void shouldCloseThePlaintextSideAfterAReset() throws IOException {
        long mark = mx.log().mark();
        try (Session session = Session.through(mx.socket("tlsproxy")).open()) {
            session.ping();
            session.peer().reset();
            assertThat(session.client().readToEnd()).isEmpty();
            mx.log().awaitText(mark, "DISCONNECT " + session.endpoint());
        }
    }

    @Test
    void shouldDeliverALargeReplyBeforeTheCloseNotify() throws Exception {
        byte[] lot = new byte[LOT];
        Arrays.fill(lot, (byte) 'r');
        try (Session session = Session.through(mx.socket("tlsproxy")).open()) {
            CompletableFuture<Void> sent = Background.run(() -> {
                session.client().write(lot);
                session.client().close();
            });
            assertThat(session.peer().readText(LOT)).hasSize(LOT).containsOnlyOnce("r".repeat(LOT));
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.CLOSE_NOTIFY);
            sent.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldCloseSilentlyWhenThePeerLeavesInTheHandshake() throws IOException {
        long mark = mx.log().mark();
        try (Session session = Session.through(mx.socket("tlsproxy")).pass()) {
            session.peer().close();
            assertThat(session.client().readToEnd()).isEmpty();
            mx.log().awaitText(mark, "DISCONNECT " + session.endpoint());
            assertThat(mx.log().textsSince(mark, session.endpoint())).containsExactly(
                "CONNECT from " + session.endpoint(),
                "TLS handshake failed for service=smtpd peer=" + session.endpoint(),
                "DISCONNECT " + session.endpoint());
        }
    }
}
