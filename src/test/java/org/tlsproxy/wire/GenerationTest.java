package org.tlsproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.wire.Captures.generation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationTest {

    @ParameterizedTest
    @CsvSource({"3.4.0,18", "3.4.29,18", "3.5.0,18", "3.5.19,18", "3.5.20,20", "3.5.25,20", "3.6.0,18", "3.6.9,18", "3.6.10,20",
        "3.7.5,18", "3.7.6,20", "3.7.11,20", "3.8.0,17", "3.8.1,19", "3.8.11,19", "3.9.0,19", "3.9.14,19", "3.10.4,19",
        "3.11.0,18", "3.11.6,18", "3.12-20260821,19"})
    void shouldKnowWhichParametersClientsSend(String version, int count) {
        assertThat(Params.clientNames(generation(version))).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource({"3.4.29,21", "3.5.25,21", "3.6.0,22", "3.8.11,22", "3.9.14,24", "3.10.0,25", "3.11.6,25", "3.12-20260429,25",
        "3.12-20260514,26", "3.12-20260821,26"})
    void shouldReportExactlyTheAttributesThatAReleaseWants(String version, int count) {
        assertThat(attributes(Samples.report().printed(generation(version)))).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({"3.12-20260410,48", "3.12-20260428,48", "3.12-20260429,50", "3.12-20260513,50", "3.12-20260514,52", "3.12.0,52"})
    void shouldKnowTheServerSettingsOfSnapshots(String version, int count) {
        assertThat(attributes(Samples.serverSettings(generation(version)).printed(generation(version)))).isEqualTo(count);
    }

    private static int attributes(byte[] list) {
        int nuls = 0;
        for (byte b : list) {
            nuls += b == 0 ? 1 : 0;
        }
        return (nuls - 1) / 2;
    }

    @Test
    void shouldKnowWhoSpeaksFirst() {
        assertThat(generation("3.5.25").has(Trait.ANNOUNCEMENT)).isFalse();
        assertThat(generation("3.6.0").has(Trait.ANNOUNCEMENT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"3.12-20260409,false", "3.12-20260410,true", "3.12,true", "3.12.0-RC1,true", "3.11.6,false", "4.0.1,true"})
    void shouldOrderSnapshotsBeforeTheirRelease(String version, boolean serverSettings) {
        assertThat(generation(version).has(Trait.SERVER_SETTINGS)).isEqualTo(serverSettings);
    }

    @Test
    void shouldIgnoreWhatAVendorAppends() {
        assertThat(generation(" 3.7.5-0+deb12u1\n").has(Trait.CONFIG_FILE)).isFalse();
        assertThat(generation("3.7.11-0+deb12u1").has(Trait.CONFIG_FILE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "postfix", "3.", "3.x", "2.11.0", "3.3.22", "3.5.x"})
    void shouldNotGuessAVersion(String version) {
        assertThat(Generation.of(version)).isEmpty();
    }
}
