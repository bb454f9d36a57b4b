package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

/** What the server says, in the log and on the wire, to peers that do not behave. Expectations were read off OpenSSL 3.0's s_server. */
class UnwelcomePeersTest {

    private static final ServerProfile PROFILE = TestProfiles.with(TestChains.of(Algorithm.RSA, Algorithm.EC));
    private static final String SCHEMES = "000d000c000a04030804040108050201";
    private static final String GROUPS = "000a00060004001d0017";
    private static final String ONLY_13 = "002b0003020304";
    private static final String NO_SHARES = "003300020000";

    @ParameterizedTest
    @CsvSource({
        "'EHLO client.example\r\n', 0A00010B, wrong version number",
        "'GET / HTTP/1.0\r\n', 0A00009C, http request",
        "'POST / HTTP/1.0\r\n', 0A00009C, http request",
        "'HEAD / HTTP/1.0\r\n', 0A00009C, http request",
        "'PUT /a HTTP/1.0\r\n', 0A00009C, http request",
        "'CONNECT a:1 HTTP/1.0\r\n', 0A00009B, https proxy request"})
    void shouldSendNothingToPeersThatDoNotSpeakTls(String text, String code, String reason) {
        MemoryServer server = new MemoryServer(PROFILE);
        server.input(text.getBytes());

        assertFailure(server, code, reason);
        assertThat(server.output()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "802e0100020015000000100100800200800300800400800500800600400700c0,   0A0000FC, unknown protocol, 70",
        "160301ffff,                                                         0A0000C6, packet length too long, 22",
        "17030300 0568656c6c6f,                                              0A0000F4, unexpected message, 10",
        "15030100020228,                                                     0A0000F4, unexpected message, 10",
        "14030100 0101,                                                      0A0000F4, unexpected message, 10",
        "1803030005 68656c6c6f,                                              0A0000F4, unexpected message, 10",
        "1603010008 1000000461626364,                                        0A0000F4, unexpected message, 10",
        "1603010008 1400000461626364,                                        0A0000F4, unexpected message, 10",
        "1603010008 6300000461626364,                                        0A0000F4, unexpected message, 10"})
    void shouldAnswerBrokenRecordsWithTheAlertThatOpensslSends(String hex, String code, String reason, int alert) {
        MemoryServer server = new MemoryServer(PROFILE);
        server.input(bytes(hex));

        assertFailure(server, code, reason);
        assertAlert(server.output(), alert);
    }

    @ParameterizedTest
    @CsvSource({
        "0303, 0005,           SCHEMES GROUPS,                                       0A0000C1, no shared cipher, 40",
        "0303, c02b c02f,      SCHEMES,                                              0A0000C1, no shared cipher, 40",
        "0303, c02b c02f,      SCHEMES 000a000400020001,                             0A0000C1, no shared cipher, 40",
        "0303, c02b c02f,      000d000400020909 GROUPS,                              0A000178, no shared signature algorithms, 40",
        "0300, 002f,           '',                                                   0A00018C, version too low, 40",
        "0303, 002f,           SCHEMES GROUPS 002b0003020309,                        0A000102, unsupported protocol, 70",
        "0302, c013 002f 5600, GROUPS,                                               0A000175, inappropriate fallback, 86",
        "0303, 1301,           SCHEMES GROUPS ONLY_13,                               0A000065, no suitable key share, 109",
        "0303, 1301,           SCHEMES ONLY_13 NO_SHARES,                            0A0000D1, missing supported groups extension, 109",
        "0303, 1301,           GROUPS ONLY_13 NO_SHARES,                             0A000070, missing sigalgs extension, 109",
        "0303, 1301,           000d000400020909 GROUPS ONLY_13 NO_SHARES,            0A000178, no shared signature algorithms, 40",
        "0303, 1301,           SCHEMES 000a000400020001 ONLY_13 NO_SHARES,           0A000065, no suitable key share, 40",
        "0303, 1399,           SCHEMES GROUPS ONLY_13 NO_SHARES,                     0A0000C1, no shared cipher, 40",
        "0303, c02c,           SCHEMES GROUPS GROUPS,                                0A00006E, bad extension, 47",
        "0303, c02c,           SCHEMES GROUPS ff0100020161,                          0A000151, renegotiation mismatch, 40",
        "0303, c02c,           SCHEMES GROUPS 0001000109,                            0A0000E8, ssl3 ext invalid max fragment length, 47",
        "0303, c02c,           SCHEMES GROUPS 000000020000,                          0A00006E, bad extension, 50"})
    void shouldRefuseOffersByOpensslsReasons(String version, String suites, String extensions, String code, String reason, int alert) {
        MemoryServer server = new MemoryServer(PROFILE);
        server.input(hello(version, suites, extensions));

        assertFailure(server, code, reason);
        assertAlert(server.output(), alert);
    }

    @Test
    void shouldRefuseAKeyShareThatLeadsToZero() {
        MemoryServer server = new MemoryServer(PROFILE);
        server.input(hello("0303", "1301", "SCHEMES GROUPS ONLY_13 003300260024001d0020" + "00".repeat(32)));

        assertFailure(server, "0A00006C", "bad key share");
        assertAlert(server.output(), 47);
    }

    @Test
    void shouldRefuseOldVersionsThatAreSwitchedOff() {
        MemoryServer server = new MemoryServer(TestProfiles.versions(TestChains.of(Algorithm.RSA), 0x0304, 0x0303));
        server.input(hello("0301", "002f", ""));

        assertFailure(server, "0A000102", "unsupported protocol");
        assertAlert(server.output(), 70);
    }

    @ParameterizedTest
    @CsvSource({
        "1703030005 68656c6c6f,                         0A0000F5, unexpected record",
        "1603010005 68656c6c6f,                         0A00010B, wrong version number",
        "1603030010 1400000c616161616161616161616161,   0A0000F4, unexpected message",
        "1403030001 01,                                 0A0000F4, unexpected message",
        "1603030008 1000000461626364,                   0A00009F, length mismatch"})
    void shouldNameWhatGoesWrongAfterTheServerHello(String next, String code, String reason) {
        MemoryServer server = new MemoryServer(PROFILE);
        server.input(hello("0303", "c02c", "SCHEMES GROUPS"));
        assertThat(server.output()).startsWith(0x16, 3, 3);
        server.input(bytes(next));

        assertFailure(server, code, reason);
        assertThat(server.output()).startsWith(0x15, 3, 3);
    }

    @Test
    void shouldServeClientsOfTheLastCenturyWithoutExtensions() {
        MemoryServer server = new MemoryServer(PROFILE);
        server.input(hello("0301", "002f", ""));

        assertThat(server.connection.phase()).isEqualTo(Phase.HANDSHAKING);
        assertThat(server.output()).startsWith(0x16, 3, 1);
    }

    @ParameterizedTest
    @CsvSource({"48, 0A000418, tlsv1 alert unknown ca", "40, 0A000410, sslv3 alert handshake failure",
        "42, 0A000412, sslv3 alert bad certificate", "80, 0A000438, tlsv1 alert internal error",
        "112, 0A000458, tlsv1 unrecognized name", "116, 0A00045C, tlsv13 alert certificate required",
        "90, 0A000442, tlsv1 alert user cancelled", "110, 0A000456, tlsv1 unsupported extension", "0, 0A0003E8, reason(1000)"})
    void shouldNameFatalAlertsAsOpensslDoes(int alert, String code, String reason) {
        MemoryServer server = new MemoryServer(PROFILE);
        server.input(hello("0303", "c02c", "SCHEMES GROUPS"));
        server.output();
        server.input(new byte[] {0x15, 3, 3, 0, 2, 2, (byte) alert});

        assertThat(server.connection.failure())
            .contains(new TlsFailure((int) Long.parseLong(code, 16), reason, "SSL alert number " + alert));
        assertThat(server.output()).isEmpty();
    }

    @Test
    void shouldFailWithoutATextWhenThePeerVanishes() {
        MemoryServer bare = new MemoryServer(PROFILE);
        bare.input(Arrays.copyOf(hello("0303", "c02c", "SCHEMES GROUPS"), 20));
        assertThat(bare.connection.receiveEof()).isEqualTo(Phase.FAILED);
        assertThat(bare.connection.failure()).isEmpty();

        MemoryServer polite = new MemoryServer(PROFILE);
        polite.input(hello("0303", "c02c", "SCHEMES GROUPS"));
        assertThat(polite.input(bytes("15030300020100"))).isEqualTo(Phase.FAILED);
        assertThat(polite.connection.failure()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 6, 1000})
    void shouldGiveUpOnEndlessEmptyRecords(int portion) {
        MemoryServer server = new MemoryServer(PROFILE);
        byte[] empties = bytes("1603010000".repeat(40));
        for (int at = 0; at < empties.length; at += portion) {
            server.input(Arrays.copyOfRange(empties, at, Math.min(empties.length, at + portion)));
        }
        assertFailure(server, "0A00012A", "record too small");
    }

    @Test
    void shouldNotHoldMoreThanAPeerHasSent() {
        MemoryServer server = new MemoryServer(PROFILE);
        server.input(bytes("16030140ff0100"));

        assertThat(server.connection.phase()).isEqualTo(Phase.HANDSHAKING);
        assertThat(server.output()).isEmpty();
    }

    @Test
    void shouldDetectDataThatWasTamperedWith() throws IOException {
        for (int version : new int[] {0x0304, 0x0303}) {
            MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(version));
            MemoryServer server = MemoryServer.open(PROFILE, client);
            client.send("good".getBytes());
            server.pump(client, 1000);
            client.send("bad".getBytes());
            byte[] record = client.output();
            record[record.length - 1] ^= 1;
            server.input(record);

            assertFailure(server, "0A000119", "decryption failed or bad record mac");
            assertThat(server.plaintext).hasToString("good");
            assertThat(server.output()).isNotEmpty();
        }
    }

    @Test
    void shouldNeverThrowWhateverAPeerSends() throws IOException {
        Random random = new Random(20261121);
        for (int round = 0; round < 400; round++) {
            MemoryClient client = new MemoryClient(new MemoryClient.Offer());
            MemoryServer server = new MemoryServer(PROFILE);
            if (round % 4 == 0) {
                server.pump(client, Integer.MAX_VALUE);
                client.send(new byte[100]);
            }
            byte[] bytes = client.output();
            for (int i = 0; i <= round % 5; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            server.input(bytes);
            server.connection.receiveEof();
            assertThat(server.connection.phase()).isIn(Phase.FAILED, Phase.PEER_CLOSED);
        }
    }

    private static void assertFailure(MemoryServer server, String code, String reason) {
        assertThat(server.connection.phase()).isEqualTo(Phase.FAILED);
        assertThat(server.connection.failure()).contains(new TlsFailure((int) Long.parseLong(code, 16), reason, ""));
    }

    private static void assertAlert(byte[] output, int alert) {
        assertThat(output).hasSize(7);
        assertThat(output[0]).isEqualTo((byte) 0x15);
        assertThat(output[1]).isEqualTo((byte) 3);
        assertThat(output[2]).isBetween((byte) 0, (byte) 3);
        assertThat(Arrays.copyOfRange(output, 3, 7)).isEqualTo(new byte[] {0, 2, 2, (byte) alert});
    }

    private static byte[] hello(String version, String suites, String extensions) {
        byte[] list = bytes(suites);
        byte[] ext = bytes(extensions.replace("SCHEMES", SCHEMES).replace("GROUPS", GROUPS).replace("ONLY_13", ONLY_13)
            .replace("NO_SHARES", NO_SHARES));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(bytes(version));
        body.writeBytes("R".repeat(32).getBytes());
        body.write(0);
        body.writeBytes(new byte[] {0, (byte) list.length});
        body.writeBytes(list);
        body.writeBytes(new byte[] {1, 0});
        if (ext.length > 0) {
            body.writeBytes(new byte[] {(byte) (ext.length >>> 8), (byte) ext.length});
            body.writeBytes(ext);
        }
        int length = body.size();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {0x16, 3, 1, (byte) (length + 4 >>> 8), (byte) (length + 4)});
        record.writeBytes(new byte[] {1, 0, (byte) (length >>> 8), (byte) length});
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
