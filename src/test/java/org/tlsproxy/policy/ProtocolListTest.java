package org.tlsproxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's column was read from the ClientHello of Postfix 3.7.11's posttls-finger -p. */
class ProtocolListTest {

    private static final PostfixRelease V37 = new PostfixRelease(3, 7);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                             | 4 3 2 1 | 4 3 2 1",
        "!SSLv2                         | 4 3 2 1 | 4 3 2 1",
        "SSLv2                          | 4 3 2 1 | 4 3 2 1",
        "!SSLv2, SSLv2, TLSv1.1         | 2       | 2",
        "!SSLv2, !SSLv3                 | 4 3 2 1 | 4 3 2 1",
        "SSLv3                          | ''      | ''",
        ">=TLSv1                        | 4 3 2 1 | 4 3 2 1",
        ">=                             | 4 3 2 1 | 4 3 2 1",
        "<=                             | 4 3 2 1 | 4 3 2 1",
        "<=none                         | 4 3 2 1 | 4 3 2 1",
        "<=SSLv3                        | ''      | ''",
        "<=0300                         | ''      | ''",
        "<=0301                         | 1       | 1",
        "<=0302                         | 2 1     | 2 1",
        "<=0x0303                       | 3 2 1   | 3 2 1",
        ">=303                          | 4 3     | 4 3",
        ">=+303                         | 4 3     | 4 3",
        ">=0X303                        | 4 3     | 4 3",
        ">=000303                       | 4 3     | 4 3",
        ">=0x0                          | 4 3 2 1 | 4 3 2 1",
        ">=tlsv1.3                      | 4       | 4",
        "tlsv1.2                        | 3       | 3",
        ">= TLSv1.2                     | 3       | 3",
        ">=TLSv1.3, <=TLSv1.2           | ''      | ''",
        ">=TLSv1.2 >=TLSv1              | 4 3 2 1 | 4 3 2 1",
        ">=,>=TLSv1.2,>=                | 4 3 2 1 | 4 3 2 1",
        "TLSv1.1, TLSv1.3               | 4 2     | 2",
        "TLSv1.1,!TLSv1.1,TLSv1.1       | ''      | ''",
        "TLSv1.2, !TLSv1.2              | ''      | ''",
        "!TLSv1.2                       | 4 2 1   | 2 1",
        "!SSLv3:>=TLSv1.1               | 4 3 2   | 4 3 2",
        ">=TLSv1.1, !TLSv1.2, <=TLSv1.3 | 4 2     | 2",
        "!TLSv1 !TLSv1.1 !TLSv1.2 !TLSv1.3 | ''   | ''",
        ">=feff                         | 4 3 2 1 | 4 3 2 1",
    })
    void shouldLeaveTheVersionsThatPostfixUses(String text, String server, String client) {
        ProtocolList list = ProtocolList.parse(text, V37).orElseThrow();

        assertThat(versions(list.enabled())).isEqualTo(server);
        assertThat(versions(list.offered())).isEqualTo(client);
        assertThat(list.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {">=TLSv1.5", "0305", "0303", "!0303", "! TLSv1.3", "<=0x303junk", "<=SSLv2", ">=SSLv2", ">=-1", "None",
        "=TLSv1.2", "<TLSv1.3", "!", "!!TLSv1", ">=100000303", ">=80000000", ">=ffffffff", ">=TLSv1.0", "TLSv1.0", "!FOO",
        "TLSv1.2 FOO", ">=0x"})
    void shouldRefuseTheListsThatPostfixRefuses(String text) {
        assertThat(ProtocolList.parse(text, V37)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({">=0305,minimum,0x0305", "<=0305,maximum,0x0305", "<=771,maximum,0x0771", "<=ffff,maximum,0xffff",
        "<=10000,maximum,0x10000", ">=5,minimum,0x0005", ">=7fffffff,minimum,0x7fffffff"})
    void shouldIgnoreALimitThatNoVersionHasAndSaySo(String text, String which, String number) {
        ProtocolList list = ProtocolList.parse(text, V37).orElseThrow();

        assertThat(list.enabled()).hasSize(4);
        assertThat(list.warnings()).containsExactly("error setting " + which + " TLS version to: " + number);
    }

    @Test
    void shouldNotKnowLimitsBefore36() {
        assertThat(ProtocolList.parse(">=TLSv1", new PostfixRelease(3, 5))).isEmpty();
        assertThat(ProtocolList.parse("!SSLv2, !SSLv3", new PostfixRelease(3, 5))).isPresent();
    }

    @Test
    void shouldNameTheListAndTheConsequence() {
        assertThat(ProtocolList.disablingTls(">=X")).isEqualTo("Invalid TLS protocol list \">=X\": disabling TLS support");
        assertThat(ProtocolList.abortingSession(">=X")).isEqualTo("Invalid TLS protocol list \">=X\": aborting TLS session");
    }

    private static String versions(List<Integer> wire) {
        StringBuilder text = new StringBuilder();
        for (int version : wire) {
            text.append(text.length() > 0 ? " " : "").append(version - 0x0300);
        }
        return text.toString();
    }
}
