package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Remote clients that do not speak TLS, or not a TLS that the service accepts: what the mail log says of them. */
@Tag("once")
@ExtendWith(SharedPostfix.class)
class BadPeerIT {

    private static final String PROBLEM = "^warning: TLS library problem: .*";

    private final PostfixInstance mx;

    BadPeerIT(PostfixInstance mx) {
        this.mx = mx;
    }

    /** Lets a remote client send bytes instead of a handshake, and checks what follows from it. */
    private void expectProblem(byte[] sent, String reason) throws IOException {
        long mark = mx.log().mark();
        try (Session session = Session.through(mx.socket("tlsproxy")).pass()) {
            session.peer().socket().getOutputStream().write(sent);
            mx.log().awaitMatch(mark, PROBLEM + reason);
            assertThat(session.client().readToEnd()).as("plaintext").isEmpty();
            mx.log().awaitText(mark, "DISCONNECT " + session.endpoint());
            assertThat(mx.log().textsSince(mark, session.endpoint())).containsExactly(
                "CONNECT from " + session.endpoint(),
                "TLS handshake failed for service=smtpd peer=" + session.endpoint(),
                "DISCONNECT " + session.endpoint());
        }
        Session.ping(mx.socket("tlsproxy"));
    }

    @Test
    void shouldCallPlaintextSmtpAWrongVersionNumber() throws IOException {
        expectProblem("EHLO i.do.not.speak.tls.example\r\n".getBytes(StandardCharsets.US_ASCII), "wrong version number");
    }

    @Test
    void shouldCallBinaryGarbageAWrongVersionNumber() throws IOException {
        byte[] garbage = new byte[4000];
        new Random(1).nextBytes(garbage);
        garbage[0] = (byte) 0xff;
        expectProblem(garbage, "wrong version number");
    }

    @Test
    void shouldRecogniseAnHttpRequest() throws IOException {
        expectProblem("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII), "http request");
    }

    @Test
    void shouldCallAnAlertInPlaceOfAClientHelloAnUnexpectedMessage() throws IOException {
        byte[] handshakeFailure = {21, 3, 1, 0, 2, 2, 40};
        expectProblem(handshakeFailure, "unexpected message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldLogTheAlertOfAPeerThatRefusesOurCertificate(String protocol) throws IOException {
        long mark = mx.log().mark();
        try (Session session = Session.through(mx.socket("tlsproxy")).protocols(protocol).pass()) {
            session.peer().refuseCertificate();
            mx.log().awaitMatch(mark, PROBLEM + "alert certificate unknown.*SSL alert number 46");
            assertThat(session.client().readToEnd()).isEmpty();
            mx.log().awaitText(mark, "DISCONNECT " + session.endpoint());
        }
    }

    @Test
    void shouldSayThatThePeersVersionIsUnsupported() throws IOException {
        long mark = mx.log().mark();
        try (Session session = Session.through(mx.socket("tls13only")).protocols("TLSv1.2").pass()) {
            assertThatThrownBy(session.peer()::handshake).isInstanceOf(IOException.class);
            mx.log().awaitMatch(mark, PROBLEM + "unsupported protocol");
            mx.log().awaitText(mark, "TLS handshake failed for service=smtpd peer=" + session.endpoint());
        }
    }

    @Test
    void shouldCloseAfterACorruptRecordAndSayWhy() throws IOException {
        long mark = mx.log().mark();
        try (Session session = Session.through(mx.socket("tlsproxy")).open()) {
            session.ping();
            byte[] record = new byte[5 + 64];
            record[0] = 23;
            record[1] = 3;
            record[2] = 3;
            record[4] = 64;
            session.peer().socket().getOutputStream().write(record);
            assertThat(session.client().readToEnd()).isEmpty();
            mx.log().awaitMatch(mark, PROBLEM + "decryption failed or bad record mac");
            mx.log().awaitText(mark, "DISCONNECT " + session.endpoint());
            assertThat(mx.log().textsSince(mark, "TLS handshake failed for service=smtpd peer=" + session.endpoint())).isEmpty();
        }
    }
}
