package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How many workers there are, and for how long: settings of tlsproxy-java.conf. */
class WorkersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private PostfixInstance mx;

    private void start(String own, String... mainCf) throws IOException {
        Assumptions.assumeFalse(ServiceUnderTest.isReference(), "the C program is one process");
        PostfixSetup setup = new PostfixSetup();
        for (int i = 0; i < mainCf.length; i += 2) {
            setup.setting(mainCf[i], mainCf[i + 1]);
        }
        mx = setup.service("pool").start();
        Files.writeString(mx.configuration().resolve("tlsproxy-java.conf"), own);
    }

    @AfterEach
    void stop() {
        if (mx != null) {
            mx.close();
        }
    }

    private List<Integer> workers() {
        return Processes.workersOf(mx, "pool").stream().map(ProcessView::pid).toList();
    }

    @Test
    void shouldReplaceAWornOutWorkerWithoutLosingASession() throws IOException {
        start("worker_use_factor = 1\n", "max_use", "10");
        Session.ping(mx.socket("pool"));
        List<Integer> first = workers();
        assertThat(first).hasSize(1);
        try (Session open = Session.through(mx.socket("pool")).open()) {
            await().atMost(PATIENCE).until(() -> {
                Session.ping(mx.socket("pool"));
                return workers().stream().anyMatch(pid -> !first.contains(pid));
            });
            Session.ping(mx.socket("pool"));
            open.ping();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(workers()).doesNotContainAnyElementsOf(first));
        Session.ping(mx.socket("pool"));
    }

    @Test
    void shouldRefuseABadSettingWithOneMessageThatNamesEverything() throws IOException {
        start("worker_limit = many\n");
        long mark = mx.log().mark();
        try (ProxyClient client = ProxyClient.connect(mx.socket("pool"))) {
            mx.log().awaitMatch(mark, "^fatal: .*tlsproxy-java\\.conf.*worker_limit");
        }
    }

    @Test
    void shouldInterruptNobodyWhoHasTheProcessor() throws IOException {
        start("");
        Session.ping(mx.socket("pool"));
        assertThat(workers()).isNotEmpty().allSatisfy(pid -> assertThat(policies(pid)).containsOnly("SCHED_BATCH"));
        int launcher = Processes.workersOf(mx, "pool").get(0).parent();
        assertThat(policies(launcher)).contains("SCHED_BATCH");
    }

    /** The scheduling policy of each of a process's threads. */
    private static List<String> policies(int pid) {
        return Command.mustRun("chrt", "--all-tasks", "--pid", String.valueOf(pid)).output().lines()
            .filter(line -> line.contains("policy")).map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
    }
}
