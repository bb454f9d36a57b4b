package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tlsproxy.log.EpochClock;
import org.tlsproxy.log.Logger;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.tlsmgr.SessionCache;
import org.tlsproxy.tlsmgr.SessionPolicy;
import org.tlsproxy.tlsmgr.StartupQuestions;
import org.tlsproxy.tlsmgr.TicketKeyRing;
import org.tlsproxy.tlsmgr.TlsmgrClient;
import org.tlsproxy.tlsmgr.TlsmgrService;
import org.tlsproxy.wire.Generation;

/** Our client of tlsmgr(8) and the real one: what workers of an instance share of their sessions. */
@Tag("once")
class TlsmgrIT {

    private static final byte[] STATE = "state of a session".getBytes(StandardCharsets.UTF_8);

    private static PostfixInstance mx;

    private final List<String> warnings = new ArrayList<>();
    private final EventLoop loop = loop();
    private TlsmgrClient client;
    private long mark;

    @BeforeAll
    static void startPostfix() {
        mx = new PostfixSetup()
            .setting("smtpd_tls_session_cache_database", "btree:$DIR/data/smtpd_scache")
            .setting("smtpd_tls_session_cache_timeout", "1200s")
            .start();
    }

    @AfterAll
    static void stopPostfix() {
        mx.close();
    }

    @BeforeEach
    void connect() {
        client = newClient();
        mark = mx.log().mark();
    }

    @AfterEach
    void shouldHaveLeftEverybodyContent() {
        client.close();
        assertThat(warnings).isEmpty();
        assertThat(mx.log().textsSince(mark, "warning: ")).isEmpty();
    }

    private static EventLoop loop() {
        try {
            return new EventLoop(new Watchdog(0, where -> { }));
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    private TlsmgrClient newClient() {
        String release = Command.mustRun("postconf", "-dh", "mail_version").output();
        return new TlsmgrClient(loop, new Warnings(warnings),
            new TlsmgrService(mx.socket("tlsmgr").toString(), Generation.of(release).orElseThrow()));
    }

    private StartupQuestions questions() {
        return new StartupQuestions(loop, client, 5000);
    }

    private TicketKeyRing ring(String context) {
        return new TicketKeyRing(client::ticketKey, new TicketKeyRing.Terms(context, 1200, EpochClock.SYSTEM), new Warnings(warnings),
            new SecureRandom());
    }

    private void turnUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + Command.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in " + Command.PATIENCE).isLessThan(end);
            loop.turn(10);
        }
    }

    private Optional<byte[]> found(SessionCache cache, String key) {
        List<Optional<byte[]>> found = new ArrayList<>();
        cache.lookup(key, found::add);
        turnUntil(() -> !found.isEmpty());
        return found.get(0);
    }

    @Test
    void shouldLearnThePolicyOfEachCacheType() {
        StartupQuestions questions = questions();
        assertThat(questions.policy("smtpd")).isEqualTo(new SessionPolicy(true, 1200));
        assertThat(questions.policy("smtp")).isEqualTo(new SessionPolicy(false, 3600));
    }

    @Test
    void shouldGetRandomBytes() {
        StartupQuestions questions = questions();
        byte[] seed = questions.seed(32).orElseThrow();
        assertThat(seed).hasSize(32);
        assertThat(questions.seed(32)).hasValueSatisfying(other -> assertThat(other).isNotEqualTo(seed));
    }

    @Test
    void shouldFindTheSessionsThatAnotherProcessStored() {
        byte[] session = new byte[20_000];
        new Random(1).nextBytes(session);
        String key = SessionCache.serverKey("0123456789ABCDEF".repeat(4), "smtpd");
        loop.turn(0);
        new SessionCache(client, "smtpd").update(key, session);
        assertThat(found(new SessionCache(client, "smtpd"), key)).isPresent();

        TlsmgrClient other = newClient();
        SessionCache cache = new SessionCache(other, "smtpd");
        assertThat(found(cache, key)).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(session));
        assertThat(found(cache, SessionCache.serverKey("0123456789ABCDEF".repeat(4), "other"))).isEmpty();
        cache.delete(key);
        assertThat(found(cache, key)).isEmpty();
        other.close();
    }

    @Test
    void shouldNotMissAnAnswerHoweverManyQuestionsWait() {
        SessionCache cache = new SessionCache(client, "smtpd");
        loop.turn(0);
        List<Integer> answered = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int number = i;
            cache.lookup("missing" + i, none -> answered.add(number));
        }
        turnUntil(() -> answered.size() == 300);
        assertThat(answered).isSorted();
    }

    @Test
    void shouldOpenTicketsThatAnotherWorkerOfTheServiceSealed() {
        TicketKeyRing sealing = ring("tlsproxy");
        TicketKeyRing opening = ring("tlsproxy");
        assertThat(questions().ticketKey(sealing)).isTrue();
        byte[] ticket = sealing.seal(STATE).orElseThrow();

        byte[] name = opening.question(ticket).orElseThrow();
        List<String> answered = new ArrayList<>();
        opening.fetch(name, () -> answered.add("key"));
        turnUntil(() -> !answered.isEmpty());

        assertThat(opening.open(ticket)).hasValueSatisfying(state -> assertThat(state).isEqualTo(STATE));
        assertThat(opening.current().orElseThrow().sealUntil() - EpochClock.SYSTEM.seconds()).isBetween(500L, 600L);
    }

    @Test
    void shouldLearnThatTlsmgrDoesNotKnowATicket() {
        TicketKeyRing ring = ring("tlsproxy");
        byte[] ticket = new byte[200];
        new Random(2).nextBytes(ticket);
        List<String> answered = new ArrayList<>();
        loop.turn(0);
        ring.fetch(ring.question(ticket).orElseThrow(), () -> answered.add("none"));
        turnUntil(() -> !answered.isEmpty());
        assertThat(ring.open(ticket)).isEmpty();
    }

    @Test
    void shouldGoOnAfterAReload() {
        TicketKeyRing ring = ring("tlsproxy");
        assertThat(questions().ticketKey(ring)).isTrue();
        byte[] ticket = ring.seal(STATE).orElseThrow();
        mx.reload();
        assertThat(questions().policy("smtpd")).isEqualTo(new SessionPolicy(true, 1200));
        assertThat(questions().ticketKey(ring("tlsproxy"))).isTrue();
        assertThat(ring.open(ticket)).as("with the key that is still here").isPresent();
    }

    private record Warnings(List<String> texts) implements Logger {
        @Override
        public void info(String text) {
            texts.add(text);
        }

        @Override
        public void warn(String text) {
            texts.add(text);
        }

        @Override
        public void error(String text) {
            texts.add(text);
        }

        @Override
        public boolean verbose() {
            return false;
        }
    }
}
