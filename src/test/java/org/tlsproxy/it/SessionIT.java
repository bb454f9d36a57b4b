package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session as postscreen(8) has it: what it reads and writes, byte for byte, and what the log tells. */
@ExtendWith(SharedPostfix.class)
class SessionIT {

    private final PostfixInstance mx;

    SessionIT(PostfixInstance mx) {
        this.mx = mx;
    }

    @Test
    void shouldAnnounceItselfBeforeTheClientSaysAnything() throws IOException {
        try (ProxyClient client = ProxyClient.connect(mx.socket("tlsproxy"))) {
            if (ServiceUnderTest.mailVersionAtLeast(3, 6)) {
                assertThat(client.read(28)).asHexString()
                    .isEqualTo("70726F746F636F6C00746C7370726F78795F70726F746F636F6C0000");
            }
            assertThat(client.hasInput(200)).as("anything after the announcement").isFalse();
        }
    }

    @Test
    void shouldAnswerTheRequestWithExactlyTheStatusList() throws IOException {
        try (ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"))) {
            client.write(ProxyRequest.asPostscreen().bytes());
            assertThat(client.read(10)).isEqualTo("status\0001\0\0".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.hasInput(200)).as("anything after the status").isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tlsproxy, TLSv1.2", "tlsproxy, TLSv1.3", "ec, TLSv1.2", "ec, TLSv1.3", "rsa, TLSv1.2", "rsa, TLSv1.3"})
    void shouldCarryPlaintextBothWays(String service, String protocol) throws IOException {
        try (Session session = Session.through(mx.socket(service)).protocols(protocol).open()) {
            session.ping();
            session.ping();
            assertThat(session.peer().session().getProtocol()).isEqualTo(protocol);
        }
    }

    @ParameterizedTest
    @CsvSource({"ec, EC", "rsa, RSA"})
    void shouldShowTheCertificateOfTheServicesSettings(String service, String algorithm) throws IOException {
        try (Session session = Session.through(mx.socket(service)).open()) {
            assertThat(session.peer().certificate().getPublicKey().getAlgorithm()).isEqualTo(algorithm);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldLogConnectThenSummaryThenDisconnect(String protocol) throws IOException {
        long mark = mx.log().mark();
        String endpoint;
        try (Session session = Session.through(mx.socket("tlsproxy")).protocols(protocol).open()) {
            session.ping();
            endpoint = session.endpoint();
        }
        mx.log().awaitText(mark, "DISCONNECT " + endpoint);
        String summary = "Anonymous TLS connection established from " + endpoint + ": " + protocol + " with cipher ";
        assertThat(mx.log().textsSince(mark, endpoint)).hasSize(3).satisfies(texts -> {
            assertThat(texts.get(0)).isEqualTo("CONNECT from " + endpoint);
            assertThat(texts.get(1)).startsWith(summary).matches(".* with cipher [A-Z0-9_-]+ \\((128|256)/(128|256) bits\\).*");
            assertThat(texts.get(2)).isEqualTo("DISCONNECT " + endpoint);
        });
    }

    @Test
    void shouldNameKeyExchangeAndSignatureOfTls13InTheSummary() throws IOException {
        long mark = mx.log().mark();
        try (Session session = Session.through(mx.socket("rsa")).protocols("TLSv1.3").open()) {
            mx.log().awaitMatch(mark, "established from \\Q" + session.endpoint() + "\\E: TLSv1.3 with cipher TLS_\\S+ \\(\\d+/\\d+ bits\\)"
                + " key-exchange \\S+( \\(\\S+\\))? server-signature RSA-PSS \\(2048 bits\\) server-digest SHA256$");
        }
    }

    @Test
    void shouldLogAsTheProgramTlsproxyWhateverTheServiceIsCalled() throws IOException {
        long mark = mx.log().mark();
        try (Session session = Session.through(mx.socket("ec")).open()) {
            LogLine line = mx.log().awaitText(mark, "CONNECT from " + session.endpoint());
            assertThat(line.tag()).isEqualTo("postfix/tlsproxy");
        }
    }

    @Test
    void shouldDeliverPlaintextPipelinedBehindTheDescriptorAfterTheHandshake() throws IOException {
        try (Session session = Session.through(mx.socket("tlsproxy")).pass()) {
            session.client().write("220 mail.example.test ESMTP\r\n");
            session.peer().handshake();
            assertThat(session.peer().readText(29)).isEqualTo("220 mail.example.test ESMTP\r\n");
            session.ping();
        }
    }

    @Test
    void shouldDeliverPlaintextInTheSameMessageAsTheDescriptor() throws IOException {
        ProxyRequest request = ProxyRequest.asPostscreen();
        TcpPair pair = TcpPair.open();
        try (ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy")); TlsPeer peer = new TlsPeer(pair.remote())) {
            assertThat(client.request(request)).isTrue();
            client.passWith("\000220 first\r\n".getBytes(StandardCharsets.US_ASCII), pair.ours());
            peer.handshake();
            assertThat(peer.readText(11)).isEqualTo("220 first\r\n");
        }
    }

    @Test
    @ReferenceDiffers("sends tickets in a packet of their own")
    void shouldSendTicketsTogetherWithTheAnswerToAClientThatHasSpoken() throws IOException {
        try (Session session = Session.through(mx.socket("tlsproxy")).protocols("TLSv1.3").pass()) {
            session.peer().handshake("EHLO peer\r\n");
            assertThat(session.client().readText(11)).isEqualTo("EHLO peer\r\n");
            assertThat(session.peer().socket().getInputStream().available()).as("bytes before the answer").isZero();
            session.client().write("250 mail\r\n");
            assertThat(session.peer().readText(10)).isEqualTo("250 mail\r\n");
            session.ping();
        }
    }

    @Test
    void shouldSendTicketsToAClientThatHasSpokenAndGetsNoAnswer() throws IOException {
        try (Session session = Session.through(mx.socket("tlsproxy")).protocols("TLSv1.3").pass()) {
            session.peer().handshake("EHLO peer\r\n");
            await().untilAsserted(() -> assertThat(session.peer().socket().getInputStream().available()).isGreaterThan(100));
            session.client().write("250 mail\r\n");
            assertThat(session.peer().readText(10)).isEqualTo("250 mail\r\n");
        }
    }

    @Test
    void shouldSendTicketsToAClientThatSaysNothing() throws IOException {
        try (Session session = Session.through(mx.socket("tlsproxy")).protocols("TLSv1.3").open()) {
            await().untilAsserted(() -> assertThat(session.peer().socket().getInputStream().available()).isGreaterThan(100));
        }
    }

    @Test
    void shouldEndTheSessionOfAClientThatClosesWithItsFirstWord() throws IOException {
        long mark = mx.log().mark();
        try (Session session = Session.through(mx.socket("tlsproxy")).protocols("TLSv1.3").pass()) {
            session.peer().handshake("QUIT\r\n");
            session.peer().closeNotify();
            assertThat(session.client().readToEnd()).asString(StandardCharsets.US_ASCII).isEqualTo("QUIT\r\n");
            mx.log().awaitText(mark, "DISCONNECT " + session.endpoint());
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.WITHOUT_CLOSE_NOTIFY);
        }
    }

    @Test
    void shouldTakeARequestThatArrivesByteByByte() throws IOException {
        ProxyRequest request = ProxyRequest.asPostscreen();
        try (ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"))) {
            for (byte each : request.bytes()) {
                client.write(each);
            }
            assertThat(client.status()).isTrue();
        }
    }

    @Test
    void shouldKeepConcurrentSessionsApart() throws IOException {
        try (Session first = Session.through(mx.socket("tlsproxy")).open();
             Session second = Session.through(mx.socket("tlsproxy")).open()) {
            first.peer().write("from one");
            second.peer().write("from two");
            assertThat(second.client().readText(8)).isEqualTo("from two");
            assertThat(first.client().readText(8)).isEqualTo("from one");
            first.client().write("to one");
            second.client().write("to two");
            assertThat(second.peer().readText(6)).isEqualTo("to two");
            assertThat(first.peer().readText(6)).isEqualTo("to one");
        }
    }
}
