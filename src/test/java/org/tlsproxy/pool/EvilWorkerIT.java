package org.tlsproxy.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.jail.JailPlan;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Processes;
import org.tlsproxy.posix.Sockets;

/**
 * A worker that was taken over says what it likes to its launcher, which may log, place connections and replace the worker, and nothing
 * else. The worker is a script that has gone into a jail, so that it is believed.
 */
@Tag("once")
class EvilWorkerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SIGKILL = 9;
    private static final int MANY = 3000;
    private static final long BYTE = OffHeap.allocate(1);

    @TempDir
    private Path directory;
    private final Diary diary = new Diary();
    private EventLoop loop;
    private WorkerPool pool;

    /** What the launcher would log. */
    private static final class Diary implements PoolEvents {
        private final List<String> entries = new ArrayList<>();
        private int records;
        private int lost;

        @Override
        public void ready(int pid, long startMillis) {
            entries.add("ready");
        }

        @Override
        public void ended(int pid, Processes.End end, int lost, String stage) {
            this.lost = lost;
            entries.add("ended " + stage + " signal " + end.signal());
        }

        @Override
        public void startFailed(int pid, String reason) {
            entries.add("start failed: " + reason);
        }

        @Override
        public void killed(int pid, String reason) {
            entries.add("killed: " + reason);
        }

        @Override
        public void takenBack(int pid, int connections) {
            entries.add("taken back");
        }

        @Override
        public void output(int pid, String line) {
            entries.add("output: " + line);
        }

        @Override
        public void record(byte[] record) {
            records++;
        }

        @Override
        public void hopeless(String reason) {
            entries.add("hopeless: " + reason);
        }
    }

    @BeforeEach
    void makeALoop() throws Exception {
        Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "the script knows the system calls of x86-64");
        loop = new EventLoop(new Watchdog(0, where -> { }));
        try (InputStream script = EvilWorkerIT.class.getResourceAsStream("evil-worker")) {
            Files.copy(script, directory.resolve("evil-worker"));
        }
    }

    @AfterEach
    void endWorkers() {
        for (WorkerProcess worker : pool.workers()) {
            Processes.signal(worker.pid(), SIGKILL);
        }
    }

    private void start(String deed) {
        start(deed, 10);
    }

    private void start(String deed, int sessions) {
        pool = new WorkerPool(loop, new WorkerCommand("/usr/bin/perl", List.of("perl", directory.resolve("evil-worker").toString(), deed),
            List.of("PATH=/usr/bin"), "evil"), diary);
        pool.start();
        JailPlan jail = new JailPlan("/", false, Optional.empty(), JailPlan.Filter.NONE);
        pool.orders(new Supervisor.Instructions(new byte[] {1}, new byte[] {1}, jail), new PoolLimits(1, sessions, 0, sessions, 1000, 5000, 3000));
    }

    private void turnUntil(String entry) {
        turnUntil(entry, () -> diary.entries.stream().anyMatch(each -> each.startsWith(entry)));
    }

    private void turnUntil(String what, BooleanSupplier condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).pollDelay(Duration.ZERO).until(() -> {
            loop.turn(5);
            return condition.getAsBoolean();
        });
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    /** Ends with the worker killed for what it said. */
    @ParameterizedTest
    @CsvSource({
        "unknown,     unknown message type",
        "short,       message of 2 bytes is too short",
        "long,        packet too long",
        "orders,      unexpected Orders",
        "drain,       unexpected Drain",
        "connection,  0 descriptors with Connection",
        "descriptor,  1 descriptors with Ping",
        "descriptors, 50 descriptors with Drain",
        "gift,        a worker sent a descriptor",
        "ready twice, unexpected Ready",
        "untaken,     impossible report",
        "negative,    impossible report",
        "backwards,   impossible report",
        "ended first, impossible report"})
    void shouldKillAWorkerThatBreaksTheProtocol(String deed, String verdict) throws Exception {
        start(deed);
        int[] pair = Sockets.streamPair();
        pool.offer(pair[0]);
        int before = descriptors();
        turnUntil("killed: it broke the control protocol: " + verdict);
        turnUntil("ended");
        assertThat(descriptors()).isLessThanOrEqualTo(before + 5);
        assertThat(diary.entries).noneMatch(each -> each.startsWith("hopeless") && each.contains("evil"));
        Descriptors.close(pair[1]);
    }

    /** The others' connections are not lost. */
    @ParameterizedTest
    @ValueSource(strings = {"more than given", "ended untaken", "less than before"})
    void shouldKillAWorkerThatFalsifiesItsLedger(String deed) throws Exception {
        long pages = pages();
        start(deed);
        turnUntil("ready");
        int[] first = Sockets.streamPair();
        int[] second = Sockets.streamPair();
        boolean takes = deed.equals("less than before");
        if (takes) {
            pool.offer(first[0]);
            turnUntil("the first was taken", () -> taken());
        }
        pool.offer(second[0]);
        turnUntil("killed: it broke the control protocol: impossible Account");
        turnUntil("ended serving");
        assertThat(ended(first[1])).as("the connection that was taken has ended").isEqualTo(takes);
        assertThat(ended(second[1])).as("the other one has ended").isFalse();
        assertThat(pool.load()).isEqualTo(1);
        assertThat(pages()).isEqualTo(pages + pool.workers().size());
        Descriptors.close(first[1]);
        Descriptors.close(second[1]);
    }

    @Test
    void shouldKeepALedgerThatAWorkerTriesToCut() {
        start("shrink");
        turnUntil("killed: it broke the control protocol: unknown message type");
        assertThat(diary.records).isZero();
    }

    @Test
    void shouldGiveToAnotherWhatADeadWorkerHadNotTaken() throws Exception {
        start("take one and die");
        turnUntil("ready");
        int[] first = Sockets.streamPair();
        int[] second = Sockets.streamPair();
        pool.offer(first[0]);
        pool.offer(second[0]);
        turnUntil("ended serving signal 9");
        assertThat(diary.lost).isEqualTo(1);
        assertThat(ended(first[1])).as("the connection that was taken has ended").isTrue();
        assertThat(ended(second[1])).as("the other one has ended").isFalse();
        assertThat(pool.load()).isEqualTo(1);
        Descriptors.close(first[1]);
        Descriptors.close(second[1]);
    }

    /** It can do that without a word, to what the launcher reads back. */
    @ParameterizedTest
    @ValueSource(strings = {"shutdown", "filter"})
    void shouldKillAWorkerThatChangesItsEndOfTheChannel(String deed) throws Exception {
        start(deed);
        turnUntil("ready");
        int[] pair = Sockets.streamPair();
        pool.offer(pair[0]);
        turnUntil("killed: it broke the control protocol: its end of the channel was changed");
        turnUntil("ended serving signal 9");
        assertThat(ended(pair[1])).as("the connection has ended").isFalse();
        assertThat(pool.load()).isEqualTo(1);
        Descriptors.close(pair[1]);
    }

    @Test
    void shouldTakeConnectionsFromASleepingWorkerThoughOthersComeAllTheTime() throws Exception {
        start("first sleeps");
        turnUntil("ready");
        pool.spawn().send(new ControlMessage.Orders(new byte[] {1}));
        turnUntil("two are ready", () -> diary.entries.stream().filter("ready"::equals).count() == 2);
        int[] pair = Sockets.streamPair();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!diary.entries.contains("taken back") && System.nanoTime() < until) {
            pool.offer(Descriptors.duplicate(pair[0], 3));
            loop.turn(5);
        }
        assertThat(diary.entries).as("before the watchdog bites").containsExactly("ready", "ready", "taken back");
        Descriptors.close(pair[0]);
        Descriptors.close(pair[1]);
    }

    /** It is only slow: what found no room in the channel goes there as soon as there is some. */
    @Test
    void shouldFillAChannelAgainWhenItHasRoom() throws Exception {
        start("slow", MANY);
        turnUntil("ready");
        int[] pair = Sockets.streamPair();
        int offered = 0;
        while (pool.waiting() < 50 && offered < MANY) {
            pool.offer(Descriptors.duplicate(pair[0], 3));
            offered++;
        }
        assertThat(pool.waiting()).as("connections for which there was no room").isEqualTo(50);
        turnUntil("all were taken", () -> pool.waiting() == 0 && taken());
        assertThat(pool.load()).isEqualTo(offered);
        assertThat(diary.entries).containsExactly("ready");
        Descriptors.close(pair[0]);
        Descriptors.close(pair[1]);
    }

    /** True if nobody has the other end any more. */
    private static boolean ended(int fd) {
        return Descriptors.read(fd, BYTE, 1) == 0;
    }

    private boolean taken() {
        pool.settle();
        return pool.workers().get(0).untaken() == 0;
    }

    /** Ledgers that this process sees. */
    private static long pages() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains("tlsproxy-ledger")).count();
        }
    }

    /** An accident at the start is no reason for master(8) to throttle the service. */
    @Test
    void shouldGiveUpOnlyWhenStartsFailAgainAndAgain() {
        start("die");
        turnUntil("hopeless: worker ");
        assertThat(diary.entries.stream().filter(each -> each.startsWith("start failed: ")).count()).isEqualTo(2);
        assertThat(diary.entries.stream().filter(each -> each.startsWith("ended starting")).count()).isEqualTo(3);
    }

    @Test
    void shouldGiveUpAtOnceWhenAWorkerSaysThatItCannotServe() {
        start("refuse");
        turnUntil("hopeless: no key");
        assertThat(diary.entries).noneMatch(each -> each.startsWith("start failed: "));
    }

    @Test
    void shouldNotBelieveAWorkerThatIsNotInItsJail() {
        start("free");
        turnUntil("killed: it is not in its jail: ");
        assertThat(diary.entries).doesNotContain("ready");
    }

    /** It talks faster than anybody can listen; connections are accepted and placed all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"flood of logs", "flood of reports", "flood of output"})
    void shouldGoOnWorkingWhileAWorkerTalksWithoutEnd(String deed) throws Exception {
        start(deed);
        turnUntil("ready");
        for (int turn = 0; turn < 200; turn++) {
            long start = System.nanoTime();
            loop.turn(5);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
        int[] pair = Sockets.streamPair();
        assertThat(pool.offer(pair[0])).isTrue();
        assertThat(diary.entries.stream().filter(each -> each.startsWith("output")).count()).as("lines of output").isLessThan(2000);
        Descriptors.close(pair[1]);
    }

    /** Its connections go to another; what it had was closed by nobody but it. */
    @ParameterizedTest
    @ValueSource(strings = {"deaf", "hang up"})
    void shouldReplaceAWorkerThatTakesNothing(String deed) throws Exception {
        start(deed);
        turnUntil("ready");
        int[] pair = Sockets.streamPair();
        pool.offer(pair[0]);
        turnUntil("killed: watchdog: no answer");
        turnUntil("ended");
        assertThat(Descriptors.isOpen(pair[0])).as("the connection").isTrue();
        assertThat(pool.load()).isPositive();
        Descriptors.close(pair[1]);
    }
}
