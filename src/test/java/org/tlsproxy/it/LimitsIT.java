package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tlsproxy.wire.Dane;

/** Crowds, floods and tight limits: honest sessions are served meanwhile, and afterwards nothing is left of it. */
@Tag("once")
class LimitsIT {

    private static final int CROWD = Integer.getInteger("tlsproxy.it.crowd", 1000);
    private static final int STALLED_HANDSHAKES = Math.max(250, CROWD / 10);
    private static final int LONG_REQUESTS = 200;
    private static final int LONG_REQUEST = 200_000;
    private static final Duration SOON = Duration.ofSeconds(20);
    /** What a session may take on a machine that is busy with the crowd, the tests and itself. */
    private static final Duration BEARABLE = Duration.ofSeconds(5);

    private static PostfixInstance mx;

    private final List<AutoCloseable> crowd = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        mx = new PostfixSetup().service("crowded").script("tight", "ulimit -n 64", "exec $DIR/sbin/tlsproxy \"$@\"").start();
        Session.ping(mx.socket("crowded"));
    }

    @AfterAll
    static void end() {
        mx.close();
    }

    @AfterEach
    void shouldHaveNothingLeftWhenTheCrowdHasGone() throws Exception {
        for (AutoCloseable each : crowd) {
            each.close();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(descriptors()).as("descriptors").isLessThan(90));
        assertThat(mx.log().since(0)).noneMatch(line -> line.text().matches("(fatal|panic): .*|.*sessions? lost$"));
    }

    private static int descriptors() {
        return Processes.everyOf(mx, "crowded").stream().mapToInt(ProcessView::descriptors).sum();
    }

    private static long residentMegabytes() {
        return Processes.workersOf(mx, "crowded").stream().mapToLong(ProcessView::residentKilobytes).max().orElseThrow() / 1024;
    }

    private static void assertHonestSessionsServed(String when) throws InterruptedException {
        try (Traffic traffic = Traffic.start(mx.socket("crowded"), 2, 50)) {
            traffic.awaitMore(30);
            Traffic.Outcome outcome = traffic.stop();
            System.out.println(when + ": " + outcome + ", worker " + residentMegabytes() + " MB");
            assertThat(outcome.failures()).as(outcome.toString()).isEmpty();
            assertThat(outcome.percentile(99)).isLessThan(BEARABLE);
        }
    }

    @Test
    void shouldServeHonestSessionsAmongClientsThatSayNothing() throws Exception {
        assertHonestSessionsServed("before the silent crowd");
        for (int i = 0; i < CROWD; i++) {
            crowd.add(ProxyClient.connect(mx.socket("crowded")));
        }
        assertHonestSessionsServed("among " + CROWD + " silent clients");
    }

    @Test
    @ReferenceDiffers("is killed by its watchdog")
    void shouldCloseAClientThatStallsAfterAnyByteOfItsRequest() throws Exception {
        byte[] request = ProxyRequest.asPostscreen().bytes();
        List<ProxyClient> stalled = new ArrayList<>();
        for (int length = 1; length < request.length; length++) {
            ProxyClient client = ProxyClient.announced(mx.socket("crowded"));
            crowd.add(client);
            stalled.add(client);
            client.write(Arrays.copyOf(request, length));
        }
        assertHonestSessionsServed("among " + stalled.size() + " stalled requests");
        for (ProxyClient each : stalled) {
            assertThat(each.readToEnd()).isEmpty();
        }
    }

    /** The list of a client's settings, which follows the request: a sample of its bytes, or each. */
    @Test
    @ReferenceDiffers("is killed by its watchdog")
    void shouldCloseAClientThatStallsAfterAnyByteOfItsSettings() throws Exception {
        byte[] all = ClientRequest.of(5, List.of(new Dane.Tlsa(3, 1, 1, new byte[32])), "example.test").bytes(mx);
        List<ProxyClient> stalled = new ArrayList<>();
        for (int length = ProxyRequest.asPostscreen().bytes().length; length < all.length; length += Math.max(1, 10_000 / CROWD)) {
            ProxyClient client = ProxyClient.announced(mx.socket("crowded"));
            crowd.add(client);
            stalled.add(client);
            client.write(Arrays.copyOf(all, length));
        }
        assertHonestSessionsServed("among " + stalled.size() + " stalled settings");
        for (ProxyClient each : stalled) {
            assertThat(each.readToEnd()).isEmpty();
        }
    }

    /** Together they want several times the heap. */
    @Test
    @ReferenceDiffers("is killed by its watchdog")
    void shouldCloseClientsWhoseLongRequestsWantMoreThanTheirShareOfTheMemory() throws Exception {
        long mark = mx.log().mark();
        byte[] start = Arrays.copyOf("remote_endpoint\0".getBytes(StandardCharsets.US_ASCII), LONG_REQUEST);
        Arrays.fill(start, 16, start.length, (byte) 'x');
        for (int i = 0; i < LONG_REQUESTS; i++) {
            ProxyClient client = ProxyClient.announced(mx.socket("crowded"));
            crowd.add(client);
            Background.run(() -> client.write(start));
        }
        assertHonestSessionsServed("among " + LONG_REQUESTS + " clients with requests of " + LONG_REQUEST + " bytes");
        for (AutoCloseable each : crowd) {
            assertThat(((ProxyClient) each).readToEnd()).isEmpty();
        }
        assertThat(mx.log().textsSince(mark, "warning: no memory left for long requests").size()).isBetween(LONG_REQUESTS / 2, LONG_REQUESTS - 1);
        List<Dane.Tlsa> records = Collections.nCopies(500, new Dane.Tlsa(3, 0, 0, new byte[200]));
        try (ProxyClient client = ProxyClient.announced(mx.socket("crowded"))) {
            client.write(ClientRequest.of(5, records, "example.test").bytes(mx));
            assertThat(client.status()).as("afterwards a long request finds room again").isTrue();
        }
    }

    @Test
    void shouldServeHonestSessionsDuringStalledHandshakes() throws Exception {
        byte[] hello = new byte[300];
        Arrays.fill(hello, (byte) 1);
        System.arraycopy(new byte[] {22, 3, 1, 1, 40, 1, 0, 1, 36, 3, 3}, 0, hello, 0, 11);
        for (int i = 0; i < STALLED_HANDSHAKES; i++) {
            Session session = Session.through(mx.socket("crowded")).pass();
            crowd.add(session);
            session.peer().socket().getOutputStream().write(Arrays.copyOf(hello, i % hello.length));
        }
        assertHonestSessionsServed("during " + STALLED_HANDSHAKES + " stalled handshakes");
    }

    @Test
    void shouldRelayWhileHandshakesFloodIn() throws Exception {
        try (Session relay = Session.through(mx.socket("crowded")).open(); Traffic flood = Traffic.start(mx.socket("crowded"), 12, 10_000)) {
            flood.awaitMore(10);
            List<Duration> pings = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                long start = System.nanoTime();
                relay.ping();
                pings.add(Duration.ofNanos(System.nanoTime() - start));
            }
            Traffic.Outcome outcome = flood.stop();
            Collections.sort(pings);
            System.out.println("during a flood of handshakes: a round trip took " + pings.get(25).toMillis() + " ms, at most "
                + pings.get(49).toMillis() + " ms; the flood: " + outcome);
            assertThat(outcome.failures()).isEmpty();
            assertThat(pings.get(49)).isLessThan(BEARABLE);
        }
    }

    /** Nobody reads on one side, nobody stops sending on the other: what piles up is what the kernel holds and a few records. */
    @Test
    void shouldStaySmallWithSendersThatNeverStopAndReadersThatNeverRead() throws Exception {
        long before = residentMegabytes();
        for (int i = 0; i < 20; i++) {
            Session session = Session.through(mx.socket("crowded")).buffers(20_000).open();
            crowd.add(session);
            Background.run(() -> endlessly(session.peer()::write));
            Background.run(() -> endlessly(session.client()::write));
        }
        Session drain = Session.through(mx.socket("crowded")).open();
        crowd.add(drain);
        Background.run(() -> endlessly(drain.peer()::write));
        Background.run(drain.client()::readToEnd);
        assertHonestSessionsServed("beside 20 sessions that nobody reads and one that never stops");
        assertThat(residentMegabytes() - before).as("MB more").isLessThan(60);
    }

    private interface Sink {
        void write(byte... bytes) throws IOException;
    }

    private static void endlessly(Sink sink) throws IOException {
        while (true) {
            sink.write(new byte[16_000]);
        }
    }

    /** (64 - 32) / 2 sessions a worker; the others wait until there is room. */
    @Test
    @ReferenceDiffers("takes what it cannot serve")
    void shouldLetClientsWaitWhenDescriptorsRunOut() throws Exception {
        List<Session> first = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            first.add(Session.through(mx.socket("tight")).open());
        }
        int everybody = 16 * Runtime.getRuntime().availableProcessors() + 10;
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 16; i < everybody; i++) {
            others.add(Background.run(() -> Session.ping(mx.socket("tight"))));
        }
        first.get(0).ping();
        for (Session each : first) {
            each.ping();
            each.close();
        }
        for (CompletableFuture<Void> each : others) {
            each.get(30, TimeUnit.SECONDS);
        }
    }
}
