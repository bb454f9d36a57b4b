package org.tlsproxy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlySettingsTest {

    @Test
    void shouldSizeTheHeapByTheSessions() {
        assertThat(EarlySettings.parse(List.of()).heapMegabytes()).isEqualTo(32 + 78);
        assertThat(EarlySettings.parse(List.of("worker_session_limit = 1280")).heapMegabytes()).isEqualTo(42);
    }

    @Test
    void shouldTakeAnExplicitHeap() {
        assertThat(EarlySettings.parse(List.of("worker_heap_megabytes = 64", "worker_session_limit = 99999")).heapMegabytes()).isEqualTo(64);
    }

    @Test
    void shouldSplitOptionsAtBlanks() {
        assertThat(EarlySettings.parse(List.of("# c", "worker_java_options =  -Xint   -verbose:gc ")).workerOptions())
            .containsExactly("-Xint", "-verbose:gc");
        assertThat(EarlySettings.parse(List.of("worker_java_options =")).workerOptions()).isEmpty();
    }

    @Test
    void shouldLeaveBadNumbersToTheRealReader() {
        assertThat(EarlySettings.parse(List.of("worker_session_limit = many")).heapMegabytes()).isEqualTo(110);
    }

    @Test
    void shouldDoWithoutAFile() {
        assertThat(EarlySettings.read(List.of(Path.of("/no/such/file"))).workerOptions()).isEmpty();
    }
}
