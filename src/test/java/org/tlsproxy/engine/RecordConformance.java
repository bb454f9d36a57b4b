package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of records that are too long, empty, of the wrong kind or not at their place. */
abstract class RecordConformance extends Conformance {

    private static final String OPEN = "open";
    private static final String UNEXPECTED = "fatal unexpected_message, closed";

    private RawClient opened(String version) {
        return "1.3".equals(version) ? RawClient13.open(connect()) : RawClient12.open(connect(), RawClient12.GCM);
    }

    /** In the middle of a handshake: the server's flight has come, ours not gone. */
    private RawClient halfway(String version) {
        if ("1.3".equals(version)) {
            RawClient13 client = new RawClient13(connect());
            client.hello(client.hello);
            client.serverFlight();
            return client;
        }
        RawClient12 client = new RawClient12(connect(), RawClient12.GCM);
        client.hello(client.hello);
        client.serverFlight();
        return client;
    }

    private static void finish(RawClient client) {
        if (client instanceof RawClient13 newer) {
            newer.finish();
        } else {
            RawClient12 older = (RawClient12) client;
            older.keyExchange();
            older.changeCipher();
            older.message(RawClient.FINISHED, older.verifyData("client finished"));
            older.serverFinished();
        }
    }

    // ---- the first bytes

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({
        "'EHLO client.example\r\n',                     closed",
        "'GET / HTTP/1.0\r\n\r\n',                      closed",
        "'CONNECT a:1 HTTP/1.0\r\n\r\n',                closed",
        "'SSH-2.0-OpenSSH_9.2\r\n',                     closed"})
    void shouldSendNothingToPeersThatDoNotSpeakTls(String text, String ending) {
        try (RawClient client = new RawClient13(connect())) {
            client.wire.send(text.getBytes());
            assertThat(client.ending()).isEqualTo(ending);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({
        "1703030005 68656c6c6f,      'fatal unexpected_message, closed'",
        "14030300 0101,              'fatal unexpected_message, closed'",
        "1503030002 0228,            'fatal unexpected_message, closed'",
        "1503030002 0100,            'fatal unexpected_message, closed'",
        "1803030005 0100020000,      'fatal unexpected_message, closed'",
        "ff03030005 0100020000,      'fatal unexpected_message, closed'",
        "1603014141,                 'fatal record_overflow, closed'",
        "1603010004 14000000,        'fatal unexpected_message, closed'",
        "1603010004 00000000,        'fatal unexpected_message, closed'",
        "1603010004 01000000,        'fatal decode_error, closed'",
        "1603010004 01ffffff,        'fatal illegal_parameter, closed'",
        "1602000004 01000000,        closed"})
    void shouldAnswerFirstRecordsThatCannotBe(String hex, String ending) {
        try (RawClient client = new RawClient13(connect())) {
            client.wire.send(RawBytes.hex(hex));
            assertThat(client.ending()).isEqualTo(ending);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(strings = {"1.3", "1.2"})
    void shouldTakeHandshakesInRecordsOfOneByte(String version) {
        try (RawClient client = "1.3".equals(version) ? new RawClient13(connect()) : new RawClient12(connect(), RawClient12.GCM)) {
            RawHello hello = client instanceof RawClient13 newer ? newer.hello : ((RawClient12) client).hello;
            byte[] message = hello.message();
            client.transcript.writeBytes(message);
            for (byte one : message) {
                client.plain(RawRecord.HANDSHAKE, new byte[] {one});
            }
            if (client instanceof RawClient13 newer) {
                newer.serverFlight();
                for (byte one : client.noted(RawClient.FINISHED, newer.verifyData())) {
                    client.send(RawRecord.HANDSHAKE, new byte[] {one});
                }
                newer.useApplicationKeys();
            } else {
                ((RawClient12) client).finishHandshake();
            }
            client.data("hello\n");
            assertThat(client.ending()).isEqualTo(OPEN);
        }
    }

    // ---- sizes

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.3, 16384, open", "1.3, 16385, 'fatal record_overflow, closed'", "1.2, 16384, open",
        "1.2, 16385, 'fatal record_overflow, closed'"})
    void shouldLimitPlaintextTo16384Bytes(String version, int size, String ending) {
        try (RawClient client = opened(version)) {
            client.send(RawRecord.DATA, new byte[size]);
            assertThat(client.ending()).isEqualTo(ending);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"16384, 0, open", "16383, 1, open", "100, 16284, open", "0, 16384, open"})
    void shouldCountPaddingAsPlaintextInTls13(int data, int padding, String ending) {
        try (RawClient13 client = RawClient13.open(connect())) {
            client.inner(RawBytes.concat(new byte[data], new byte[] {RawRecord.DATA}, new byte[padding]));
            assertThat(client.ending()).isEqualTo(ending);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.3, 16641, 'fatal record_overflow, closed'", "1.3, 16640, 'fatal bad_record_mac, closed'",
        "1.2, 18433, 'fatal record_overflow, closed'", "1.2, 16705, 'fatal record_overflow, closed'",
        "1.2, 16408, 'fatal bad_record_mac, closed'"})
    void shouldLimitCiphertext(String version, int size, String ending) {
        try (RawClient client = opened(version)) {
            client.plain(RawRecord.DATA, new byte[size]);
            assertThat(client.ending()).isEqualTo(ending);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.3, 0", "1.3, 16", "1.3, 17", "1.2, 0", "1.2, 23", "1.2, 24"})
    void shouldRefuseRecordsThatAreTooShortOrForged(String version, int size) {
        try (RawClient client = opened(version)) {
            client.plain(RawRecord.DATA, new byte[size]);
            assertThat(client.ending()).isIn("fatal bad_record_mac, closed", "fatal internal_error, closed");
        }
    }

    // ---- kinds

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(ints = {1, 2, 16384})
    void shouldRefuseInnerPlaintextWithoutAType(int zeros) {
        try (RawClient13 client = RawClient13.open(connect())) {
            client.inner(new byte[zeros]);
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.3, 24", "1.3, 99", "1.3, 20", "1.2, 24", "1.2, 99"})
    void shouldRefuseUnknownKindsOfRecords(String version, int type) {
        try (RawClient client = opened(version)) {
            client.send(type, new byte[] {1});
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(ints = {21, 22, 23})
    void shouldRefuseRecordsWithoutProtectionInTls13(int type) {
        try (RawClient client = opened("1.3")) {
            client.plain(type, RawBytes.hex("0100"));
            assertThat(client.ending()).isNotEqualTo(OPEN).endsWith("closed");
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.3, 21", "1.3, 22", "1.2, 21", "1.2, 20"})
    void shouldRefuseEmptyRecordsOfKindsThatMustNotBeEmpty(String version, int type) {
        try (RawClient client = opened(version)) {
            client.send(type, new byte[0]);
            assertThat(client.ending()).isNotEqualTo(OPEN).endsWith("closed");
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.3, 32, open", "1.3, 33, 'fatal unexpected_message, closed'", "1.2, 32, open",
        "1.2, 33, 'fatal unexpected_message, closed'"})
    void shouldTake32EmptyRecordsOfDataInARow(String version, int count, String ending) {
        try (RawClient client = opened(version)) {
            for (int i = 0; i < count; i++) {
                client.send(RawRecord.DATA, new byte[0]);
            }
            assertThat(client.ending()).isEqualTo(ending);
        }
    }

    // ---- ChangeCipherSpec

    @Test
    void shouldIgnoreOneChangeCipherSpecInTls13() {
        try (RawClient client = halfway("1.3")) {
            client.plain(RawRecord.CHANGE_CIPHER_SPEC, new byte[] {1});
            finish(client);
            assertThat(client.ending()).isEqualTo(OPEN);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"00, 'fatal unexpected_message, closed'", "0101, 'fatal unexpected_message, closed'", "'', 'fatal unexpected_message, closed'"})
    void shouldRefuseAChangeCipherSpecWithAnotherContent(String hex, String ending) {
        try (RawClient client = halfway("1.3")) {
            client.plain(RawRecord.CHANGE_CIPHER_SPEC, RawBytes.hex(hex));
            assertThat(client.ending()).isIn(ending, "fatal illegal_parameter, closed");
        }
    }

    @Test
    void shouldRefuseChangeCipherSpecAfterTheHandshake() {
        try (RawClient newer = opened("1.3"); RawClient older = opened("1.2")) {
            newer.plain(RawRecord.CHANGE_CIPHER_SPEC, new byte[] {1});
            assertThat(newer.ending()).isEqualTo(UNEXPECTED);
            older.send(RawRecord.CHANGE_CIPHER_SPEC, new byte[] {1});
            assertThat(older.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @Test
    void shouldRefuseAnEarlyChangeCipherSpecInTls12() {
        try (RawClient client = halfway("1.2")) {
            client.plain(RawRecord.CHANGE_CIPHER_SPEC, new byte[] {1});
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(strings = {"00", "0101"})
    void shouldRefuseABrokenChangeCipherSpecInTls12(String hex) {
        try (RawClient12 client = (RawClient12) halfway("1.2")) {
            client.keyExchange();
            client.plain(RawRecord.CHANGE_CIPHER_SPEC, RawBytes.hex(hex));
            assertThat(client.ending()).isNotEqualTo(OPEN).endsWith("closed");
        }
    }

    @Test
    void shouldRefuseTwoChangeCipherSpecsInTls12() {
        try (RawClient12 client = (RawClient12) halfway("1.2")) {
            client.keyExchange();
            client.changeCipher();
            client.send(RawRecord.CHANGE_CIPHER_SPEC, new byte[] {1});
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    // ---- data before its time

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(strings = {"1.3", "1.2"})
    void shouldRefuseDataBeforeFinished(String version) {
        try (RawClient client = halfway(version)) {
            client.data("too early");
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    // ---- several in one

    @ParameterizedTest(name = "{argumentsWithNames}")
    @ValueSource(strings = {"1.3", "1.2"})
    void shouldTakeManyRecordsAtOnce(String version) {
        try (RawClient client = opened(version)) {
            byte[] all = {};
            for (int i = 0; i < 200; i++) {
                all = RawBytes.concat(all, client.sealed(RawRecord.DATA, "line\n".getBytes()));
            }
            client.wire.send(all);
            assertThat(client.ending()).isEqualTo(OPEN);
        }
    }
}
