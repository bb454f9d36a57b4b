package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Mail clients in numbers: sessions with full handshakes, one after the other on several threads, while a test does something to the
 * service. Clients connect as postscreen(8) does, without waiting: a full backlog is a refused connection, and counts as a failure.
 */
final class Traffic implements AutoCloseable {

    /** What came of it. @param failures one text each */
    record Outcome(int sessions, List<String> failures, List<Duration> times) {

        /** So many of a hundred sessions took no longer, from connect to the answer that came through the tunnel. */
        Duration percentile(int percent) {
            List<Duration> sorted = new ArrayList<>(times);
            Collections.sort(sorted);
            return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        }

        @Override
        public String toString() {
            return sessions + " sessions, " + failures.size() + " failed " + failures.stream().limit(5).toList() + ", p50 "
                + percentile(50).toMillis() + " ms, p99 " + percentile(99).toMillis() + " ms, slowest " + percentile(100).toMillis() + " ms";
        }
    }

    private final Path socket;
    private final long spacing;
    private final AtomicLong slot = new AtomicLong();
    private final CountDownLatch ended;
    private final List<String> failures = new ArrayList<>();
    private final List<Duration> times = new ArrayList<>();
    private final long start = System.nanoTime();
    private volatile boolean over;

    private Traffic(Path socket, int threads, int perSecond) {
        this.socket = socket;
        this.spacing = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.ended = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Background.run(this::drive);
        }
    }

    /**
     * Starts.
     *
     * @param threads   sessions at a time
     * @param perSecond sessions that are begun in a second, if the machine can
     */
    static Traffic start(Path socket, int threads, int perSecond) {
        return new Traffic(socket, threads, perSecond);
    }

    private void drive() throws InterruptedException {
        try {
            while (!over) {
                long due = start + slot.getAndIncrement() * spacing;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                session();
            }
        } finally {
            ended.countDown();
        }
    }

    private void session() {
        long began = System.nanoTime();
        try (Session session = Session.through(socket).impatient().open()) {
            session.ping();
            done("", began);
        } catch (IOException | RuntimeException | AssertionError e) {
            done(String.valueOf(e), began);
        }
    }

    private synchronized void done(String failure, long began) {
        if (failure.isEmpty()) {
            times.add(Duration.ofNanos(System.nanoTime() - began));
        } else {
            failures.add(failure);
        }
    }

    /** Sessions that went well so far. */
    synchronized int served() {
        return times.size();
    }

    /** Waits until so many more sessions went well. */
    void awaitMore(int sessions) {
        int goal = served() + sessions;
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10)).until(() -> served() >= goal);
    }

    /** Begins no more sessions, lets those that are open end, and counts. */
    Outcome stop() throws InterruptedException {
        over = true;
        if (!ended.await(60, TimeUnit.SECONDS)) {
            failed("some sessions never end");
        }
        synchronized (this) {
            return new Outcome(times.size() + failures.size(), List.copyOf(failures), List.copyOf(times));
        }
    }

    private synchronized void failed(String what) {
        failures.add(what);
    }

    @Override
    public void close() {
        over = true;
    }
}
