package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterTableTest {

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            names.add(parameter.name());
        }
        return names;
    }

    @Test
    void shouldFetchEveryRowOnce() {
        int rows = 0;
        for (ParameterRole role : ParameterRole.values()) {
            rows += ParameterTable.of(role).size();
        }
        assertThat(names()).hasSize(rows).doesNotHaveDuplicates();
    }

    @Test
    void shouldFetchTheLevelThenTheMailSystemThenInheritedSettingsBeforeThoseThatInheritThem() {
        assertThat(names()).startsWith("compatibility_level")
            .containsSubsequence("max_use", "smtpd_tls_ccert_verifydepth", "smtp_tls_scert_verifydepth", "tlsproxy_tls_ccert_verifydepth",
                "smtpd_tls_cert_file", "smtp_tls_cert_file", "tlsproxy_tls_cert_file", "tlsproxy_client_cert_file", "smtpd_use_tls",
                "tlsproxy_use_tls", "tlsproxy_watchdog_timeout", "tls_high_cipherlist");
    }

    @Test
    void shouldExplainEveryRow() {
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            assertThat(parameter.meaning()).as(parameter.name()).isNotBlank();
        }
    }

    @Test
    void shouldListTheDefaultsOfARowOldestFirst() {
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            assertThat(parameter.defaults()).as(parameter.name()).isNotEmpty()
                .isSortedAccordingTo((a, b) -> a.since().compareTo(b.since()));
        }
    }

    @Test
    void shouldChooseTheDefaultOfTheRelease() {
        Parameter list = ParameterTable.of(ParameterRole.GLOBAL).stream().filter(row -> row.name().equals("tls_high_cipherlist")).findAny().orElseThrow();
        assertThat(list.defaultIn(MailVersion.of("3.7.11"))).isEqualTo("aNULL:-aNULL:HIGH:@STRENGTH");
        assertThat(list.defaultIn(MailVersion.of("3.8.0"))).startsWith("aNULL:-aNULL:HIGH:!SEED");
        assertThat(list.defaultIn(MailVersion.of("3.12-20260821"))).startsWith("aNULL:-aNULL:HIGH:!SEED");
    }
}
