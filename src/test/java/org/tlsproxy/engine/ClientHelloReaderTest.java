package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientHelloReaderTest {

    @Test
    void shouldReadWhatAClientOffers() throws IOException {
        ClientHelloFacts facts = ClientHelloReader.read(message());

        assertThat(facts.legacyVersion()).isEqualTo(0x0303);
        assertThat(facts.versions()).containsExactly(0x0304, 0x0303, 0x0302, 0x0301);
        assertThat(facts.groups()).containsExactly(29, 24);
        assertThat(facts.keyShares()).containsExactly(24);
        assertThat(facts.signatureAlgorithms()).startsWith(0x0403).hasSize(Scheme.ALL.size());
        assertThat(facts.serverName()).contains("mx.example");
        assertThat(facts.features().pskDheKe()).isTrue();
        assertThat(facts.features().sessionTicket()).isTrue();
        assertThat(facts.features().encryptThenMac()).isTrue();
        assertThat(facts.features().preSharedKey()).isFalse();
        assertThat(facts.suites()).contains(0x1301, 0xc02b);
    }

    @Test
    void shouldRefuseEveryTruncation() throws IOException {
        byte[] message = message();
        int refused = 0;
        for (int length = 4; length < message.length; length++) {
            byte[] cut = Arrays.copyOf(message, length);
            try {
                ClientHelloReader.read(cut);
            } catch (Refusal e) {
                refused++;
            }
        }
        // one length is legal: the message of a client that knows no extensions
        assertThat(refused).isEqualTo(message.length - 4 - 1);
    }

    @Test
    void shouldRefuseOrReadWhateverIsMangled() throws IOException {
        Random random = new Random(1);
        byte[] message = message();
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] mangled = message.clone();
            mangled[4 + random.nextInt(mangled.length - 4)] = (byte) random.nextInt();
            mangled[4 + random.nextInt(mangled.length - 4)] = (byte) random.nextInt();
            try {
                ClientHelloReader.read(mangled);
            } catch (Refusal e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 4999);
    }

    @Test
    void shouldRefuseClientsThatInsistOnCompression() throws IOException {
        byte[] message = message();
        int suites = (message[4 + 2 + 32] & 0xFF) + 4 + 2 + 32 + 1;
        int compression = suites + 2 + ((message[suites] & 0xFF) << 8 | message[suites + 1] & 0xFF) + 1;
        message[compression] = 1;

        assertThatThrownBy(() -> ClientHelloReader.read(message))
            .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.failure()).isEqualTo(Failures.NO_COMPRESSION_SPECIFIED));
    }

    private static byte[] message() throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().groups(29, 24);
        offer.earlyGroups = List.of(24);
        offer.serverName = Optional.of("mx.example");
        offer.tickets = true;
        byte[] record = new MemoryClient(offer).output();
        return Arrays.copyOfRange(record, 5, record.length);
    }
}
