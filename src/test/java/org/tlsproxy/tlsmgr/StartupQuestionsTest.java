package org.tlsproxy.tlsmgr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlsproxy.log.EpochClock;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.wire.Generation;

class StartupQuestionsTest {

    private final EventLoop loop = TestLoop.create();
    private final LogBook log = new LogBook();
    @TempDir
    private Path directory;
    private Path path;
    private TlsmgrClient client;

    @BeforeEach
    void makeAClient() {
        path = directory.resolve("tlsmgr");
        client = new TlsmgrClient(loop, log, new TlsmgrService(path.toString(), Generation.of("3.7.11").orElseThrow()));
    }

    private StartupQuestions questions(int millis) {
        return new StartupQuestions(loop, client, millis);
    }

    @Test
    void shouldKnowPolicySeedAndKeyBeforeTheLoopRuns() {
        TicketKeyRing ring = new TicketKeyRing(client::ticketKey, new TicketKeyRing.Terms("tlsproxy", 3600, EpochClock.SYSTEM), log,
            new SecureRandom());
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> peer.say(switch (request.split("\\|")[1]) {
            case "policy" -> "status|0|cachable|1|timeout|1200||";
            case "seed" -> "status|0|seed|QUJDRA==||";
            default -> "status|0|keybuf|" + Keys.base64(Keys.raw(1, EpochClock.SYSTEM.seconds() + 600)) + "||";
        }))) {
            StartupQuestions questions = questions(5000);

            assertThat(questions.policy("smtpd")).isEqualTo(new SessionPolicy(true, 1200));
            assertThat(questions.seed(4)).hasValueSatisfying(seed -> assertThat(seed).containsExactly('A', 'B', 'C', 'D'));
            assertThat(questions.seed(5)).as("fewer bytes than asked for").isEmpty();
            assertThat(questions.ticketKey(ring)).isTrue();
            assertThat(ring.seal(new byte[] {1})).isPresent();
            assertThat(tlsmgr.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldGoOnWithoutTlsmgr() {
        StartupQuestions questions = questions(5000);

        assertThat(questions.policy("smtpd")).isEqualTo(SessionPolicy.NONE);
        assertThat(questions.seed(32)).isEmpty();
        assertThat(log.lines()).containsExactly("warning: connect to " + path + ": No such file or directory");
    }

    @Test
    void shouldNotWaitLongerThanAllQuestionsMayTake() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> { })) {
            long start = System.nanoTime();
            StartupQuestions questions = questions(300);
            assertThat(questions.policy("smtpd")).isEqualTo(SessionPolicy.NONE);
            assertThat(questions.seed(32)).isEmpty();
            assertThat((System.nanoTime() - start) / 1_000_000).isBetween(300L, 2000L);
            assertThat(tlsmgr.requests()).hasSize(1);
        }
    }

    @Test
    void shouldTakeARefusedOrSwitchedOffPolicyForNone() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) ->
            peer.say(request.contains("bogus") ? "status|4294967294|cachable|1|timeout|3600||" : "status|0|cachable|1|timeout|0||"))) {
            StartupQuestions questions = questions(5000);
            assertThat(questions.policy("bogus")).isEqualTo(SessionPolicy.NONE);
            assertThat(questions.policy("smtpd")).isEqualTo(SessionPolicy.NONE);
            assertThat(SessionPolicy.NONE.ticketable()).isFalse();
            assertThat(tlsmgr.requests()).hasSize(2);
        }
    }
}
