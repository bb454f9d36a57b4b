package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.engine.RawServer.bytes;
import static org.tlsproxy.engine.RawServer.message;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tlsproxy.engine.TlsConnection.Phase;

/** What a server may send after the handshake, and how much of it. */
class ServerChatterTest {

    private static final int TLS13 = 0x0304;
    private static final int TLS12 = 0x0303;
    private static final ServerProfile UNUSED = TestProfiles.with(KeyChains.NONE);

    private final MemoryPair.Wish wish = new MemoryPair.Wish();

    @Test
    void shouldHandOutAFewTicketsAndIgnoreTheRest() throws IOException {
        MemoryPair pair = client(TLS13);
        StockServer server = StockServer.facing(pair, TLS13);
        for (int i = 0; i < 20; i++) {
            server.say(ticket(i % 8, 7200, "aabb"));
        }
        server.writeApplicationData("250 ok".getBytes(), 0, 6);
        server.pump(pair);

        assertThat(wish.sessions).hasSize(4);
        assertThat(pair.atClient).hasToString("250 ok");
        assertThat(pair.client.phase()).isEqualTo(Phase.OPEN);
    }

    @Test
    void shouldEndAFloodOfTickets() throws IOException {
        MemoryPair pair = client(TLS13);
        StockServer server = StockServer.facing(pair, TLS13);
        for (int i = 0; i <= Chatter.MAX_UPDATES; i++) {
            server.say(ticket(i % 8, 7200, "aabb"));
        }
        server.pump(pair);

        assertThat(pair.client.failure()).map(TlsFailure::reason).contains("unexpected message");
    }

    @Test
    void shouldNotKeepTicketsThatAreTooLargeOrWithoutLife() throws IOException {
        MemoryPair pair = client(TLS13);
        StockServer server = StockServer.facing(pair, TLS13);
        server.say(ticket(0, 7200, "ab".repeat(9000)));
        server.say(ticket(1, 0, "aabb"));
        server.pump(pair);

        assertThat(wish.sessions).isEmpty();
        assertThat(pair.client.phase()).isEqualTo(Phase.OPEN);
    }

    @Test
    void shouldEndOnATicketThatIsNone() throws IOException {
        MemoryPair pair = client(TLS13);
        StockServer server = StockServer.facing(pair, TLS13);
        server.say(message(4, bytes("0000")));
        server.pump(pair);

        assertThat(pair.client.failure()).map(TlsFailure::reason).contains("length mismatch");
    }

    @Test
    void shouldUpdateKeysWhenAsked() throws IOException {
        MemoryPair pair = client(TLS13);
        StockServer server = StockServer.facing(pair, TLS13);
        server.updateKeys(true);
        server.writeApplicationData("250 ok".getBytes(), 0, 6);
        server.pump(pair);
        pair.client.send("QUIT".getBytes(), 0, 4);
        server.pump(pair);

        assertThat(pair.atClient).hasToString("250 ok");
        assertThat(server.heard()).isEqualTo("QUIT");
    }

    @Test
    void shouldEndAFloodOfKeyUpdates() throws IOException {
        MemoryPair pair = client(TLS13);
        StockServer server = StockServer.facing(pair, TLS13);
        for (int i = 0; i <= Chatter.MAX_UPDATES; i++) {
            server.updateKeys(true);
        }
        server.pump(pair);

        assertThat(pair.client.failure()).map(TlsFailure::reason).contains("too many key updates");
    }

    @Test
    void shouldEndAFloodOfEmptyRecords() throws IOException {
        for (int version : new int[] {TLS13, TLS12}) {
            MemoryPair pair = client(version);
            StockServer server = StockServer.facing(pair, version);
            for (int i = 0; i < 33; i++) {
                server.sayNothing();
            }
            server.pump(pair);

            assertThat(pair.client.failure()).map(TlsFailure::reason).contains("record too small");
        }
    }

    @Test
    void shouldDeclineToRenegotiateAndGoOn() throws IOException {
        MemoryPair pair = client(TLS12);
        StockServer server = StockServer.facing(pair, TLS12);
        server.say(message(0));
        byte[] down = new byte[server.getAvailableOutputBytes()];
        server.readOutput(down, 0, down.length);
        pair.client.receive(down, 0, down.length);

        assertThat(pair.fromClient()).startsWith(0x15, 3, 3);
        assertThat(pair.client.phase()).isEqualTo(Phase.OPEN);
    }

    @Test
    void shouldNotAuthenticateAfterTheHandshake() throws IOException {
        MemoryPair pair = client(TLS13);
        StockServer server = StockServer.facing(pair, TLS13);
        server.say(message(13, bytes("00 0008 000d 0004 0002 0403")));
        server.pump(pair);

        assertThat(pair.client.failure()).map(TlsFailure::reason).contains("unexpected message");
    }

    @Test
    void shouldDetectDataThatWasTamperedWith() throws IOException {
        for (int version : new int[] {TLS13, TLS12}) {
            MemoryPair pair = client(version);
            StockServer server = StockServer.facing(pair, version);
            server.writeApplicationData("250 ok".getBytes(), 0, 6);
            byte[] down = new byte[server.getAvailableOutputBytes()];
            server.readOutput(down, 0, down.length);
            down[down.length - 1] ^= 1;
            pair.client.receive(down, 0, down.length);

            assertThat(pair.client.failure()).map(TlsFailure::reason).contains("decryption failed or bad record mac");
            assertThat(pair.atClient.size()).isZero();
            assertThat(pair.fromClient()).isNotEmpty();
        }
    }

    private MemoryPair client(int version) {
        return new MemoryPair(wish.versions(version), UNUSED);
    }

    private static byte[] ticket(int nonce, int lifetime, String ticket) {
        int length = ticket.length() / 2;
        return message(4, bytes(String.format("%08x 00000001 01%02x %04x", lifetime, nonce, length)), bytes(ticket), new byte[2]);
    }
}
