package org.tlsproxy.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpawnTest {

    private static String outputOf(String script, int... mapped) throws ErrnoException {
        int[] pipe = Descriptors.pipe();
        Descriptors.closeAllOnExec();
        List<Spawn.Mapping> mappings = new java.util.ArrayList<>(List.of(new Spawn.Mapping(pipe[1], 1)));
        for (int i = 0; i + 1 < mapped.length; i += 2) {
            mappings.add(new Spawn.Mapping(mapped[i], mapped[i + 1]));
        }
        int pid = Spawn.start("/bin/bash", List.of("a name", "-c", script), List.of("GREETING=hello there", "PATH=/usr/bin:/bin"), mappings);
        Descriptors.close(pipe[1]);
        long buffer = OffHeap.allocate(65536);
        StringBuilder text = new StringBuilder();
        for (int n = Descriptors.read(pipe[0], buffer, 65536); n > 0; n = Descriptors.read(pipe[0], buffer, 65536)) {
            byte[] bytes = new byte[n];
            OffHeap.get(buffer, bytes, 0, n);
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }
        OffHeap.free(buffer);
        Descriptors.close(pipe[0]);
        await().until(() -> Processes.poll(pid).isPresent());
        return text.toString().trim();
    }

    @Test
    void shouldGiveExactlyTheEnvironment() throws ErrnoException {
        assertThat(outputOf("echo $GREETING; echo ${HOME-no home}")).isEqualTo("hello there\nno home");
    }

    @Test
    void shouldGiveMappedDescriptorsOnly() throws ErrnoException, IOException {
        int[] leak = Descriptors.pipe();
        int[] given = Descriptors.pipe();
        Descriptors.closeOnExec(leak[0], false);
        assertThat(outputOf("for f in /proc/$$/fd/*; do echo ${f##*/} $(readlink $f); done", given[1], 3))
            .contains("3 " + nameOf(given[1])).doesNotContain(nameOf(leak[0]));
        for (int fd : new int[] {leak[0], leak[1], given[0], given[1]}) {
            Descriptors.close(fd);
        }
    }

    /** What /proc calls it, e.g. pipe:[4711]. */
    private static String nameOf(int fd) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
    }

    @Test
    void shouldSwapNumbersWithoutLosingOne() throws ErrnoException {
        int[] a = Descriptors.pipe();
        int[] b = Descriptors.pipe();
        int high = Descriptors.duplicate(a[1], 40);
        int higher = Descriptors.duplicate(b[1], 41);
        outputOf("echo for-b >&" + high + "; echo for-a >&" + higher, high, higher, higher, high);
        assertThat(read(a[0])).isEqualTo("for-a");
        assertThat(read(b[0])).isEqualTo("for-b");
        for (int fd : new int[] {a[0], a[1], b[0], b[1], high, higher}) {
            Descriptors.close(fd);
        }
    }

    private static String read(int fd) {
        long buffer = OffHeap.allocate(100);
        byte[] bytes = new byte[Descriptors.read(fd, buffer, 100)];
        OffHeap.get(buffer, bytes, 0, bytes.length);
        OffHeap.free(buffer);
        return new String(bytes, StandardCharsets.UTF_8).trim();
    }

    @Test
    void shouldResetSignals() throws ErrnoException {
        assertThat(outputOf("grep SigIgn: /proc/self/status")).endsWith("0000000000000000");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThatThrownBy(() -> Spawn.start("/no/such/program", List.of("x"), List.of(), List.of()))
            .isInstanceOf(ErrnoException.class).hasMessage("posix_spawn /no/such/program: No such file or directory");
    }

    @Test
    void shouldTellStatusAndSignal() throws ErrnoException {
        int exits = Spawn.start("/bin/sh", List.of("sh", "-c", "exit 7"), List.of(), List.of());
        int killed = Spawn.start("/bin/sh", List.of("sh", "-c", "kill -9 $$"), List.of(), List.of());
        OptionalInt[] found = {OptionalInt.empty(), OptionalInt.empty()};
        await().until(() -> (found[0] = Processes.poll(exits)).isPresent());
        await().until(() -> (found[1] = Processes.poll(killed)).isPresent());
        assertThat(Processes.decode(found[0].getAsInt())).isEqualTo(new Processes.End(7, 0));
        assertThat(Processes.decode(found[1].getAsInt())).isEqualTo(new Processes.End(-1, 9));
    }
}
