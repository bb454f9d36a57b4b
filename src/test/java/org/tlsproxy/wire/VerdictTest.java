package org.tlsproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.wire.Captures.V312;
import static org.tlsproxy.wire.Captures.V37;
import static org.tlsproxy.wire.Captures.bytes;
import static org.tlsproxy.wire.Captures.load;
import static org.tlsproxy.wire.Captures.read;
import static org.tlsproxy.wire.Captures.replaced;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verdicts and warnings were compared with those of tlsproxy(8) 3.7.11 on the same bytes, one by one. */
class VerdictTest {

    private static final String B = "tlsp_get_request_event: receive request attributes: ";
    private static final String C = "tlsp_get_request_event: receive client TLS settings: ";

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "flags|;flagz|;unexpected attribute flagz from plaintext (expecting: flags)",
        "serverid|smtpd||;|;missing attribute serverid in input from plaintext",
        "flags|1|;;unexpected attribute timeout from plaintext (expecting: flags)",
        "flags|1|;flags|1|flags|1|;unexpected attribute flags from plaintext (expecting: timeout)",
        "flags|1|;flags|1x|;malformed numerical data from plaintext while reading input attribute value: 1x",
        "flags|1|;flags|1 |;\"malformed numerical data from plaintext while reading input attribute value: 1 \"",
        "flags|1|;flags||;\"malformed numerical data from plaintext while reading input attribute value: \"",
        "flags|1|;flags|-|;malformed numerical data from plaintext while reading input attribute value: -",
        "remote_endpoint|;|;missing attribute remote_endpoint in input from plaintext",
    })
    void shouldRefuseMalformedRequests(String part, String by, String warning) {
        RequestReader reader = read(V37, replaced(load("3.7.11-server-request"), part, by == null ? "" : by));

        assertThat(reader.progress()).isEqualTo(RequestReader.Progress.REFUSED);
        assertThat(reader.requestWarnings()).containsExactly(warning, B + "Bad message");
        assertThat(reader.request()).isEmpty();
        assertThat(reader.settled()).isEmpty();
    }

    @Test
    void shouldShowAtMostAHundredBytesOfABadNumber() {
        RequestReader reader = read(V37, replaced(load("3.7.11-server-request"), "flags|1|", "flags|" + "y".repeat(300) + "|"));

        assertThat(reader.requestWarnings().get(0)).isEqualTo(
                "malformed numerical data from plaintext while reading input attribute value: " + "y".repeat(100));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "' +1', 1", "'\t\n-4294967295', 1", "4294967297, 1", "99999999999999999999999, -1",
        "-99999999999999999999999, -1", "18446744073709551615, -1", "4294967294, -2", "-2, -2", "007, 7"})
    void shouldReadNumbersAsScanfDoes(String text, int flags) {
        RequestReader reader = read(V312, replaced(load("3.7.11-server-request"), "flags|1|", "flags|" + text + "|"));

        assertThat(reader.request().orElseThrow().flags()).isEqualTo(flags);
    }

    @Test
    void shouldAcceptASurplusAttributeBehindTheRequestAndLeaveTheRest() {
        byte[] input = replaced(load("3.7.11-server-request"), "smtpd||", "smtpd|extra|val||");
        RequestReader reader = new RequestReader(V37);

        int taken = reader.feed(input, 0, input.length);

        assertThat(reader.progress()).isEqualTo(RequestReader.Progress.SETTLED);
        assertThat(reader.requestWarnings()).containsExactly("unexpected attribute extra from plaintext (expecting: (list terminator))");
        assertThat(Captures.text(Arrays.copyOfRange(input, taken, input.length))).isEqualTo("val||");
    }

    @Test
    void shouldAcceptASurplusAttributeBehindTheSettings() {
        RequestReader reader = read(V37, replaced(load("3.7.11-client-request"), "dane|0||", "dane|0|extra|val||"));

        assertThat(reader.progress()).isEqualTo(RequestReader.Progress.SETTLED);
        assertThat(reader.settingsWarnings()).containsExactly("unexpected attribute extra from plaintext (expecting: (list terminator))");
    }

    @Test
    void shouldTakeTheRestOfASurplusForTheSettings() {
        RequestReader reader = read(V37, replaced(load("3.7.11-client-request"), "||config", "|extra|val||config"));

        assertThat(reader.settingsWarnings()).containsExactly(
                "unexpected attribute val from plaintext (expecting: config_file)", C + "Bad message");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "tls_null_cipherlist|;tls_nul_cipherlist|;unexpected attribute tls_nul_cipherlist from plaintext (expecting: tls_null_cipherlist)",
        "helo|;hello|;unexpected attribute hello from plaintext (expecting: helo)",
        "mdalg|;mdal|;unexpected attribute mdal from plaintext (expecting: mdalg)",
        "argv_size|0|;argv_size|1025|;invalid size 1025 from plaintext while reading ARGV",
        "argv_size|0|;argv_size|4294967295|;invalid size -1 from plaintext while reading ARGV",
        "argv_size|0|;argv_size|2|argv_value|x|;unexpected attribute mdalg from plaintext (expecting: argv_value)",
        "argv_size|0|;argv_size|1|argv_value|x|argv_value|y|;unexpected attribute argv_value from plaintext (expecting: mdalg)",
        "argv_size|0|;argv_size|x|;malformed numerical data from plaintext while reading input attribute value: x",
        "dane|0|;dane|1|;missing attribute domain in input from plaintext",
        "dane|0|;dane|4294967295|;missing attribute domain in input from plaintext",
        "dane|0|;dane|1|count|0|;unexpected attribute count from plaintext (expecting: domain)",
        "dane|0|;dane|1|domain||count|1|;missing attribute usage in input from plaintext",
        "dane|0|;dane|1|domain||count|1|usage|3|selector|1|mtype|1|data|!!!|;"
                + "malformed base64 data from plaintext while reading input attribute value: !!!",
        "dane|0|;dane|1|domain||count|1|usage|3|selector|1|mtype|1|data|QUJ|;"
                + "malformed base64 data from plaintext while reading input attribute value: QUJ",
        "dane|0|;dane|1|domain||count|1|usage|3|selector|1|mtype|1|data|Q===|;"
                + "malformed base64 data from plaintext while reading input attribute value: Q===",
        "dane|0|;dane|1|domain||count|2|usage|3|selector|1|mtype|1|data|QUJD|;missing attribute usage in input from plaintext",
        "protocols|>=TLSv1|;|;missing attribute protocols in input from plaintext",
    })
    void shouldRefuseMalformedSettings(String part, String by, String warning) {
        RequestReader reader = read(V37, replaced(load("3.7.11-client-request"), part, by));

        assertThat(reader.progress()).isEqualTo(RequestReader.Progress.REFUSED);
        assertThat(reader.requestWarnings()).isEmpty();
        assertThat(reader.settingsWarnings()).containsExactly(warning, C + "Bad message");
        assertThat(reader.request()).isPresent();
        assertThat(reader.settled()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"dane|2|domain||count|0|", "dane|1|domain||count|4294967295|"})
    void shouldTakeAnyFlagForYesAndANegativeCountForNone(String group) {
        RequestReader reader = read(V37, replaced(load("3.7.11-client-request"), "dane|0|", group));

        Dane dane = reader.settled().orElseThrow().client().orElseThrow().start().match().dane();
        assertThat(dane).usingRecursiveComparison().isEqualTo(new Dane.Records("", List.of()));
    }

    @Test
    void shouldReadAssociationDataAlsoWhenEmpty() {
        RequestReader reader = read(V37, replaced(load("3.7.11-client-request"), "dane|0|",
                "dane|1|domain|mx.example|count|2|usage|3|selector|1|mtype|1|data|QUI=|usage|2|selector|0|mtype|0|data||"));

        Dane.Records dane = (Dane.Records) reader.settled().orElseThrow().client().orElseThrow().start().match().dane();
        assertThat(dane.domain()).isEqualTo("mx.example");
        assertThat(dane.records().get(0).data()).containsExactly('A', 'B');
        assertThat(dane.records().get(1).data()).isEmpty();
        assertThat(dane.records().get(1).usage()).isEqualTo(2);
    }

    @Test
    void shouldSayHowManyParametersCameSince312() {
        RequestReader reader = read(V312, replaced(load("3.12-20260821-client-request"), "tls_ssl_options|", "bogus|"));

        assertThat(reader.settingsWarnings()).containsExactly(
                "unexpected attribute bogus from plaintext (expecting: tls_ssl_options)",
                "tls_proxy_client_param_scan: want 19 attributes, got 10", C + "Bad message");
    }

    @Test
    void shouldNameServerSettingsWhenTheyAreBad() {
        RequestReader reader = read(V312, replaced(load("3.12-20260821-server-request"), "set_sessid|1", "set_sessid|"));

        assertThat(reader.settingsWarnings()).containsExactly(
                "malformed numerical data from plaintext while reading input attribute value: ",
                "tlsp_get_request_event: receive server TLS settings: Bad message");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "remote;unexpected end-of-input from plaintext while reading input attribute name",
        "remote_endpoint|;premature end-of-input on plaintext while reading input attribute value",
        "remote_endpoint|[127;unexpected end-of-input from plaintext while reading input attribute value",
        "remote_endpoint|x|;premature end-of-input on plaintext while reading input attribute name",
        "remote_endpoint|x|flags|1|timeout|1|timeout|1|serverid|s|;"
                + "premature end-of-input on plaintext while reading input attribute name",
    })
    void shouldTellWhereTheInputEnded(String input, String warning) {
        RequestReader reader = read(V37, bytes(input));
        reader.endOfInput();

        assertThat(reader.progress()).isEqualTo(RequestReader.Progress.REFUSED);
        assertThat(reader.requestWarnings()).containsExactly(warning, B + "Connection reset by peer");
    }

    @Test
    void shouldNotBlameTheAttributesWhenNothingCame() {
        RequestReader closed = new RequestReader(V37);
        closed.endOfInput();
        RequestReader silent = new RequestReader(V37);
        silent.timedOut();

        assertThat(closed.requestWarnings()).containsExactly(B + "Connection reset by peer");
        assertThat(silent.requestWarnings()).containsExactly(B + "Connection timed out");
    }

    @Test
    void shouldTellWhereTheTimeWasUp() {
        RequestReader reader = read(V37, bytes("remote_endpoint|"));
        reader.timedOut();

        assertThat(reader.requestWarnings()).containsExactly(
                "timeout on plaintext while reading input attribute value", B + "Connection timed out");
    }

    @Test
    void shouldRefuseMissingSettings() {
        byte[] whole = load("3.7.11-client-request");
        int request = Captures.text(whole).indexOf("||") + 2;
        RequestReader reader = new RequestReader(V37);
        assertThat(reader.feed(whole, 0, request)).isEqualTo(request);
        assertThat(reader.progress()).isEqualTo(RequestReader.Progress.READING);

        reader.endOfInput();

        assertThat(reader.progress()).isEqualTo(RequestReader.Progress.REFUSED);
        assertThat(reader.settingsWarnings()).containsExactly(C + "Connection reset by peer");
        assertThat(reader.request()).isPresent();
    }

    @Test
    void shouldKeepItsVerdictWhateverComesAfter() {
        RequestReader reader = read(V37, bytes("bogus|"));

        assertThat(reader.feed(bytes("x|"), 0, 2)).isZero();
        reader.endOfInput();
        reader.timedOut();

        assertThat(reader.requestWarnings()).hasSize(2);
    }

    @Test
    void shouldNotBufferAnEndlessName() {
        RequestReader reader = new RequestReader(V37);
        byte[] junk = bytes("n".repeat(100));
        for (int i = 0; i < 3; i++) {
            reader.feed(junk, 0, junk.length);
        }

        assertThat(reader.requestWarnings().get(0))
                .isEqualTo("unexpected attribute " + "n".repeat(256) + " from plaintext (expecting: remote_endpoint)");
    }

    @Test
    void shouldNotBufferAnEndlessValue() {
        RequestReader reader = read(V37, bytes("remote_endpoint|"));
        byte[] junk = bytes("v".repeat(4096));
        int portions = 0;
        while (reader.progress() == RequestReader.Progress.READING && portions < 1000) {
            reader.feed(junk, 0, junk.length);
            portions++;
        }

        assertThat(portions).isEqualTo(64);
        assertThat(reader.requestWarnings()).containsExactly(
                "attribute list from plaintext is longer than 262144 bytes", B + "Bad message");
    }

    @Test
    void shouldBoundRequestAndSettingsTogether() {
        byte[] input = replaced(load("3.7.11-client-request"), "CAfile||", "CAfile|" + "v".repeat(262_144 - 1100) + "|");

        assertThat(read(V37, input).settingsWarnings().get(0)).startsWith("attribute list from plaintext is longer than");
    }

    @Test
    void shouldTakeTheLargestArrayThatPostfixTakes() {
        byte[] input = replaced(load("3.7.11-client-request"), "argv_size|0|", "argv_size|1024|" + "argv_value|p|".repeat(1024));

        assertThat(read(V37, input).settled().orElseThrow().client().orElseThrow().start().match().patterns()).hasSize(1024);
    }
}
