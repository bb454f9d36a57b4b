package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.log.Fatal;

class AssignmentTest {

    @ParameterizedTest
    @ValueSource(strings = {"a=b c", "a = b c", " a =  b c ", "a\t=\tb c"})
    void shouldTrimBlanksAroundNameAndValue(String option) {
        assertThat(Assignment.ofOption(option)).isEqualTo(new Assignment("a", "b c"));
    }

    @Test
    void shouldKeepLaterEqualsSigns() {
        assertThat(Assignment.ofOption("a=b=c")).isEqualTo(new Assignment("a", "b=c"));
        assertThat(Assignment.ofOption("a=")).isEqualTo(new Assignment("a", ""));
    }

    @Test
    void shouldTakeIdleAndUseOptionsAsOverrides() {
        assertThat(Assignment.maxIdle("5m")).isEqualTo(new Assignment("max_idle", "5m"));
        assertThat(Assignment.maxUse(" 7 ")).isEqualTo(new Assignment("max_use", "7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "a b=foo", "a b"})
    void shouldRefuseAnOptionWithoutEqualsSign(String option) {
        assertThatThrownBy(() -> Assignment.ofOption(option)).isInstanceOf(Fatal.class)
            .hasMessage("invalid \"-o " + option + "\" option value: missing '=' after attribute name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=foo", " =foo", "", "  "})
    void shouldRefuseAnOptionWithoutName(String option) {
        assertThatThrownBy(() -> Assignment.ofOption(option)).isInstanceOf(Fatal.class)
            .hasMessage("invalid \"-o " + option + "\" option value: missing attribute name");
    }
}
