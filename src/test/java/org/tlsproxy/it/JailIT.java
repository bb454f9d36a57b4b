package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker would have after taking over the process that speaks with the network: little. */
@ExtendWith(SharedPostfix.class)
class JailIT {

    private final PostfixInstance mx;

    JailIT(PostfixInstance mx) {
        this.mx = mx;
    }

    /** Every thread of every process that holds sessions of the service; it has served one. */
    private List<Map<String, String>> threads(String service) throws IOException {
        Session.ping(mx.socket(service));
        List<ProcessView> workers = Processes.workersOf(mx, service);
        assertThat(workers).isNotEmpty();
        List<Map<String, String>> threads = workers.stream().flatMap(each -> each.threads().stream()).toList();
        assertThat(threads).isNotEmpty();
        return threads;
    }

    private static String idOf(String option) {
        return Command.mustRun("id", option, "postfix").output().strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"watched", "jailed"})
    void shouldRunAsTheMailOwnerInEveryThread(String service) throws IOException {
        String uid = idOf("-u");
        String gid = idOf("-g");
        List<String> groups = List.of(idOf("-G").split(" "));
        assertThat(threads(service)).allSatisfy(thread -> {
            assertThat(thread).containsEntry("Uid", String.join(" ", uid, uid, uid, uid));
            assertThat(thread).containsEntry("Gid", String.join(" ", gid, gid, gid, gid));
            assertThat(thread.get("Groups").split(" ")).isSubsetOf(groups);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"watched", "jailed"})
    void shouldHaveNoCapabilityInAnyThread(String service) throws IOException {
        assertThat(threads(service)).allSatisfy(thread -> assertThat(thread)
            .containsEntry("CapEff", "0000000000000000").containsEntry("CapPrm", "0000000000000000")
            .containsEntry("CapInh", "0000000000000000").containsEntry("CapAmb", "0000000000000000"));
    }

    @Test
    void shouldSeeNothingButTheQueueDirectoryWhenChrooted() throws IOException {
        Path queue = mx.queue();
        assertThat(threads("jailed")).allSatisfy(thread -> assertThat(thread).containsEntry("root", queue.toString()));
    }

    @Test
    void shouldKeepTheFileSystemWhenNotChrooted() throws IOException {
        assertThat(threads("watched")).allSatisfy(thread -> assertThat(thread).containsEntry("root", "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"watched", "jailed"})
    @ReferenceDiffers("has neither no_new_privs nor a system call filter")
    void shouldNeverGainPrivilegesAndFilterSystemCallsInEveryThread(String service) throws IOException {
        assertThat(threads(service)).allSatisfy(thread -> assertThat(thread)
            .containsEntry("NoNewPrivs", "1").containsEntry("Seccomp", "2"));
    }

    @Test
    void shouldServeSessionsInTheChroot() throws IOException {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (Session session = Session.through(mx.socket("jailed")).protocols(protocol).open()) {
                session.ping();
            }
        }
    }
}
