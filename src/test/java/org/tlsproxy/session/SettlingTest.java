package org.tlsproxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsConnection.Phase;
import org.tlsproxy.log.Logger;
import org.tlsproxy.wire.Request;
import org.tlsproxy.wire.RequestReader;

class SettlingTest {

    private static final Request SERVER = new Request("[192.0.2.1]:2525", 1, 300, 200, "smtpd");
    private static final byte[] BYTES = "250 ok\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<String> log = new ArrayList<>();
    private final Turn turn = new Turn(new NoServices(), new ListLog(), new Nowhere());
    private final ScriptedTls tls = new ScriptedTls(new TlsConnection.Output((b, o, l) -> { }, (b, o, l) -> { }));
    private final Relaying relaying = new Relaying(SERVER, tls);
    private final SessionState settling = new Settling(relaying);

    private record NoServices() implements Services {
        @Override
        public Optional<RoleSession> prepare(RequestReader.Settled request) {
            throw new IllegalStateException("long over");
        }

        @Override
        public void mismatch(String warning) {
            throw new IllegalStateException("long over");
        }

        @Override
        public boolean refusalIsFailure() {
            return false;
        }
    }

    private record Nowhere() implements Output {
        @Override
        public void accept(byte[] buf, int off, int len) {
            // what the client gets is not looked at
        }

        @Override
        public void prepend(byte[] bytes) {
            // nor is the report
        }
    }

    private final class ListLog implements Logger {
        @Override
        public void info(String text) {
            log.add(text);
        }

        @Override
        public void warn(String text) {
            log.add("warning: " + text);
        }

        @Override
        public void error(String text) {
            log.add("error: " + text);
        }

        @Override
        public boolean verbose() {
            return false;
        }
    }

    @BeforeEach
    void open() {
        tls.then(Phase.OPEN, "");
        tls.receive(BYTES, 0, BYTES.length);
    }

    @Test
    void shouldLetTheTicketsGoWithTheFirstAnswer() {
        assertThat(settling.holdsCiphertext()).isTrue();
        assertThat(settling.interest()).isEqualTo(Interest.PLAINTEXT | Interest.CIPHERTEXT);

        SessionState next = settling.plaintext(BYTES, BYTES.length, turn);

        assertThat(next).isEqualTo(relaying);
        assertThat(next.holdsCiphertext()).isFalse();
        assertThat(tls.calls).endsWith("send 250 ok\r\n");
    }

    @Test
    void shouldLetTheTicketsGoAloneWhenNoAnswerComesSoon() {
        assertThat(settling.patienceMillis()).isEqualTo(100);
        assertThat(settling.activityCounts()).isFalse();
        assertThat(settling.timeout(true, turn)).isEqualTo(relaying);
        assertThat(log).isEmpty();
    }

    @Test
    void shouldWaitNoLongerForAPeerThatGoesOnTalking() {
        assertThat(settling.ciphertext(BYTES, BYTES.length, turn)).isEqualTo(relaying);
    }

    @Test
    void shouldEndWithEitherSideAndHoldNothingBack() {
        tls.then(Phase.PEER_CLOSED, "");
        assertThat(settling.ciphertext(BYTES, BYTES.length, turn)).isEqualTo(new Draining(SERVER, tls));
        assertThat(settling.ciphertextEnd(false, turn)).isEqualTo(new Draining(SERVER, tls));
        SessionState ended = settling.plaintextEnd(turn);
        assertThat(ended).isEqualTo(new Flushing(SERVER, tls, false));
        assertThat(ended.holdsCiphertext()).isFalse();
        assertThat(tls.calls).endsWith("close");
    }
}
