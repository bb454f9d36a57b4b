package org.tlsproxy.it;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Mixed traffic for a long time, with reloads and workers that are killed: what {@code packaging/soak} runs, and a test run for less than a
 * minute. Says what it does as it goes, and at the end how much came of it.
 */
final class Soak implements AutoCloseable {

    /** How long, and how often what is done. */
    record Plan(Duration length, Duration betweenReloads, Duration betweenKills, Duration betweenSamples) {

        /** An hour has a reload every two minutes, and a worker killed every five; less time has both more often. */
        static Plan of(int seconds) {
            return new Plan(Duration.ofSeconds(seconds), Duration.ofSeconds(Math.min(120, Math.max(10, seconds / 4))),
                Duration.ofSeconds(Math.min(300, Math.max(15, seconds / 3))), Duration.ofSeconds(Math.min(60, Math.max(5, seconds / 8))));
        }
    }

    /** One look at the processes of the service. */
    record Sample(long second, int sessions, int processes, long megabytes, int descriptors) {
        @Override
        public String toString() {
            return String.format("%6d s %9d sessions %3d processes %6d MB %6d descriptors", second, sessions, processes, megabytes, descriptors);
        }
    }

    private static final String SERVICE = "soaked";

    private final PostfixInstance mx = new PostfixSetup().service(SERVICE).own("worker_limit = 2").start();
    private final SoakMix mix = new SoakMix(mx.socket(SERVICE));
    private final PrintStream out;
    private final long start = System.nanoTime();
    private final long mark = mx.log().mark();
    private final List<Sample> samples = new ArrayList<>();
    private int reloads;
    private int kills;

    Soak(PrintStream out) {
        this.out = out;
    }

    /** @param arguments seconds, 3600 if there are none */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3600;
        boolean flawless;
        try (Soak soak = new Soak(System.out)) {
            soak.run(Plan.of(seconds));
            soak.tell();
            flawless = soak.unexplained().isEmpty();
        }
        System.exit(flawless ? 0 : 1);
    }

    void run(Plan plan) throws Exception {
        Session.ping(mx.socket(SERVICE));
        CompletableFuture<Void> traffic = Background.run(() -> mix.drive(plan.length()));
        long nextReload = plan.betweenReloads().toNanos();
        long nextKill = plan.betweenKills().toNanos();
        long nextSample = 0;
        while (!traffic.isDone()) {
            long now = System.nanoTime() - start;
            if (now >= nextReload) {
                mx.reload();
                reloads++;
                nextReload += plan.betweenReloads().toNanos();
            }
            if (now >= nextKill) {
                killAWorker();
                nextKill += plan.betweenKills().toNanos();
            }
            if (now >= nextSample) {
                sample();
                nextSample += plan.betweenSamples().toNanos();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        traffic.get();
        sample();
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
            all.stream().mapToLong(ProcessView::residentKilobytes).sum() / 1024, all.stream().mapToInt(ProcessView::descriptors).sum());
        samples.add(sample);
        out.println(sample);
    }

    List<Sample> samples() {
        return samples;
    }

    /** Failures that neither a killed worker nor the kind of session explains. */
    List<String> unexplained() {
        return mix.unexplained();
    }

    /** How often each kind of line was logged; numbers are left out. */
    Map<String, Integer> lines() {
        Map<String, Integer> kinds = new TreeMap<>();
        for (LogLine line : mx.log().since(mark)) {
            String kind = line.tag() + ": " + line.text().replaceAll("\\[[0-9.]+\\]:[0-9]+", "PEER").replaceAll("[0-9]+", "N")
                .replaceAll("with cipher .*", "...").replaceAll("/tmp/\\S*", "DIR");
            kinds.merge(kind, 1, Integer::sum);
        }
        return kinds;
    }

    void tell() {
        out.println();
        out.println(reloads + " reloads, " + kills + " workers killed");
        out.println(mix);
        out.println("memory " + samples.get(Math.min(1, samples.size() - 1)).megabytes() + " MB at first, at most "
            + samples.stream().mapToLong(Sample::megabytes).max().orElse(0) + " MB, " + samples.get(samples.size() - 1).megabytes() + " MB at last");
        mix.excused().stream().limit(20).forEach(each -> out.println("of a killed worker: " + each));
        unexplained().stream().limit(20).forEach(each -> out.println("unexplained: " + each));
        lines().forEach((kind, count) -> out.println(String.format("%8d %s", count, kind)));
    }

    @Override
    public void close() throws IOException {
        mx.close();
    }
}
