package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultSettingsTest {

    private final Settings settings = DefaultSettings.with(Map.of("queue_directory", "/q", "smtpd_tls_security_level", "may"));

    @Test
    void shouldHaveEveryParameterThatAWorkerMayAskFor() {
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            boolean ofPostfix = parameter.source() == Parameter.Source.INSTALLED || parameter.source() == Parameter.Source.OURS;
            assertThat(settings.names().contains(parameter.name())).as(parameter.name()).isEqualTo(ofPostfix);
        }
    }

    @Test
    void shouldTakeWhatIsGiven() {
        assertThat(settings.text("queue_directory")).isEqualTo("/q");
    }

    @Test
    void shouldFollowAReferenceToAnotherParameter() {
        assertThat(settings.text("tlsproxy_tls_security_level")).isEqualTo("may");
    }

    @Test
    void shouldSurviveTheWayToAWorker() {
        assertThat(Settings.decode(settings.encode()).names()).isEqualTo(settings.names());
    }
}
