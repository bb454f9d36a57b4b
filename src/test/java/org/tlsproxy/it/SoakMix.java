package org.tlsproxy.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.tlsproxy.wire.Dane;

/** The sessions of a soak: a few of each kind at a time, until the time is over. */
final class SoakMix {

    /** One session of a kind; throws if it did not go as it should. */
    private interface Kind {
        void run() throws Exception;
    }

    private record Failure(String text, long began, long ended) { }

    private static final int BULK_BYTES = 1_000_000;
    private static final long PAUSE_MILLIS = 20;
    /** A killed worker's sessions end within this time, and those that it was given when it died. */
    private static final long EXCUSED = TimeUnit.SECONDS.toNanos(2);

    private final PostfixInstance mx;
    private final Path socket;
    private final int server;
    private final TlsPeer.Regular regular = new TlsPeer.Regular();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<Long> excuses = new ArrayList<>();
    private final List<Duration> times = new ArrayList<>();

    /** @param service of the instance; @param server port of a TLS server that sends back each line reversed */
    SoakMix(PostfixInstance mx, String service, int server) {
        this.mx = mx;
        this.socket = mx.socket(service);
        this.server = server;
    }

    /** Runs every kind on a thread of its own until it is told to end, and returns when all have ended. */
    void drive(BooleanSupplier over) throws InterruptedException {
        Map<String, Kind> kinds = kinds();
        CountDownLatch ended = new CountDownLatch(kinds.size());
        kinds.forEach((name, kind) -> Background.run(() -> {
            try {
                while (!over.getAsBoolean()) {
                    once(name, kind);
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            } finally {
                ended.countDown();
            }
        }));
        while (!over.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (!ended.await(120, TimeUnit.SECONDS)) {
            failed("some session never ends", System.nanoTime());
        }
    }

    private Map<String, Kind> kinds() {
        return Map.of(
            "full TLS 1.3", () -> ping(Session.through(socket).impatient()),
            "full TLS 1.2", () -> ping(Session.through(socket).impatient().protocols("TLSv1.2")),
            "resumed", this::resumed,
            "bulk", this::bulk,
            "idle", this::idle,
            "failed handshake", this::failedHandshake,
            "client role", this::toServer,
            "client role probe", this::probe);
    }

    private void once(String name, Kind kind) {
        long began = System.nanoTime();
        try {
            kind.run();
            count(name, Duration.ofNanos(System.nanoTime() - began));
        } catch (Exception | AssertionError e) {
            failed(name + ": " + e, began);
        }
    }

    private synchronized void count(String name, Duration took) {
        counts.merge(name, 1, Integer::sum);
        if (name.startsWith("full")) {
            times.add(took);
        }
    }

    private synchronized void failed(String text, long began) {
        failures.add(new Failure(text, began, System.nanoTime()));
    }

    /** A worker is being killed now. */
    synchronized void excuse() {
        excuses.add(System.nanoTime());
    }

    synchronized int sessions() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized List<String> unexplained() {
        return failures.stream().filter(each -> !excused(each)).map(SoakMix::told).toList();
    }

    synchronized List<String> excused() {
        return failures.stream().filter(this::excused).map(SoakMix::told).toList();
    }

    /** A worker was killed meanwhile; its sessions end at once, and do not hang. */
    private boolean excused(Failure failure) {
        return excuses.stream().anyMatch(kill -> failure.began() <= kill + EXCUSED && failure.ended() >= kill
            && failure.ended() <= kill + 2 * EXCUSED);
    }

    private static String told(Failure failure) {
        return failure.text() + ", after " + TimeUnit.NANOSECONDS.toMillis(failure.ended() - failure.began()) + " ms";
    }

    @Override
    public synchronized String toString() {
        Traffic.Outcome full = new Traffic.Outcome(times.size(), List.of(), times);
        return sessions() + " sessions " + counts + ", " + failures.size() + " failed, of which " + unexplained().size()
            + " were not sessions of a killed worker; full handshakes: p50 " + full.percentile(50).toMillis() + " ms, p99 "
            + full.percentile(99).toMillis() + " ms";
    }

    private static void ping(Session.Plan plan) throws IOException {
        try (Session session = plan.open()) {
            session.ping();
        }
    }

    private void resumed() throws IOException {
        try (Session session = Session.through(socket).impatient().pass()) {
            TlsPeer peer = regular.connect(session.peer().socket());
            peer.handshake();
            new Session(session.request(), session.client(), peer).ping();
        }
    }

    private void bulk() throws Exception {
        byte[] mail = new byte[BULK_BYTES];
        Arrays.fill(mail, (byte) 'm');
        try (Session session = Session.through(socket).impatient().open()) {
            CompletableFuture<Void> sender = Background.run(() -> session.peer().write(mail));
            session.client().read(mail.length);
            sender.get(30, TimeUnit.SECONDS);
            sender = Background.run(() -> session.client().write(mail));
            session.peer().readText(mail.length);
            sender.get(30, TimeUnit.SECONDS);
        }
    }

    private void idle() throws Exception {
        try (Session session = Session.through(socket).impatient().open()) {
            for (int i = 0; i < 5; i++) {
                session.ping();
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private void failedHandshake() throws IOException {
        try (Session session = Session.through(socket).impatient().pass()) {
            session.peer().socket().getOutputStream().write("EHLO no.tls.example\r\n".getBytes(StandardCharsets.US_ASCII));
            if (session.client().readToEnd().length > 0) {
                throw new IOException("plain text of a failed handshake");
            }
        }
    }

    /** What smtp(8) does: the service is the TLS client, and reports before it passes anything on. */
    private void toServer() throws IOException {
        try (ProxyClient client = ProxyClient.announced(ProxyClient.connectAtOnce(socket))) {
            client.write(ClientRequest.of(1, new Dane.None()).bytes(mx));
            if (!client.status()) {
                throw new IOException("status 0 for the client role");
            }
            client.pass(Native.tcpConnect(server));
            client.attributes();
            client.write("EHLO\n");
            String answer = client.readText(5);
            if (!answer.equals("OLHE\n")) {
                throw new IOException("garbled: " + answer);
            }
        }
    }

    /** Is the role there? Whatever the answer, the client closes. */
    private void probe() throws IOException {
        try (ProxyClient client = ProxyClient.announced(ProxyClient.connectAtOnce(socket))) {
            client.request(ProxyRequest.asPostscreen().withFlags(ProxyRequest.CLIENT_ROLE | 8));
        }
    }
}
