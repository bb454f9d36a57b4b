package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that go wrong behind the ClientHello: order, contents, keys. */
abstract class HandshakeConformance extends Conformance {

    private static final String UNEXPECTED = "fatal unexpected_message, closed";
    private static final String DECODE = "fatal decode_error, closed";
    private static final String DECRYPT = "fatal decrypt_error, closed";

    private final KeyPair keys = RawKeys.x25519();

    private RawClient13 halfway13() {
        RawClient13 client = new RawClient13(connect());
        client.hello(client.hello);
        client.serverFlight();
        return client;
    }

    private RawClient12 halfway12(int suite) {
        RawClient12 client = new RawClient12(connect(), suite);
        client.hello(client.hello);
        client.serverFlight();
        return client;
    }

    // ---- TLS 1.3

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"0, 'fatal decrypt_error, closed'", "1, 'fatal decode_error, closed'", "-1, 'fatal decode_error, closed'"})
    void shouldRefuseAWrongFinishedInTls13(int longer, String ending) {
        try (RawClient13 client = halfway13()) {
            byte[] data = client.verifyData();
            data[0] ^= 1;
            client.message(RawClient.FINISHED, Arrays.copyOf(data, data.length + longer));
            assertThat(client.ending()).isIn(ending, DECRYPT);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(ints = {0, 1, 2, 4, 5, 8, 11, 13, 15, 16, 24, 99})
    void shouldRefuseEveryMessageButFinishedInTls13(int type) {
        try (RawClient13 client = halfway13()) {
            client.message(type, new byte[4]);
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @Test
    void shouldRefuseAMessageBehindFinishedInItsRecord() {
        try (RawClient13 client = halfway13()) {
            byte[] finished = client.noted(RawClient.FINISHED, client.verifyData());
            client.send(RawRecord.HANDSHAKE, RawBytes.concat(finished, RawBytes.message(RawClient.KEY_UPDATE, new byte[] {0})));
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @Test
    void shouldRefuseAMessageBehindAClientHelloInItsRecord() {
        try (RawClient13 client = new RawClient13(connect())) {
            client.plain(RawRecord.HANDSHAKE, RawBytes.concat(client.hello.message(), RawBytes.message(RawClient.FINISHED, new byte[32])));
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @Test
    void shouldRefuseFinishedUnderTheWrongKeys() {
        try (RawClient13 client = halfway13()) {
            client.useApplicationKeys();
            client.message(RawClient.FINISHED, client.verifyData());
            assertThat(client.ending()).isEqualTo("fatal bad_record_mac, closed");
        }
    }

    @Test
    void shouldEndQuietlyWhenTheClientGivesUp() {
        try (RawClient13 newer = halfway13(); RawClient12 older = halfway12(RawClient12.GCM)) {
            newer.alert(1, 0);
            assertThat(newer.ending()).isEqualTo("closed");
            older.alert(1, 0);
            assertThat(older.ending()).isEqualTo("closed");
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(strings = {"plain", "sealed"})
    void shouldTakeAFatalAlertWithOrWithoutProtectionDuringTheHandshake(String how) {
        try (RawClient13 client = halfway13()) {
            if ("plain".equals(how)) {
                client.plain(RawRecord.ALERT, new byte[] {2, 42});
            } else {
                client.alert(2, 42);
            }
            assertThat(client.ending()).isEqualTo("closed");
        }
    }

    // ---- HelloRetryRequest, RFC 8446 4.1.2

    private RawClient13 retried() {
        RawClient13 client = new RawClient13(connect());
        client.hello.set(RawHello.KEY_SHARE, RawBytes.vector(2));
        client.hello(client.hello);
        assertThat(client.retry()).isEqualTo(29);
        client.hello.set(RawHello.KEY_SHARE, RawBytes.vector(2, RawHello.shareOf(29, RawKeys.publicKey(client.keys))));
        return client;
    }

    @Test
    void shouldGoOnAfterTheSecondHello() {
        try (RawClient13 client = retried()) {
            client.hello(client.hello);
            client.serverFlight();
            client.finish();
            assertThat(client.ending()).isEqualTo("open");
        }
    }

    @Test
    void shouldNotAskTwiceForAKeyShare() {
        try (RawClient13 client = retried()) {
            client.hello(client.hello.set(RawHello.KEY_SHARE, RawBytes.vector(2)));
            assertThat(client.ending()).isEqualTo("fatal illegal_parameter, closed");
        }
    }

    @Test
    void shouldRefuseASecondHelloWithTheKeyShareOfAnotherGroup() {
        try (RawClient13 client = retried()) {
            client.hello(client.hello.set(RawHello.KEY_SHARE, RawBytes.vector(2, RawHello.shareOf(23, new byte[65]))));
            assertThat(client.ending()).isEqualTo("fatal illegal_parameter, closed");
        }
    }

    @Test
    void shouldRefuseASecondHelloWithAnotherSuite() {
        try (RawClient13 client = retried()) {
            client.hello(client.hello.suites(0x1302));
            assertThat(client.ending()).isEqualTo("fatal illegal_parameter, closed");
        }
    }

    @Test
    void shouldRefuseASecondHelloWithoutTls13() {
        try (RawClient13 client = retried()) {
            client.hello(client.hello.without(RawHello.VERSIONS).suites(0x1301, 0xc02f));
            assertThat(client.ending()).startsWith("fatal ").endsWith("closed");
        }
    }

    @Test
    void shouldRefuseASecondHelloThatIsBroken() {
        try (RawClient13 client = retried()) {
            client.hello.trailing = new byte[1];
            client.hello(client.hello);
            assertThat(client.ending()).isEqualTo(DECODE);
        }
    }

    @Test
    void shouldRefuseFinishedInsteadOfTheSecondHello() {
        try (RawClient13 client = retried()) {
            client.plain(RawRecord.HANDSHAKE, RawBytes.message(RawClient.FINISHED, new byte[32]));
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    // ---- tickets and early data

    private static byte[] ticket(RawWire wire, RawHello next) {
        try (RawClient13 first = RawClient13.open(wire)) {
            return first.takeTicket(next);
        }
    }

    @Test
    void shouldResumeByATicket() {
        RawHello hello = RawHello.tls13(RawKeys.publicKey(keys)).suites(0x1301);
        byte[] psk = ticket(connect(Setup.TICKETS), hello);
        try (RawClient13 client = new RawClient13(connect(Setup.TICKETS), keys)) {
            client.psk = psk;
            client.hello(hello);
            client.serverFlight();
            client.finish();
            assertThat(client.ending()).isEqualTo("open");
        }
    }

    @Test
    void shouldRefuseAWrongBinder() {
        RawHello hello = RawHello.tls13(RawKeys.publicKey(keys)).suites(0x1301);
        ticket(connect(Setup.TICKETS), hello);
        try (RawClient13 client = new RawClient13(connect(Setup.TICKETS), keys)) {
            hello.random[0] ^= 1;
            client.hello(hello);
            assertThat(client.ending()).isIn(DECRYPT, "fatal illegal_parameter, closed");
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(booleans = {false, true})
    void shouldSkipEarlyData(boolean retry) {
        try (RawClient13 client = new RawClient13(connect())) {
            client.hello.add(RawHello.EARLY_DATA, new byte[0]);
            byte[] share = RawBytes.vector(2, RawHello.shareOf(29, RawKeys.publicKey(client.keys)));
            client.hello.set(RawHello.KEY_SHARE, retry ? RawBytes.vector(2) : share);
            HelloCases.psk(client.hello);
            client.hello(client.hello);
            client.plain(RawRecord.DATA, new byte[500]);
            if (retry) {
                client.retry();
                client.hello(client.hello.set(RawHello.KEY_SHARE, share).without(RawHello.EARLY_DATA).without(RawHello.PRE_SHARED_KEY));
            }
            client.serverFlight();
            client.finish();
            assertThat(client.ending()).isEqualTo("open");
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(ints = {1, 3})
    void shouldNotSkipEarlyDataForEver(int records) {
        try (RawClient13 client = new RawClient13(connect())) {
            client.hello.add(RawHello.EARLY_DATA, new byte[0]);
            HelloCases.psk(client.hello);
            client.hello(client.hello);
            for (int i = 0; i < records; i++) {
                client.plain(RawRecord.DATA, new byte[8000]);
            }
            assertThat(client.ending()).endsWith(records == 1 ? "open" : "closed");
        }
    }

    @Test
    void shouldRefuseDataThatWasNotAnnounced() {
        try (RawClient13 client = new RawClient13(connect())) {
            client.hello(client.hello);
            client.plain(RawRecord.DATA, new byte[500]);
            assertThat(client.ending()).endsWith("closed");
        }
    }

    // ---- TLS 1.2

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"0, 'fatal decrypt_error, closed'", "1, 'fatal decode_error, closed'", "-1, 'fatal decode_error, closed'"})
    void shouldRefuseAWrongFinishedInTls12(int longer, String ending) {
        try (RawClient12 client = halfway12(RawClient12.GCM)) {
            client.keyExchange();
            client.changeCipher();
            byte[] data = client.verifyData("server finished");
            client.message(RawClient.FINISHED, Arrays.copyOf(data, data.length + longer));
            assertThat(client.ending()).isIn(ending, DECRYPT);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(ints = {1, 2, 4, 11, 14, 15, 20, 24, 99})
    void shouldRefuseEveryMessageButTheKeyExchangeInTls12(int type) {
        try (RawClient12 client = halfway12(RawClient12.GCM)) {
            client.message(type, new byte[4]);
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @Test
    void shouldRefuseFinishedBeforeChangeCipherSpec() {
        try (RawClient12 client = halfway12(RawClient12.GCM)) {
            client.keyExchange();
            client.message(RawClient.FINISHED, client.verifyData("client finished"));
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"'', 'fatal decode_error, closed'", "00, 'fatal decode_error, closed'", "0100, 'fatal decode_error, closed'",
        "20, 'fatal decode_error, closed'", "2000000000000000000000000000000000000000000000000000000000000000, 'fatal decode_error, closed'"})
    void shouldRefuseKeyExchangesThatAreNone(String hex, String ending) {
        try (RawClient12 client = halfway12(RawClient12.GCM)) {
            client.message(RawClient.CLIENT_KEY_EXCHANGE, RawBytes.hex(hex));
            assertThat(client.ending()).startsWith("fatal ").endsWith("closed");
        }
    }

    @Test
    void shouldRefuseAnX25519KeyOfZerosInTls12() {
        try (RawClient12 client = halfway12(RawClient12.GCM)) {
            client.message(RawClient.CLIENT_KEY_EXCHANGE, RawBytes.vector(1, new byte[32]));
            assertThat(client.ending()).startsWith("fatal ").endsWith("closed");
        }
    }

    @Test
    void shouldRefuseAMessageThatBeginsBeforeChangeCipherSpecAndEndsBehindIt() {
        try (RawClient12 client = halfway12(RawClient12.GCM)) {
            client.keyExchange();
            client.send(RawRecord.HANDSHAKE, new byte[] {20, 0});
            client.changeCipher();
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @Test
    void shouldServeWithoutExtendedMasterSecretToo() {
        try (RawClient12 client = new RawClient12(connect(), RawClient12.GCM)) {
            client.hello(client.hello.without(RawHello.EXTENDED_MASTER_SECRET));
            client.finishHandshake();
            assertThat(client.extendedMasterSecret()).isFalse();
            assertThat(client.ending()).isEqualTo("open");
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(booleans = {false, true})
    void shouldEncryptThenAuthenticateWhenAsked(boolean asked) {
        try (RawClient12 client = new RawClient12(connect(), RawClient12.CBC)) {
            if (asked) {
                client.hello.add(RawHello.ENCRYPT_THEN_MAC, new byte[0]);
            }
            client.hello(client.hello);
            client.finishHandshake();
            assertThat(client.extensions().containsKey(RawHello.ENCRYPT_THEN_MAC)).isEqualTo(asked);
            client.data("hello\n");
            assertThat(client.ending()).isEqualTo("open");
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @EnumSource(value = RawCbc.Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldNotTellABadPaddingFromABadMac(RawCbc.Fault fault) {
        for (boolean macLast : new boolean[] {false, true}) {
            try (RawClient12 client = new RawClient12(connect(), RawClient12.CBC)) {
                if (macLast) {
                    client.hello.add(RawHello.ENCRYPT_THEN_MAC, new byte[0]);
                }
                client.hello(client.hello);
                client.finishHandshake();
                client.cbc().fault = fault;
                client.data("hello\n");
                assertThat(client.ending()).isIn("fatal bad_record_mac, closed", fault == RawCbc.Fault.SHORT ? DECODE : "");
            }
        }
    }

    @Test
    void shouldNotEncryptThenAuthenticateWhatIsAuthenticatedAnyway() {
        try (RawClient12 client = new RawClient12(connect(), RawClient12.GCM)) {
            client.hello(client.hello.add(RawHello.ENCRYPT_THEN_MAC, new byte[0]));
            client.finishHandshake();
            assertThat(client.extensions()).doesNotContainKey(RawHello.ENCRYPT_THEN_MAC);
        }
    }

    // ---- sizes

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"65535, open", "131397, closed", "16777215, closed"})
    void shouldBoundTheSizeOfAClientHello(int size, String ending) {
        try (RawClient13 client = new RawClient13(connect())) {
            byte[] start = RawBytes.concat(new byte[] {1}, RawBytes.uint(3, size), new byte[100]);
            client.plain(RawRecord.HANDSHAKE, start);
            assertThat(client.ending()).endsWith(ending);
        }
    }

    // ---- the marks against downgrades, RFC 8446 4.1.3

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"USUAL, 0x0303, 444f574e47524401", "USUAL, 0x0302, 444f574e47524400", "USUAL, 0x0301, 444f574e47524400",
        "TLS12_ONLY, 0x0303, ''"})
    void shouldMarkTheRandomOfADowngradedHandshake(Setup setup, String version, String mark) {
        try (RawClient12 client = new RawClient12(connect(setup), RawClient12.CBC)) {
            client.hello(client.hello.version(Integer.decode(version)));
            byte[] serverHello = client.expect(RawClient.SERVER_HELLO);
            String end = HexFormat.of().formatHex(serverHello, 26, 34);
            assertThat(mark.isEmpty() ? !end.startsWith("444f574e475244") : end.equals(mark)).isTrue();
        }
    }
}
