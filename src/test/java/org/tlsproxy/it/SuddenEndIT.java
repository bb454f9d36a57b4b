package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that end without having been asked: who suffers, who does not, and what the mail log says. */
class SuddenEndIT {

    /** A second on a quiet machine; tests run on busy ones. */
    private static final Duration REPLACED = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int FULL = 3;

    private static PostfixInstance mx;

    @BeforeAll
    static void start() {
        mx = new PostfixSetup().own("worker_session_limit = " + FULL, "worker_limit = 3")
            .service("pair").service("lone").service("handed").service("held").service("looping").service("led").service("frozen").start();
    }

    @AfterAll
    static void end() {
        mx.close();
    }

    private static Session open(String service) throws IOException {
        Session session = Session.through(mx.socket(service)).open();
        session.ping();
        return session;
    }

    private static ProcessView onlyWorker(String service) {
        List<ProcessView> workers = Processes.workersOf(mx, service);
        assertThat(workers).hasSize(1);
        return workers.get(0);
    }

    @Test
    @ReferenceDiffers("is one process: all its sessions end with it")
    void shouldLoseNoSessionsButThoseOfTheWorkerThatWasKilled() throws IOException {
        List<Session> doomed = new ArrayList<>();
        for (int i = 0; i < FULL; i++) {
            doomed.add(open("pair"));
        }
        ProcessView first = onlyWorker("pair");
        try (Session elsewhere = open("pair")) {
            long mark = mx.log().mark();
            first.signal(Native.SIGKILL);
            for (Session each : doomed) {
                assertThat(each.client().readToEnd()).isEmpty();
                each.close();
            }
            elsewhere.ping();
            Session.ping(mx.socket("pair"));
            mx.log().awaitText(mark, "warning: worker " + first.pid() + " ended: killed by signal 9, " + FULL + " sessions lost");
        }
    }

    /** The JVM turns SIGSEGV into an end of its own. */
    @ParameterizedTest
    @ValueSource(ints = {Native.SIGABRT, Native.SIGSEGV, Native.SIGTERM})
    @ReferenceDiffers("is restarted by master, which says so")
    void shouldSayHowAWorkerEndedAndServeAgain(int signal) throws IOException {
        try (Session lost = open("lone")) {
            long mark = mx.log().mark();
            ProcessView worker = onlyWorker("lone");
            worker.signal(signal);
            assertThat(lost.client().readToEnd()).isEmpty();
            long start = System.nanoTime();
            Session.ping(mx.socket("lone"));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.println("a session after signal " + signal + ": " + took.toMillis() + " ms");
            assertThat(took).isLessThan(REPLACED);
            mx.log().awaitMatch(mark, "^warning: worker " + worker.pid() + " ended: (killed by signal " + signal + "|killed by signal 6"
                + "|exit status 1), 1 session lost$");
        }
    }

    @Test
    @ReferenceDiffers("takes its connections itself")
    void shouldGiveToAnotherWhatAWorkerHadNotTakenWhenItDied() throws Exception {
        Session.ping(mx.socket("handed"));
        ProcessView worker = onlyWorker("handed");
        worker.stop();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int i = 0; i < FULL; i++) {
            clients.add(Background.run(() -> Session.ping(mx.socket("handed"))));
        }
        worker.signal(Native.SIGKILL);
        long start = System.nanoTime();
        for (CompletableFuture<Void> each : clients) {
            each.get(30, TimeUnit.SECONDS);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println(FULL + " sessions that a worker had not taken when it died: " + took.toMillis() + " ms");
        assertThat(took).isLessThan(REPLACED);
    }

    /** Each time a worker serves it is killed: attempts become rarer, and the service recovers when that stops. */
    @Test
    @ReferenceDiffers("leaves that to master(8)")
    void shouldBackOffWhenWorkersKeepDying() throws Exception {
        Set<Integer> seen = new HashSet<>();
        Session.ping(mx.socket("looping"));
        await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(60)).until(() -> {
            Processes.workersOf(mx, "looping").stream().filter(each -> each.parent() != mx.masterPid() && isJailed(each))
                .filter(each -> seen.add(each.pid())).forEach(each -> each.signal(Native.SIGKILL));
            return seen.size() == 3;
        });
        long third = System.nanoTime();
        await().atMost(Duration.ofSeconds(30)).until(() -> Processes.workersOf(mx, "looping").stream().anyMatch(each ->
            each.parent() != mx.masterPid() && !seen.contains(each.pid())));
        assertThat(Duration.ofNanos(System.nanoTime() - third)).as("until the fourth worker").isGreaterThan(Duration.ofMillis(1500));
        Session.ping(mx.socket("looping"));
    }

    private static boolean isJailed(ProcessView worker) {
        return worker.threads().stream().anyMatch(thread -> "2".equals(thread.get("Seccomp")));
    }

    /** It may have a copy of the connection still, and does not get to close it. */
    @Test
    @ReferenceDiffers("is one process")
    void shouldTellAClientTheEndWhileTheLauncherIsFrozen() throws IOException {
        Session.ping(mx.socket("held"));
        ProcessView launcher = Processes.ofService(mx, "held").get(0);
        try (Session session = open("held")) {
            launcher.stop();
            session.peer().closeNotify();
            assertThat(session.client().readToEnd()).isEmpty();
        } finally {
            launcher.signal(Native.SIGCONT);
        }
    }

    @Test
    @ReferenceDiffers("is one process")
    void shouldFinishSessionsWhenTheLauncherIsKilled() throws IOException {
        try (Session session = open("led")) {
            ProcessView launcher = Processes.ofService(mx, "led").get(0);
            launcher.signal(Native.SIGKILL);
            await().atMost(SOON).until(() -> !launcher.alive());
            session.ping();
            Session.ping(mx.socket("led"));
            assertThat(Processes.ofService(mx, "led").get(0).pid()).isNotEqualTo(launcher.pid());
            session.ping();
            session.client().close();
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.CLOSE_NOTIFY);
        }
    }

    /** The thread with the event loop stops as it might in an endless loop; its process goes on. */
    @Test
    @ReferenceDiffers("hangs until its watchdog ends it")
    void shouldServeOthersWhileAnEventLoopIsFrozenAndEndIt() throws Exception {
        List<Session> stuck = new ArrayList<>();
        for (int i = 0; i < FULL; i++) {
            stuck.add(open("frozen"));
        }
        ProcessView worker = onlyWorker("frozen");
        long mark = mx.log().mark();
        try (Session elsewhere = open("frozen")) {
            CountDownLatch thaw = new CountDownLatch(1);
            CompletableFuture<Void> frost = Background.run(() -> {
                for (int thread : javaThreads(worker)) {
                    Native.freeze(thread);
                }
                thaw.await();
            });
            Session.ping(mx.socket("frozen"));
            elsewhere.ping();
            assertThat(frost).isNotDone();
            mx.log().awaitMatch(mark, "^warning: worker " + worker.pid() + ".*watchdog", Duration.ofSeconds(30));
            await().atMost(SOON).until(() -> !worker.alive());
            elsewhere.ping();
            thaw.countDown();
            frost.get(10, TimeUnit.SECONDS);
        }
        for (Session each : stuck) {
            each.close();
        }
    }

    /** The thread that runs main: not the process's first one, which only waits for it. */
    private static List<Integer> javaThreads(ProcessView worker) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(worker.pid()), "task"))) {
            return tasks.filter(task -> !task.endsWith(String.valueOf(worker.pid()))).filter(SuddenEndIT::isJava)
                .map(task -> Integer.parseInt(task.getFileName().toString())).toList();
        }
    }

    private static boolean isJava(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip().matches("java|main");
        } catch (IOException e) {
            return false;       // ended meanwhile
        }
    }

    @Test
    @ReferenceDiffers("has no heap")
    void shouldReplaceAWorkerThatIsOutOfMemory() throws Exception {
        try (PostfixInstance small = new PostfixSetup().own("worker_java_options = -Xmx14m").service("small").start()) {
            Session.ping(small.socket("small"));
            long mark = small.log().mark();
            int worker = Processes.workersOf(small, "small").get(0).pid();
            List<ProxyClient> greedy = new ArrayList<>();
            byte[] unfinished = new byte[4000];
            Arrays.fill(unfinished, (byte) 'x');
            System.arraycopy("remote_endpoint\0".getBytes(StandardCharsets.US_ASCII), 0, unfinished, 0, 16);
            for (int i = 0; i < 4000; i++) {
                ProxyClient client = ProxyClient.connect(small.socket("small"));
                greedy.add(client);
                client.write(unfinished);
            }
            small.log().awaitMatch(mark, "^warning: worker " + worker + " ended: exit status 3, [0-9]+ sessions lost$", Duration.ofSeconds(20));
            for (ProxyClient each : greedy) {
                each.close();
            }
            Session.ping(small.socket("small"));
            assertThat(small.log().textsSince(mark, "worker " + worker + ": Terminating due to java.lang.OutOfMemoryError")).hasSize(1);
        }
    }

    @Test
    void shouldFinishSessionsWhenMasterIsKilled() throws Exception {
        try (PostfixInstance orphaned = new PostfixSetup().service("orphan").start();
             Session session = Session.through(orphaned.socket("orphan")).open()) {
            session.ping();
            int group = orphaned.masterPid();
            ProcessView launcher = Processes.ofService(orphaned, "orphan").get(0);
            Native.kill(group, Native.SIGKILL);
            await().atMost(Duration.ofSeconds(5)).until(() -> !launcher.alive());
            session.ping();
            session.client().close();
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.CLOSE_NOTIFY);
            await().atMost(SOON).untilAsserted(() -> assertThat(Processes.inGroup(group).stream()
                .filter(each -> each.arguments().contains("orphan"))).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "abort"})
    void shouldBeGoneInFiveSecondsWithAllThatDrains(String command) throws Exception {
        try (PostfixInstance ending = new PostfixSetup().service("ending").start();
             Session drained = Session.through(ending.socket("ending")).open()) {
            drained.ping();
            ending.reload();
            try (Session current = Session.through(ending.socket("ending")).open()) {
                current.ping();
                drained.ping();
                int group = ending.masterPid();
                CompletableFuture<Void> done = Background.run(() -> ending.postfix(command));
                await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(Processes.inGroup(group).stream()
                    .filter(each -> each.arguments().contains("ending"))).isEmpty());
                assertThat(drained.client().readToEnd()).isEmpty();
                assertThat(current.client().readToEnd()).isEmpty();
                done.get(20, TimeUnit.SECONDS);
            }
        }
    }
}
