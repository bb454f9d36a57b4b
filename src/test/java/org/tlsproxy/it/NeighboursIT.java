package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other daemons of Postfix die or hang, with traffic: no session fails of it, and none waits for them. */
@Tag("once")
class NeighboursIT {

    private static PostfixInstance mx;

    @BeforeAll
    static void start() throws IOException {
        mx = new PostfixSetup().setting("smtpd_tls_session_cache_database", "btree:$DIR/data/smtpd_scache")
            .setting("tls_server_sni_maps", "proxy:inline:{nobody.example=none}").setting("proxy_read_maps", "$tls_server_sni_maps")
            .service("steady").start();
        Session.ping(mx.socket("steady"));
    }

    @AfterAll
    static void end() {
        mx.close();
    }

    private static List<ProcessView> daemons(String name) {
        return Processes.childrenOf(mx.masterPid()).stream().filter(each -> each.arguments().get(0).equals(name)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlsmgr", "postlogd", "proxymap"})
    @ReferenceDiffers("waits for tlsmgr and for postlogd, with all its sessions")
    void shouldServeWhenANeighbourIsKilledAndWhenItHangs(String name) throws Exception {
        try (Session standing = Session.through(mx.socket("steady")).open(); Traffic traffic = Traffic.start(mx.socket("steady"), 2, 30)) {
            traffic.awaitMore(5);
            daemons(name).forEach(each -> each.signal(Native.SIGKILL));
            traffic.awaitMore(10);
            List<ProcessView> stopped = daemons(name);
            stopped.forEach(each -> each.signal(Native.SIGSTOP));
            try {
                traffic.awaitMore(10);
                standing.ping();
            } finally {
                stopped.forEach(each -> each.signal(Native.SIGCONT));
            }
            traffic.awaitMore(5);
            standing.ping();
            Traffic.Outcome outcome = traffic.stop();
            assertThat(outcome.failures()).as(outcome.toString()).isEmpty();
        }
    }

    /** Its socket's buffer fills within a few sessions, then it is gone, then there is a new one of the same name. */
    @Test
    @ReferenceDiffers("waits for syslogd, with all its sessions")
    void shouldServeWhileSyslogdHangsAndWhenItIsRestarted() throws Exception {
        assumeTrue(SyslogSocket.possible(), "a syslog socket of our own needs mount namespaces");
        try (PostfixInstance other = new PostfixSetup().syslog().service("steady").start();
             Session standing = Session.through(other.socket("steady")).open(); Traffic traffic = Traffic.start(other.socket("steady"), 2, 50)) {
            traffic.awaitMore(5);
            other.syslog().hang(true);
            traffic.awaitMore(60);
            other.syslog().end();
            other.syslog().hang(false);
            traffic.awaitMore(20);
            other.syslog().restart();
            long mark = other.log().mark();
            traffic.awaitMore(20);
            standing.ping();
            Traffic.Outcome outcome = traffic.stop();
            assertThat(outcome.failures()).as(outcome.toString()).isEmpty();
            other.log().awaitMatch(mark, "^CONNECT from ");
            other.log().awaitMatch(mark, "^DISCONNECT ");
        }
    }
}
