package org.tlsproxy.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.wire.Generation;

/** {@code proxy:} tables against a proxymap that does everything wrong, in turns taken by hand. */
class ProxymapClientTest {

    private static final String HELLO = "protocol|proxymap_protocol||";
    private static final String OPENED = "status|0|flags|2375772||";

    @TempDir
    private Path directory;
    private final RecordingLog log = new RecordingLog();
    private final List<SniResult> results = new ArrayList<>();
    private EventLoop loop;
    private Path socket;

    @BeforeEach
    void makeLoop() throws Exception {
        loop = new EventLoop(new Watchdog(0, where -> { }));
        socket = directory.resolve("proxymap");
    }

    private MapList maps(String value, String release, int limitMillis, int idleMillis) {
        Generation generation = Generation.of(release).orElseThrow();
        loop.turn(0);
        return MapList.open(value, MapContext.of(log, loop, new ProxymapService(socket.toString(), generation, limitMillis, idleMillis)));
    }

    private MapList maps(String release) {
        return maps("proxy:hash:/t", release, 5_000, 5_000);
    }

    private void find(MapList maps, String name) {
        new SniLookup(maps).find(name, results::add);
    }

    private void turnUntil(FakeProxymap server, BooleanSupplier done) throws IOException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is over; log: %s", log.records()).isLessThan(end);
            server.step();
            loop.turn(5);
        }
    }

    private String onlyResult(FakeProxymap server) throws IOException {
        turnUntil(server, () -> !results.isEmpty());
        return Lookups.text(results.get(0));
    }

    @Test
    void shouldAskFor37AsPostfix37Does() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies(OPENED, "status|1|value|||", "status|0|value|cGVt||")) {
            find(maps("3.7.11"), "a.b");

            assertThat(onlyResult(server)).isEqualTo("pem");
            assertThat(server.requests()).containsExactly("request|open|table|hash:/t|flags|2113600||",
                "request|lookup|table|hash:/t|flags|2113600|key|a.b||", "request|lookup|table|hash:/t|flags|2113600|key|.b||");
            assertThat(log.records()).isEmpty();
        }
    }

    @Test
    void shouldSendTheFlagsOfTheLastReplySince311() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, HELLO)
                .replies(OPENED, "status|1|flags|2375768|value|||", "status|0|flags|1|value|cGVt||")) {
            find(maps("3.11.1"), "A.b");

            assertThat(onlyResult(server)).isEqualTo("pem");
            assertThat(server.requests()).containsExactly("request|open|table|hash:/t|instance_flags|2113600||",
                "request|lookup|table|hash:/t|instance_flags|2113600|flags|2375772|key|A.b||",
                "request|lookup|table|hash:/t|instance_flags|2113600|flags|2375768|key|.b||");
        }
    }

    @Test
    void shouldNotWaitForAGreetingBefore36() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, "").replies(OPENED, "status|0|value|cGVt||")) {
            find(maps("3.5.25"), "b");

            assertThat(onlyResult(server)).isEqualTo("pem");
        }
    }

    @Test
    void shouldStripRepeatedPrefixes() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies(OPENED, "status|1|value|||")) {
            find(maps("proxy:proxy:hash:/t", "3.7.0", 5_000, 5_000), "b");

            assertThat(onlyResult(server)).isEqualTo("not found");
            assertThat(server.requests().get(0)).contains("table|hash:/t|");
        }
    }

    @Test
    void shouldFailLookupsInTablesThatAreNotApproved() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies("status|4|flags|0||")) {
            find(maps("3.7.11"), "b");

            assertThat(onlyResult(server).lines()).containsExactly(
                "proxy:hash:/t is unavailable. proxymap service is not configured for table \"hash:/t\"",
                "proxy:hash:/t lookup error for \"b\"", "tls_server_sni_maps: b map lookup problem");
            assertThat(log.records()).containsExactly("error: proxymap service is not configured for table \"hash:/t\"");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void shouldFailALookupThatProxymapCannotAnswer() throws IOException {
        for (String status : List.of("2", "5")) {
            results.clear();
            try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies(OPENED, "status|" + status + "|value|||")) {
                find(maps("3.7.11"), "b");

                assertThat(onlyResult(server).lines()).containsExactly("proxy:hash:/t lookup error for \"b\"",
                    "tls_server_sni_maps: b map lookup problem");
            }
        }
    }

    @Test
    void shouldOpenAgainWhatCouldNotBeOpenedBefore() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies("status|2|flags|0||", OPENED, "status|0|value|cGVt||")) {
            MapList maps = maps("3.7.11");
            find(maps, "b");
            assertThat(onlyResult(server)).contains("proxymap could not open table hash:/t (status 2)");
            find(maps, "b");
            turnUntil(server, () -> results.size() == 2);

            assertThat(Lookups.text(results.get(1))).isEqualTo("pem");
        }
    }

    @Test
    void shouldAskAgainAtOnceWhenAConnectionThatWorkedIsClosed() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies(OPENED).hangsUp().replies("status|0|value|cGVt||")) {
            find(maps("3.7.11"), "b");

            assertThat(onlyResult(server)).isEqualTo("pem");
            assertThat(server.connections()).isEqualTo(2);
            assertThat(log.records()).isEmpty();
        }
    }

    @Test
    void shouldComplainOnceAndConnectWhenProxymapComes() throws IOException {
        MapList maps = maps("3.7.11");
        find(maps, "b");
        loop.turn(20);
        assertThat(log.records()).containsExactly("warning: connect to " + socket + ": No such file or directory");

        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies(OPENED, "status|0|value|cGVt||")) {
            assertThat(onlyResult(server)).isEqualTo("pem");
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void shouldFailALookupWhenItsTimeIsOver() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies(OPENED).saysNothing().replies("status|0|value|cGVt||")) {
            MapList maps = maps("proxy:hash:/t", "3.7.11", 1_000, 5_000);
            find(maps, "b");
            assertThat(onlyResult(server)).startsWith(socket + ": no answer about table hash:/t within 1 s\nproxy:hash:/t lookup error");

            find(maps, "c");
            turnUntil(server, () -> results.size() == 2);
            assertThat(Lookups.text(results.get(1))).isEqualTo("pem");
            assertThat(server.connections()).as("an answer that comes late must not be taken for the next").isEqualTo(2);
        }
    }

    @Test
    void shouldDistrustAServiceThatIsNotProxymap() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, "protocol|tlsmgr_protocol||")) {
            find(maps("proxy:hash:/t", "3.7.11", 1_000, 5_000), "b");

            assertThat(onlyResult(server)).contains("no answer about table hash:/t");
            assertThat(log.records()).containsOnlyOnce(
                "warning: unexpected protocol tlsmgr_protocol from " + socket + " (expected: proxymap_protocol)");
        }
    }

    @Test
    void shouldDropAConnectionThatSaysMoreThanWasAsked() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies(OPENED + "x", OPENED, "status|0|value|cGVt||")) {
            find(maps("3.7.11"), "b");

            assertThat(onlyResult(server)).isEqualTo("pem");
            assertThat(log.records()).containsExactly("warning: unexpected data from " + socket);
        }
    }

    @Test
    void shouldCloseAnIdleConnection() throws IOException {
        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies(OPENED, "status|1|value|||", "status|0|value|cGVt||")) {
            MapList maps = maps("proxy:hash:/t", "3.7.11", 5_000, 200);
            find(maps, "b");
            onlyResult(server);
            long end = System.nanoTime() + 1_000_000_000L;
            turnUntil(server, () -> System.nanoTime() > end);
            find(maps, "c");
            turnUntil(server, () -> results.size() == 2);

            assertThat(server.connections()).isEqualTo(2);
            assertThat(log.records()).isEmpty();
        }
    }

    @Test
    void shouldSearchLocalAndProxiedTablesInTheirOrder() throws IOException {
        String maps = "cidr:{}, proxy:hash:/t, fail:x";
        try (FakeProxymap server = new FakeProxymap(socket, HELLO).replies(OPENED, "status|1|value|||")) {
            find(maps(maps, "3.7.11", 5_000, 5_000), "b");

            assertThat(onlyResult(server)).startsWith("fail:x lookup error for \"b\"");
        }
    }
}
