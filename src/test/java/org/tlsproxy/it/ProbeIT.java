package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What tlsproxy-probe tells a monitoring system. */
@ExtendWith(SharedPostfix.class)
class ProbeIT {

    private static final int OK = 0;
    private static final int WARNING = 1;
    private static final int CRITICAL = 2;
    private static final int UNKNOWN = 3;

    private final PostfixInstance mx;

    ProbeIT(PostfixInstance mx) {
        this.mx = mx;
    }

    @BeforeEach
    void onlyForAServiceThatKnowsTheQuestion() {
        Assumptions.assumeFalse(ServiceUnderTest.isReference(), "the C program knows the question from Postfix 3.12 on");
    }

    private static Command probe(String... arguments) {
        List<String> words = new ArrayList<>(List.of(ServiceUnderTest.executable().resolveSibling("tlsproxy-probe").toString()));
        words.addAll(List.of(arguments));
        return Command.run("", words);
    }

    @Test
    void shouldSayThatTheServerRoleIsAvailable() {
        Command result = probe("-w", "60", "-t", "60", mx.socket("tlsproxy").toString());

        assertThat(result.output()).startsWith("TLSPROXY OK - server role available | time=");
        assertThat(result.exit()).isEqualTo(OK);
    }

    @Test
    void shouldSayWhenTheAnswerIsLate() {
        Command result = probe("-w", "0", "-t", "60", mx.socket("tlsproxy").toString());

        assertThat(result.output()).startsWith("TLSPROXY WARNING - server role available | time=");
        assertThat(result.exit()).isEqualTo(WARNING);
    }

    @Test
    void shouldSayThatNobodyListens(@TempDir Path directory) {
        Command result = probe(directory.resolve("nothing").toString());

        assertThat(result.output()).startsWith("TLSPROXY CRITICAL - ");
        assertThat(result.exit()).isEqualTo(CRITICAL);
    }

    @Test
    void shouldNotWaitLongerThanItWasTold(@TempDir Path directory) throws IOException {
        Path silent = directory.resolve("silent");
        try (UnixServerSocketChannel server = UnixServerSocketChannel.open()) {
            server.socket().bind(new UnixSocketAddress(silent.toFile()));
            Command result = probe("-t", "0.3", silent.toString());

            assertThat(result.output()).startsWith("TLSPROXY CRITICAL - ");
            assertThat(result.exit()).isEqualTo(CRITICAL);
        } finally {
            Files.deleteIfExists(silent);
        }
    }

    @Test
    void shouldNoticeAnotherKindOfService() {
        Command result = probe(mx.socket("tlsmgr").toString());

        assertThat(result.output()).contains("unexpected protocol tlsmgr_protocol");
        assertThat(result.exit()).isEqualTo(CRITICAL);
    }

    @Test
    void shouldRefuseARoleThatDoesNotExist() {
        Command result = probe("-r", "peer");

        assertThat(result.output()).isEqualToIgnoringNewLines("TLSPROXY UNKNOWN - no such role: peer");
        assertThat(result.exit()).isEqualTo(UNKNOWN);
    }
}
