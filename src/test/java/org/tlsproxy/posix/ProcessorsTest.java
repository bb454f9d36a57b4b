package org.tlsproxy.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first line of /proc/stat, as proc(5) describes it. */
class ProcessorsTest {

    @Test
    void shouldCountIdleTimeAndTheWaitForDisks() throws IOException {
        assertThat(Processors.idleMillis("cpu  100 2 30 4000 5 0 7 0 0 0")).isEqualTo(40_050);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "cpu", "cpu 1 2 3 4", "cpu 1 2 3 x 5"})
    void shouldNotGuessFromAnotherLine(String line) {
        assertThatThrownBy(() -> Processors.idleMillis(line)).isInstanceOf(IOException.class).hasMessageContaining("/proc/stat");
    }
}
