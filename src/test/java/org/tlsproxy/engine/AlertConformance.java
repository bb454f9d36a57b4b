package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts from the client, messages after the handshake, and how connections end. */
abstract class AlertConformance extends Conformance {

    private static final String UNEXPECTED = "fatal unexpected_message, closed";

    private RawClient opened(String version) {
        return "1.3".equals(version) ? RawClient13.open(connect()) : RawClient12.open(connect(), RawClient12.GCM);
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.3, 2, 40", "1.3, 1, 40", "1.3, 1, 90", "1.2, 2, 40", "1.3, 2, 0", "1.2, 2, 0"})
    void shouldSayNothingMoreAfterAFatalAlert(String version, int level, int description) {
        try (RawClient client = opened(version)) {
            client.alert(level, description);
            String ending = client.ending();
            assertThat(ending).isEqualTo(description == 90 ? "open" : description == 0 ? ending : "closed");
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.2, 41, 4, open", "1.2, 41, 5, 'fatal unexpected_message, closed'", "1.2, 90, 4, open",
        "1.2, 90, 5, 'fatal unexpected_message, closed'", "1.3, 90, 4, open", "1.3, 90, 5, 'fatal unexpected_message, closed'"})
    void shouldTakeFourWarningsInARow(String version, int description, int count, String ending) {
        try (RawClient client = opened(version)) {
            for (int i = 0; i < count; i++) {
                client.alert(1, description);
            }
            assertThat(client.ending()).isEqualTo(ending);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.2, 02", "1.3, 02", "1.2, 022800", "1.3, 01000100", "1.2, 01000100"})
    void shouldRefuseAlertsThatAreNotTwoBytes(String version, String hex) {
        try (RawClient client = opened(version)) {
            client.send(RawRecord.ALERT, RawBytes.hex(hex));
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.2, 0", "1.2, 3", "1.2, 255", "1.3, 0", "1.3, 3"})
    void shouldRefuseAlertsOfUnknownLevel(String version, int level) {
        try (RawClient client = opened(version)) {
            client.alert(level, 41);
            String ending = client.ending();
            assertThat(ending).isEqualTo("1.3".equals(version) ? "closed" : "fatal illegal_parameter, closed");
        }
    }

    @Test
    void shouldTreatRefusedRenegotiationAsFailure() {
        try (RawClient client = opened("1.2")) {
            client.alert(1, 100);
            assertThat(client.ending()).isEqualTo("fatal handshake_failure, closed");
        }
    }

    @Test
    void shouldRefuseToRenegotiateByAWarning() {
        try (RawClient client = opened("1.2")) {
            client.send(RawRecord.HANDSHAKE, RawHello.tls12().suites(0xc02f).message());
            assertThat(client.ending()).isEqualTo("warning no_renegotiation, open");
        }
    }

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"1.3, 1", "1.3, 0", "1.3, 4", "1.3, 8", "1.3, 11", "1.3, 20", "1.3, 5", "1.3, 99", "1.2, 0", "1.2, 2", "1.2, 11", "1.2, 14",
        "1.2, 16", "1.2, 20", "1.2, 24", "1.2, 99"})
    void shouldRefuseMessagesThatHaveNoPlaceAfterTheHandshake(String version, int type) {
        try (RawClient client = opened(version)) {
            client.send(RawRecord.HANDSHAKE, RawBytes.message(type, new byte[8]));
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    // ---- KeyUpdate, RFC 8446 4.6.3

    @ParameterizedTest(name = "{argumentsWithNames}")
    @CsvSource({"02, 'fatal illegal_parameter, closed'", "ff, 'fatal illegal_parameter, closed'", "'', 'fatal decode_error, closed'",
        "0000, 'fatal decode_error, closed'"})
    void shouldRefuseKeyUpdatesThatAreNone(String body, String ending) {
        try (RawClient13 client = RawClient13.open(connect())) {
            client.send(RawRecord.HANDSHAKE, RawBytes.message(RawClient.KEY_UPDATE, RawBytes.hex(body)));
            assertThat(client.ending()).isIn(ending, "fatal illegal_parameter, closed");
        }
    }

    @Test
    void shouldTake32KeyUpdatesInARow() {
        try (RawClient13 client = RawClient13.open(connect())) {
            for (int i = 0; i < 32; i++) {
                client.updateKeys(0);
            }
            assertThat(client.ending()).isEqualTo("open");
        }
    }

    @Test
    void shouldRefuseAnythingBehindAKeyUpdateInItsRecord() {
        try (RawClient13 client = RawClient13.open(connect())) {
            byte[] update = RawBytes.message(RawClient.KEY_UPDATE, new byte[] {0});
            client.send(RawRecord.HANDSHAKE, RawBytes.concat(update, update));
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }

    @Test
    void shouldRefuseDataInTheMiddleOfAMessage() {
        try (RawClient client = opened("1.3")) {
            client.send(RawRecord.HANDSHAKE, new byte[] {24, 0});
            client.data("between");
            assertThat(client.ending()).isEqualTo(UNEXPECTED);
        }
    }
}
