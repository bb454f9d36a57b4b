package org.tlsproxy.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody can do who runs code of his own in a worker. Needs root, to go into a jail. */
class JailBreakIT {

    private static final int NOBODY = 65_534;
    private static final int KILLED_BY_SIGSYS = 128 + 31;

    @TempDir
    private Path root;

    @BeforeEach
    void furnishTheCell() throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(root.resolve("inside"), "");
    }

    private record Run(int exit, List<String> lines) { }

    private Run imprison(String filter, String last) throws Exception {
        List<String> words = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx64m", "-XX:+UseSerialGC",
            "-cp", System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 24) {
            words.addAll(1, List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        words.addAll(List.of(Prisoner.class.getName(), root.toString(), String.valueOf(NOBODY), String.valueOf(NOBODY), filter, last));
        File output = File.createTempFile("prisoner", ".out");
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readAllLines(output.toPath(), StandardCharsets.ISO_8859_1));
        } finally {
            process.destroyForcibly();
            Files.delete(output.toPath());
        }
    }

    @ParameterizedTest
    @EnumSource(value = JailPlan.Filter.class, names = {"DENY", "ALLOW"})
    void shouldRefuseEveryWayOut(JailPlan.Filter filter) throws Exception {
        Run run = imprison(filter.name(), "none");
        assertThat(run.lines()).contains("open inside succeeded", "open outside errno 2", "socket AF_UNIX succeeded", "dumpable 0");
        assertThat(run.lines()).filteredOn(line -> line.endsWith("succeeded"))
            .containsExactly("warm succeeded", "open inside succeeded", "socket AF_UNIX succeeded");
        assertThat(run.lines()).contains("socket AF_INET errno 1", "socket AF_INET6 errno 1", "socket AF_NETLINK errno 1", "ptrace errno 1",
            "kill errno 1", "setuid errno 1", "setresuid errno 1", "chroot errno 1", "mount errno 1", "mkdir errno 1", "chmod errno 1",
            "unlink errno 1", "process_vm_readv errno 1");
        assertThat(run.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"execve", "fork"})
    void shouldEndWhoTriesToRunAProgram(String last) throws Exception {
        Run run = imprison("DENY", last);
        assertThat(run.exit()).isEqualTo(KILLED_BY_SIGSYS);
        assertThat(run.lines()).last().isEqualTo("dumpable 0");
    }

    /** What the user's rights refuse without any filter. */
    @ParameterizedTest
    @ValueSource(strings = {"NONE"})
    void shouldHaveNoRightsEvenWithoutAFilter(String filter) throws Exception {
        assertThat(imprison(filter, "none").lines()).contains("open outside errno 2", "setuid errno 1", "setresuid errno 1", "chroot errno 1",
            "mount errno 1", "mkdir errno 13", "chmod errno 1", "unlink errno 13", "kill errno 1", "dumpable 0");
    }
}
