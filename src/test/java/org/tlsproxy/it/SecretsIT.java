package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Private keys stay where they are: with root on the disk, and in the memory of workers, of which nobody gets a copy. */
@ExtendWith(SharedPostfix.class)
class SecretsIT {

    private final PostfixInstance mx;

    SecretsIT(PostfixInstance mx) {
        this.mx = mx;
    }

    private ProcessView worker() throws IOException {
        Session.ping(mx.socket("watched"));
        List<ProcessView> workers = Processes.workersOf(mx, "watched");
        assertThat(workers).isNotEmpty();
        return workers.get(0);
    }

    private List<String> keyLines() throws IOException {
        return Files.readAllLines(mx.certificates().path("both.chain")).stream().filter(line -> line.length() > 40).toList();
    }

    @Test
    void shouldKeepKeysOutOfEnvironmentArgumentsAndLog() throws IOException {
        ProcessView worker = worker();
        List<String> secrets = keyLines();
        assertThat(secrets).isNotEmpty();
        String shown = String.join("\n", worker.environment()) + String.join("\n", worker.arguments()) + mx.log().since(0);
        assertThat(secrets).noneMatch(shown::contains);
        assertThat(worker.environment()).noneMatch(each -> each.matches("(?i).*(key|secret|password).*=.*"));
    }

    @Test
    void shouldServeWithAKeyThatItsUserCannotRead() throws IOException {
        worker();
        Command cat = Command.run("setpriv", "--reuid=postfix", "--regid=postfix", "--clear-groups", "cat",
            mx.certificates().path("both.chain").toString());
        assertThat(cat.exit()).isNotZero();
        assertThat(cat.output()).contains("Permission denied");
    }

    /** What is not dumpable belongs to root in /proc, whoever it runs as: nobody of its own user can trace it or read its memory. */
    @Test
    @ReferenceDiffers("is dumpable as other daemons are")
    void shouldLetNobodyReadItsMemory() throws IOException {
        ProcessView worker = worker();
        Path memory = Path.of("/proc", String.valueOf(worker.pid()), "mem");
        assertThat(Files.getOwner(memory).getName()).isEqualTo("root");
        Command read = Command.run("setpriv", "--reuid=postfix", "--regid=postfix", "--clear-groups", "head", "-c", "1", memory.toString());
        assertThat(read.exit()).isNotZero();
    }

    @Test
    @ReferenceDiffers("leaves the limit as it is")
    void shouldLeaveNoCoreFile() throws IOException {
        String limits = Files.readString(Path.of("/proc", String.valueOf(worker().pid()), "limits"));
        assertThat(limits).containsPattern("Max core file size +0 +0 ");
    }
}
