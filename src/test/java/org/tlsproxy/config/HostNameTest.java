package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

    private final RecordingLogger logger = new RecordingLogger();

    @ParameterizedTest
    @ValueSource(strings = {"foo", "mx.example.org", "foo_bar", "_", "a-b.c", "1a", "x.123", "3com.com"})
    void shouldAcceptHostNames(String name) {
        assertThat(HostName.isValid(name, logger)).isTrue();
        assertThat(logger.warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-foo.x,misplaced hyphen", "foo-.x,misplaced hyphen", "-,misplaced hyphen", "a..b,misplaced delimiter", ".foo,misplaced delimiter",
        "foo.,misplaced delimiter", "1.2.3.4,numeric hostname", "1234,numeric hostname", "[1.2.3.4],invalid character 91(decimal)",
        "f*o,invalid character 42(decimal)", "f o,invalid character 32(decimal)", "f\u00e9o,invalid character 233(decimal)"})
    void shouldSayWhatIsWrong(String name, String fault) {
        assertThat(HostName.isValid(name, logger)).isFalse();
        assertThat(logger.warnings).containsExactly("valid_hostname: " + fault + ": " + name);
    }

    @Test
    void shouldBoundNamesAndLabels() {
        String label = "a".repeat(63);
        assertThat(HostName.isValid(label + ".x", logger)).isTrue();
        assertThat(HostName.isValid(label + "a.x", logger)).isFalse();
        String name = (label + ".").repeat(4);
        assertThat(HostName.isValid(name, logger)).isFalse();
        assertThat(HostName.isValid("", logger)).isFalse();
        assertThat(logger.warnings).containsExactly("valid_hostname: hostname label too long: " + label + "a.x",
            "valid_hostname: bad length 256 for " + name.substring(0, 100) + "...", "valid_hostname: bad length 0 for ");
    }
}
