package org.tlsproxy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.log.Fatal;

class ArgumentsTest {

    private static Arguments parse(String... argv) {
        return Arguments.parse("tlsproxy", List.of(argv));
    }

    @Test
    void shouldUnderstandWhatMasterSends() {
        Arguments a = parse("-z", "-n", "tlsproxy-real", "-t", "unix", "-d", "-u", "-c", "-v");
        a.require();
        assertThat(a.serviceName()).isEqualTo("tlsproxy-real");
        assertThat(a.transport()).isEqualTo("unix");
        assertThat(a.unlimited() && a.notDetached() && a.unprivileged() && a.chroot()).isTrue();
        assertThat(a.verbose()).isEqualTo(1);
        assertThat(a.sockets()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheProgramsNameForTheService() {
        assertThat(parse("-z", "-t", "unix").serviceName()).isEqualTo("tlsproxy");
    }

    @Test
    void shouldKeepOverridesInOrder() {
        assertThat(parse("-o", "a=b", "-i", "5s", "-om=n", "-m3").overrides()).containsExactly("a=b", "max_idle=5s", "m=n", "max_use=3");
    }

    @Test
    void shouldReadBundledOptionsAsGetoptDoes() {
        Arguments a = parse("-zvvt", "unix", "-s2");
        assertThat(a.verbose()).isEqualTo(2);
        assertThat(a.transport()).isEqualTo("unix");
        assertThat(a.sockets()).isEqualTo(2);
    }

    @Test
    void shouldStopAtOperands() {
        assertThat(parse("-z", "--", "-v").operands()).containsExactly("-v");
        assertThat(parse("-z", "word", "-v").operands()).containsExactly("word", "-v");
    }

    @Test
    void shouldTakeARetirementTime() {
        assertThat(parse("-r", "30").retirement()).isEqualTo(Optional.of(30));
    }

    @ParameterizedTest
    @CsvSource({
        "-x, invalid option: x", "-r 0, invalid retirement time: 0", "-r x, invalid retirement time: x", "-s 0, invalid socket_count: 0",
        "-s -1, invalid socket_count: -1", "-n, invalid option: n"})
    void shouldRefuseBadOptions(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" "))).isInstanceOf(Fatal.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "-t unix, service tlsproxy requires a process limit of 0", "-z, no transport type specified",
        "-z -t carrier, unsupported transport type: carrier", "-n x -t unix, service x requires a process limit of 0"})
    void shouldCheckRequirements(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" ")).require()).isInstanceOf(Fatal.class).hasMessage(message);
    }

    @Test
    void shouldNotAskForTransportWhenAlone() {
        parse("-S").require();
        assertThat(parse("-S").standAlone()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"353, 235", "0, 0", "37777777777, -1"})
    void shouldReadGenerationsInOctal(String text, int value) {
        assertThat(StatusChannel.generation(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"9", "abc", "12x", "''", "-1"})
    void shouldRefuseOtherGenerations(String text) {
        assertThatThrownBy(() -> StatusChannel.generation(text)).isInstanceOf(Fatal.class).hasMessage("bad generation: " + text);
    }

    @ParameterizedTest
    @CsvSource({"0, 100, 100, 10000", "0, 0, 100, 18000", "0, 100, 0, 18000", "0, 200, 100, 18000", "3, 100, 100, 3", "0, 180, 100, 18000"})
    void shouldRetireByPostfixFormula(int option, int maxIdle, int maxUse, long seconds) {
        assertThat(LifeCycle.retirementMillis(option, maxIdle, maxUse)).isEqualTo(seconds * 1000);
    }
}
