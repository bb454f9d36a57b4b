package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an administrator does to a mail server at work costs no session: traffic goes on in each of these, and none of it may fail. */
@Tag("once")
class LifeCycleIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int THREADS = 8;
    private static final int PER_SECOND = 200;

    private static PostfixInstance mx;

    @BeforeAll
    static void start() throws IOException {
        mx = new PostfixSetup().service("busy").service("retiring", "-r 3").service("removed").start();
        Session.ping(mx.socket("busy"));
    }

    @AfterAll
    static void end() {
        mx.close();
    }

    private static void assertFlawless(Traffic.Outcome outcome) {
        assertThat(outcome.failures()).as(outcome.toString()).isEmpty();
        assertThat(outcome.sessions()).isPositive();
    }

    private static Session standing() throws IOException {
        Session session = Session.through(mx.socket("busy")).open();
        session.ping();
        return session;
    }

    private static int descriptors() {
        return Processes.everyOf(mx, "busy").stream().mapToInt(ProcessView::descriptors).sum();
    }

    @Test
    void shouldRefuseNobodyInTenReloads() throws Exception {
        List<Session> standing = new ArrayList<>();
        try (Traffic traffic = Traffic.start(mx.socket("busy"), THREADS, PER_SECOND)) {
            for (int i = 0; i < 10; i++) {
                standing.add(standing());
                traffic.awaitMore(10);
                mx.reload();
                traffic.awaitMore(10);
            }
            assertFlawless(traffic.stop());
            for (Session each : standing) {
                each.ping();
            }
        } finally {
            for (Session each : standing) {
                each.close();
            }
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(Processes.everyOf(mx, "busy")).as("a launcher and its workers")
            .hasSizeLessThanOrEqualTo(1 + Runtime.getRuntime().availableProcessors()));
        await().atMost(SOON).untilAsserted(() -> assertThat(descriptors()).as("descriptors of both").isLessThan(80));
    }

    @Test
    void shouldApplyChangedParametersToNewSessionsOnly() throws Exception {
        try (Session before = standing(); Traffic traffic = Traffic.start(mx.socket("busy"), 2, PER_SECOND)) {
            assertThat(before.peer().session().getProtocol()).isEqualTo("TLSv1.3");
            traffic.awaitMore(5);
            mx.set("smtpd_tls_protocols", ">=TLSv1.2, <=TLSv1.2");
            mx.reload();
            await().atMost(SOON).untilAsserted(() -> {
                try (Session session = standing()) {
                    assertThat(session.peer().session().getProtocol()).isEqualTo("TLSv1.2");
                }
            });
            before.ping();
            assertFlawless(traffic.stop());
        } finally {
            mx.set("smtpd_tls_protocols", "");
            mx.reload();
        }
    }

    @Test
    void shouldRetireUnseen() throws Exception {
        Session.ping(mx.socket("retiring"));
        List<Integer> seen = new ArrayList<>();
        try (Traffic traffic = Traffic.start(mx.socket("retiring"), 2, 20)) {
            await().atMost(Duration.ofSeconds(40)).until(() -> {
                Processes.everyOf(mx, "retiring").stream().filter(each -> each.parent() == mx.masterPid()).map(ProcessView::pid)
                    .filter(pid -> !seen.contains(pid)).forEach(seen::add);
                return seen.size() >= 3;
            });
            assertFlawless(traffic.stop());
        }
    }

    /** master(8) sends SIGTERM to what it started for the service, and waits until that is gone. */
    @Test
    @ReferenceDiffers("ends with its sessions")
    void shouldFinishSessionsOfAServiceThatIsRemoved() throws Exception {
        try (Traffic others = Traffic.start(mx.socket("busy"), 2, 20);
             Session session = Session.through(mx.socket("removed")).open()) {
            session.ping();
            mx.removeService("removed");
            await().atMost(SOON).untilAsserted(() -> assertThat(Processes.everyOf(mx, "removed")).as("workers without a launcher")
                .isNotEmpty().allMatch(each -> each.parent() != mx.masterPid()));
            session.ping();
            session.client().close();
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.CLOSE_NOTIFY);
            others.awaitMore(5);
            assertThat(others.stop().failures()).isEmpty();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(Processes.everyOf(mx, "removed")).isEmpty());
    }
}
