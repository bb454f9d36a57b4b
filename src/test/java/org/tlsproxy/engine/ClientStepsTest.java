package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeType;
import org.junit.jupiter.api.Test;

/** What a witness of a client hears; that it is what OpenSSL says is compared in PosttlsFingerIT. */
class ClientStepsTest {

    private final List<String> heard = new ArrayList<>();
    private final Witness witness = new Witness() {
        @Override
        public void state(String state) {
            heard.add(state);
        }

        @Override
        public void alert(boolean received, int level, int description) {
            heard.add((received ? "read " : "write ") + level + ":" + description);
        }

        @Override
        public void broken(String state) {
            heard.add("error in " + state);
        }

        @Override
        public void sent(byte[] buf, int off, int len) {
            heard.add("sent type " + buf[off]);
        }
    };

    @Test
    void shouldTellWhereItIsWhenTheServerGoesAway() {
        EngineFactory factory = new EngineFactory(MemoryServer.CRYPTO, MemoryServer.KEYS);
        MemoryPair.Wish wish = new MemoryPair.Wish();
        TlsConnection client = factory.connect(wish.profile(), wish.target(), witness,
            new TlsConnection.Output((buf, off, len) -> { }, (buf, off, len) -> { }));

        client.start();
        client.receiveEof();

        assertThat(heard).containsExactly("before SSL initialization", "sent type 22", "SSLv3/TLS write client hello",
            "error in SSLv3/TLS write client hello");
    }

    @Test
    void shouldTellOfACertificateThatTheLibraryJudgesLate() {
        ClientSteps steps = new ClientSteps(witness);
        steps.reading(HandshakeType.certificate, false);
        steps.read();
        steps.reading(HandshakeType.server_key_exchange, false);
        heard.add("judged");
        steps.read();

        assertThat(heard).containsExactly("before SSL initialization", "judged", "SSLv3/TLS read server certificate");
    }

    @Test
    void shouldTellOfALateCertificateBeforeTheAlertThatItCauses() {
        ClientSteps steps = new ClientSteps(witness);
        steps.reading(HandshakeType.certificate, false);
        steps.reading(HandshakeType.server_key_exchange, false);
        steps.alert(false, 2, 42);

        assertThat(heard).containsExactly("before SSL initialization", "SSLv3/TLS read server certificate", "write 2:42");
    }

    @Test
    void shouldTellOfWhatComesAndGoesAfterTheHandshake() {
        ClientSteps steps = new ClientSteps(witness);
        steps.complete();
        steps.reading(HandshakeType.new_session_ticket, true);
        heard.add("taken");
        steps.read();
        steps.reading(HandshakeType.key_update, true);
        steps.read();
        steps.writing(ContentType.application_data, new byte[4], 0, 4);
        steps.writing(ContentType.handshake, new byte[] {HandshakeType.key_update, 0, 0, 1, 0}, 0, 5);

        String done = "SSL negotiation finished successfully";
        assertThat(heard).containsExactly("before SSL initialization", done, done, "taken", "SSLv3/TLS read server session ticket", done, done,
            "TLSv1.3 read server key update", done, "TLSv1.3 write client key update");
    }

    @Test
    void shouldTellOfMessagesAndNotOfTheRecordsThatTheyAreCutInto() {
        ClientSteps steps = new ClientSteps(witness);
        byte[] large = {HandshakeType.certificate, 0, 0, 6, 1, 2};
        steps.writing(ContentType.handshake, large, 0, large.length);
        steps.writing(ContentType.handshake, new byte[] {16, 0, 0, 0}, 0, 4);
        steps.writing(ContentType.handshake, new byte[] {16, 0, 0, 0}, 0, 4);
        steps.flightEnds();

        assertThat(heard).containsExactly("before SSL initialization", "SSLv3/TLS write client certificate",
            "SSLv3/TLS write client key exchange");
    }
}
