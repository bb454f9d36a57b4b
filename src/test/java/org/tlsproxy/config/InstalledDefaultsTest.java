package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstalledDefaultsTest {

    private static Object value(String output, String name) {
        return InstalledDefaults.parse(output).layer().getProperty(name);
    }

    @Test
    void shouldKeepTheBlankAtTheEndOfADefault() {
        assertThat(value("a = x \nb =\nc = \n", "a")).isEqualTo("x ");
        assertThat(value("a = x \nb =\nc = \n", "b")).isEqualTo("");
        assertThat(value("a = x \nb =\nc = \n", "c")).isEqualTo("");
    }

    @Test
    void shouldJoinFoldedValues() {
        assertThat(value("a = x\n    y\n    z\nb = = 1\n", "a")).isEqualTo("x    y    z");
        assertThat(value("a = x\n    y\n    z\nb = = 1\n", "b")).isEqualTo("= 1");
    }

    @Test
    void shouldKnowTheVersion() {
        assertThat(InstalledDefaults.parse("mail_version = 3.9.1\n").version()).contains(MailVersion.of("3.9.1"));
        assertThat(InstalledDefaults.parse("").version()).isEmpty();
    }

    @Test
    void shouldIgnoreLinesThatAreNoSettings() {
        assertThat(InstalledDefaults.parse("warning\n\na = b").has("a")).isTrue();
        assertThat(InstalledDefaults.parse("warning\n").isEmpty()).isTrue();
    }

    @Test
    void shouldAskForEveryParameterThatPostfixDecides() {
        assertThat(InstalledDefaults.names()).contains("mail_version", "smtpd_tls_cert_file", "tls_high_cipherlist", "max_idle")
            .doesNotContain("process_id", "tlsproxy_client_security_level", "tlsproxy_service_name").doesNotHaveDuplicates();
    }
}
