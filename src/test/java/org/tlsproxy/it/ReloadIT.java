package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code postfix reload}, {@code stop} and restarts, as an administrator does them with mail coming in. */
class ReloadIT {

    private static PostfixInstance mx;

    @BeforeAll
    static void start() {
        mx = new PostfixSetup().setting("smtpd_tls_chain_files", "$DIR/cert/ec.chain").start();
    }

    @AfterAll
    static void end() {
        mx.close();
    }

    private static String servedName() throws Exception {
        try (Session session = Session.through(mx.socket("tlsproxy")).open()) {
            session.ping();
            return session.peer().certificate().getSubjectX500Principal().getName();
        }
    }

    @Test
    void shouldFinishOpenSessionsAndServeNewOnesWithTheNewCertificate() throws Exception {
        long mark = mx.log().mark();
        try (Session before = Session.through(mx.socket("tlsproxy")).open()) {
            before.ping();
            String old = before.peer().certificate().getSubjectX500Principal().getName();
            String changed = "renewed" + mark + ".example.test";
            Files.move(mx.certificates().ec("next", changed), mx.certificates().path("ec.chain"), StandardCopyOption.REPLACE_EXISTING);
            mx.reload();
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(servedName()).isEqualTo("CN=" + changed));
            assertThat(old).isNotEqualTo("CN=" + changed);
            before.ping();
            before.client().close();
            assertThat(before.peer().readToEnd()).isEqualTo(TlsPeer.End.CLOSE_NOTIFY);
            mx.log().awaitText(mark, "DISCONNECT " + before.endpoint());
        }
        assertThat(mx.log().since(mark)).noneMatch(line -> line.text().matches(".*(throttling|exit status|killed by signal).*"));
    }

    @Test
    void shouldServeAConnectionThatComesTogetherWithTheReload() throws Exception {
        for (int i = 0; i < 3; i++) {
            mx.reload();
            Session.ping(mx.socket("tlsproxy"));
        }
    }

    @Test
    void shouldCutSessionsAndLeaveNoProcessWhenPostfixStops() throws Exception {
        try (PostfixInstance stopped = new PostfixSetup().service("named").start();
             Session drained = Session.through(stopped.socket("named")).open()) {
            drained.ping();
            stopped.reload();
            Session.ping(stopped.socket("named"));
            drained.ping();
            int group = stopped.masterPid();
            Background.run(() -> stopped.postfix("stop")).get(20, TimeUnit.SECONDS);
            assertThat(drained.client().readToEnd()).isEmpty();
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(Processes.inGroup(group)).isEmpty());
        }
    }
}
