package org.tlsproxy.it;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mixed traffic for a long time, with reloads and workers that are killed, or so many sessions without either: what {@code packaging/soak}
 * runs, and a test run for less than a minute. Says what it does as it goes, and at the end how much came of it.
 */
final class Soak implements AutoCloseable {

    /**
     * How long, and how often what is done.
     *
     * @param length         at most
     * @param sessions       ends after so many
     * @param betweenSamples in time or in sessions, whichever comes first
     */
    record Plan(Duration length, int sessions, Duration betweenReloads, Duration betweenKills, Samples betweenSamples) {

        /** @param time at most, @param sessions at most */
        record Samples(Duration time, int sessions) { }

        private static final Duration NEVER = Duration.ofDays(10);

        /** An hour has a reload every two minutes, and a worker killed every five; less time has both more often. */
        static Plan of(int seconds) {
            return new Plan(Duration.ofSeconds(seconds), Integer.MAX_VALUE, Duration.ofSeconds(Math.min(120, Math.max(10, seconds / 4))),
                Duration.ofSeconds(Math.min(300, Math.max(15, seconds / 3))),
                new Samples(Duration.ofSeconds(Math.min(60, Math.max(5, seconds / 8))), Integer.MAX_VALUE));
        }

        /** Nothing but sessions, and workers that are replaced in time: does anything grow? */
        static Plan ofSessions(int sessions) {
            return new Plan(Duration.ofHours(6), sessions, NEVER, NEVER, new Samples(NEVER, Math.max(1, sessions / 10)));
        }
    }

    /** One look at the processes of the service. @param megabytes resident, @param share the same, of shared pages a part */
    record Sample(long second, int sessions, int processes, long megabytes, long share, int descriptors) {
        @Override
        public String toString() {
            return String.format("%6d s %9d sessions %3d processes %6d MB RSS %6d MB PSS %6d descriptors", second, sessions, processes,
                megabytes, share, descriptors);
        }
    }

    private static final String SERVICE = "soaked";
    private static final int WORKERS_IN_TURN = 4;
    private static final Pattern LOST = Pattern.compile(" ([0-9]+) sessions? lost$");
    /** What is killed shortly before the end might be logged after it. */
    private static final Duration QUIET_END = Duration.ofSeconds(2);

    private final PostfixInstance mx;
    private final Process server;
    private final SoakMix mix;
    private final PrintStream out;
    private final long start = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, Integer> lines = new TreeMap<>();
    private final Set<Integer> workers = new HashSet<>();
    private final List<String> incidents = new ArrayList<>();
    private long unread;
    private int reloads;
    private int kills;
    private int lost;

    /** @param sessionsOfAWorker it is replaced after so many */
    Soak(PrintStream out, int sessionsOfAWorker) throws IOException {
        this.out = out;
        mx = new PostfixSetup().service(SERVICE).setting("max_use", "10")
            .own("worker_limit = 2", "worker_use_factor = " + Math.max(1, sessionsOfAWorker / 10)).start();
        unread = mx.log().mark();
        int port = FreePort.next();
        server = new ProcessBuilder("openssl", "s_server", "-accept", "127.0.0.1:" + port, "-rev", "-quiet", "-cert",
            mx.certificates().path("ec.pem").toString(), "-key", mx.certificates().path("ec.key").toString())
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        mix = new SoakMix(mx, SERVICE, port);
    }

    /** @param arguments seconds, 3600 if there are none; or {@code --sessions} and a number of them */
    public static void main(String[] arguments) throws Exception {
        boolean counted = arguments.length == 2 && arguments[0].equals("--sessions");
        Plan plan = counted ? Plan.ofSessions(Integer.parseInt(arguments[1]))
            : Plan.of(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3600);
        int sessionsOfAWorker = counted ? plan.sessions() / WORKERS_IN_TURN : 100_000;
        boolean flawless;
        try (Soak soak = new Soak(System.out, sessionsOfAWorker)) {
            try {
                soak.run(plan);
            } finally {
                soak.tell();
            }
            flawless = soak.unexplained().isEmpty();
        }
        System.exit(flawless ? 0 : 1);
    }

    void run(Plan plan) throws Exception {
        Session.ping(mx.socket(SERVICE));
        long end = start + plan.length().toNanos();
        CompletableFuture<Void> traffic = Background.run(() -> mix.drive(() -> System.nanoTime() >= end || mix.sessions() >= plan.sessions()));
        long nextReload = plan.betweenReloads().toNanos();
        long nextKill = plan.betweenKills().plus(plan.betweenReloads().dividedBy(5)).toNanos();     // not with a reload: nobody would tell
        long nextSample = 0;
        long nextSessions = 0;
        while (!traffic.isDone()) {
            long now = System.nanoTime() - start;
            if (now >= nextReload) {
                reload();
                nextReload += plan.betweenReloads().toNanos();
            }
            if (now >= nextKill && now < plan.length().minus(QUIET_END).toNanos()) {
                killAWorker();
                nextKill += plan.betweenKills().toNanos();
            }
            if (now >= nextSample || mix.sessions() >= nextSessions) {
                sample();
                nextSample = Math.max(nextSample, now - now % plan.betweenSamples().time().toNanos() + plan.betweenSamples().time().toNanos());
                nextSessions = (long) mix.sessions() - mix.sessions() % plan.betweenSamples().sessions() + plan.betweenSamples().sessions();
            }
            countLines();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        traffic.get();
        sample();
        countLines();
    }

    /** A soak goes on whatever happens, and tells it at the end. */
    private void reload() {
        try {
            mx.reload();
            reloads++;
        } catch (AssertionError e) {
            incidents.add("reload: " + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    /** What is open at this moment may fail for it. */
    private void killAWorker() {
        List<ProcessView> workers = Processes.workersOf(mx, SERVICE).stream().filter(each -> each.parent() != mx.masterPid()).toList();
        if (!workers.isEmpty()) {
            mix.excuse();
            workers.get(0).signal(Native.SIGKILL);
            kills++;
            mix.excuse();
        }
    }

    private void sample() {
        List<ProcessView> all = Processes.everyOf(mx, SERVICE);
        Sample sample = new Sample(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), mix.sessions(), all.size(),
            all.stream().mapToLong(ProcessView::residentKilobytes).sum() / 1024,
            all.stream().mapToLong(ProcessView::proportionalKilobytes).sum() / 1024, all.stream().mapToInt(ProcessView::descriptors).sum());
        samples.add(sample);
        out.println(sample);
    }

    int kills() {
        return kills;
    }

    List<Sample> samples() {
        return samples;
    }

    /** Failures that neither a killed worker nor the kind of session explains. */
    List<String> unexplained() {
        List<String> all = new ArrayList<>(incidents);
        all.addAll(mix.unexplained());
        return all;
    }

    /** How often each kind of line was logged; numbers are left out. */
    Map<String, Integer> lines() {
        return lines;
    }

    /** As they come: at the end there are too many. */
    private void countLines() {
        MailLog.Part part = mx.log().read(unread);
        unread = part.end();
        for (LogLine line : part.lines()) {
            if (line.text().startsWith("CONNECT ")) {
                workers.add(line.pid());
            }
            Matcher loss = LOST.matcher(line.text());
            lost += loss.find() ? Integer.parseInt(loss.group(1)) : 0;
            String kind = line.tag() + ": " + line.text().replaceAll("\\[[0-9.]+\\]:[0-9]+", "PEER")
                .replaceAll("fingerprint=[0-9A-F:]+", "fingerprint=...").replaceAll("[0-9]+", "N")
                .replaceAll("with cipher .*", "...").replaceAll("/tmp/\\S*", "DIR");
            lines.merge(kind, 1, Integer::sum);
        }
    }

    void tell() {
        Sample last = samples.get(samples.size() - 1);
        out.println();
        out.println("== soak of " + last.second() + " s: " + reloads + " reloads, " + kills + " workers killed; " + workers.size()
            + " workers served");
        out.println("sessions: " + mix);
        out.println("killed workers: " + mix.excused().size() + " failures are theirs; the log says that they lost " + lost + " sessions");
        out.println("memory: " + told(Sample::megabytes) + " MB RSS; " + told(Sample::share) + " MB PSS");
        out.println("descriptors: " + told(Sample::descriptors) + "; processes: " + told(Sample::processes));
        mix.excused().stream().limit(20).forEach(each -> out.println("of a killed worker: " + each));
        unexplained().stream().limit(20).forEach(each -> out.println("UNEXPLAINED: " + each));
        out.println("log lines by kind:");
        lines.forEach((kind, count) -> out.println(String.format("%8d %s", count, kind)));
        out.println(unexplained().isEmpty() ? "== every failure is explained" : "== " + unexplained().size() + " failures are NOT EXPLAINED");
    }

    /** After the start, the most there was, and at last. */
    private String told(java.util.function.ToLongFunction<Sample> what) {
        return what.applyAsLong(samples.get(Math.min(1, samples.size() - 1))) + " at first, at most "
            + samples.stream().mapToLong(what).max().orElse(0) + ", " + what.applyAsLong(samples.get(samples.size() - 1)) + " at last";
    }

    @Override
    public void close() throws IOException {
        server.destroyForcibly();
        mx.close();
    }
}
