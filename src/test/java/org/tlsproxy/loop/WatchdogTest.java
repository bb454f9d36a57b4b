package org.tlsproxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private static final int SIGALRM = 14;

    private static Process frozen(String how) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xrs", "-cp", System.getProperty("java.class.path"), FrozenLoop.class.getName(), how)
            .redirectErrorStream(true).start();
    }

    @Test
    void shouldSayWhereTheLoopHangsAndEndTheProcess() throws Exception {
        Process process = frozen("speaks");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("stuck in hang");
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void shouldBeEndedByTheKernelWhenNoThreadOfItCanAct() throws Exception {
        Process process = frozen("mute");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + SIGALRM);
    }
}
