package org.tlsproxy.tlsmgr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.junit.jupiter.api.Test;
import org.tlsproxy.log.EpochClock;
import org.tlsproxy.wire.TicketKey;
import org.tlsproxy.wire.TlsmgrReply;

class TicketKeyRingTest {

    private static final int LIFETIME = 3600;
    private static final byte[] STATE = "state of a session".getBytes(StandardCharsets.UTF_8);

    /** A question to tlsmgr that waits for its answer. */
    private record Asked(byte[] name, Consumer<Optional<TlsmgrReply.Ticket>> then) {
        void answer(TicketKey key) {
            then.accept(Optional.of(new TlsmgrReply.Ticket(TlsmgrReply.OK, key.buffer())));
        }

        void answer(int status) {
            then.accept(Optional.of(new TlsmgrReply.Ticket(status, name.clone())));
        }

        void fail() {
            then.accept(Optional.empty());
        }
    }

    private final ArrayDeque<Asked> questions = new ArrayDeque<>();
    private final LogBook log = new LogBook();
    private long now = 1_000_000;
    private final EpochClock clock = () -> now;
    private final TicketKeyRing ring = ring("tlsproxy");

    private TicketKeyRing ring(String context) {
        return new TicketKeyRing((name, then) -> questions.add(new Asked(name, then)), new TicketKeyRing.Terms(context, LIFETIME, clock), log,
            new SecureRandom());
    }

    private TicketKeyRing withKey(TicketKeyRing keyless, TicketKey key) {
        keyless.refresh(() -> { });
        questions.poll().answer(key);
        return keyless;
    }

    private TicketKey key(int number) {
        return Keys.raw(number, now + 1799);
    }

    @Test
    void shouldOpenWhatAnotherProcessOfTheServiceSealed() {
        byte[] ticket = withKey(ring, key(1)).seal(STATE).orElseThrow();
        TicketKeyRing other = withKey(ring("tlsproxy"), key(1));

        assertThat(other.question(ticket)).isEmpty();
        assertThat(other.open(ticket)).hasValueSatisfying(state -> assertThat(state).isEqualTo(STATE));
        assertThat(ring.seal(STATE).orElseThrow()).isNotEqualTo(ticket);
    }

    @Test
    void shouldNotOpenWhatAnotherServiceSealedOrSomebodyChanged() {
        byte[] ticket = withKey(ring, key(1)).seal(STATE).orElseThrow();
        assertThat(withKey(ring("smtpd"), key(1)).open(ticket)).isEmpty();
        for (int i = 0; i < ticket.length; i++) {
            byte[] changed = ticket.clone();
            changed[i] ^= 1;
            assertThat(ring.open(changed)).as("byte %d changed", i).isEmpty();
            assertThat(ring.open(Arrays.copyOf(ticket, i))).as("cut to %d bytes", i).isEmpty();
        }
        assertThat(ring.open(ticket)).isPresent();
    }

    @Test
    void shouldDeriveKeysThatTlsmgrsOwnDoNotTell() {
        TicketKey theirs = key(1);
        SealingKey ours = SealingKey.derive(theirs, "tlsproxy", LIFETIME);
        byte[] material = Arrays.copyOf(theirs.cipherKey(), 64);
        System.arraycopy(theirs.macKey(), 0, material, 32, 32);
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(material, theirs.name(), "tlsproxy-java session ticket 1\0tlsproxy".getBytes(StandardCharsets.US_ASCII)));
        byte[] expected = new byte[32];
        hkdf.generateBytes(expected, 0, 32);

        assertThat(ours.secret()).isEqualTo(expected).isNotEqualTo(theirs.cipherKey());
        assertThat(ours.name()).isNotEqualTo(theirs.name());
        assertThat(SealingKey.masked(ours.name())).isEqualTo(theirs.name());
        assertThat(ours).hasToString("SealingKey[sealUntil=1001799, openUntil=1005399]");
    }

    @Test
    void shouldIssueNoTicketWithoutKeyAndAskForOneOnce() {
        assertThat(ring.seal(STATE)).isEmpty();
        assertThat(ring.seal(STATE)).isEmpty();
        assertThat(questions).hasSize(1);
        assertThat(questions.peek().name()).isEmpty();
        questions.poll().answer(key(1));
        assertThat(ring.seal(STATE)).isPresent();
    }

    @Test
    void shouldNotSealWithAnExpiredKeyButOpenForALifetimeMore() {
        byte[] ticket = withKey(ring, key(1)).seal(STATE).orElseThrow();
        now += 1798;
        assertThat(ring.seal(STATE)).isPresent();
        now += 1;
        assertThat(ring.current()).isEmpty();
        assertThat(ring.seal(STATE)).isEmpty();
        questions.poll().answer(key(2));
        assertThat(Arrays.mismatch(ring.seal(STATE).orElseThrow(), ticket)).as("first byte of the key's name").isZero();
        now += LIFETIME - 1;
        assertThat(ring.open(ticket)).isPresent();
        now += 1;
        assertThat(ring.open(ticket)).isEmpty();
        assertThat(ring.question(ticket)).as("tlsmgr has forgotten it earlier").isEmpty();
    }

    @Test
    void shouldKeepTheTwoLatestKeysAndWipeTheOthers() {
        List<SealingKey> seen = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            withKey(ring, key(number));
            seen.add(ring.current().orElseThrow());
            now += 1800;
        }
        assertThat(ring.byName(seen.get(0).name())).isEmpty();
        assertThat(ring.byName(seen.get(1).name())).isPresent();
        assertThat(seen.get(0).secret()).containsOnly(0);
        assertThat(seen.get(1).secret()).isNotEqualTo(new byte[32]);
    }

    @Test
    void shouldAskTlsmgrForTheKeyOfAForeignTicketByItsOwnName() {
        byte[] ticket = withKey(ring("tlsproxy"), key(5)).seal(STATE).orElseThrow();
        byte[] name = ring.question(ticket).orElseThrow();
        List<String> done = new ArrayList<>();
        ring.fetch(name, () -> done.add("done"));
        assertThat(questions.peek().name()).isEqualTo(key(5).name());
        assertThat(done).isEmpty();
        questions.poll().answer(key(5));

        assertThat(done).containsExactly("done");
        assertThat(ring.open(ticket)).hasValueSatisfying(state -> assertThat(state).isEqualTo(STATE));
    }

    @Test
    void shouldLeaveATicketUnopenedWhoseKeyTlsmgrDoesNotHave() {
        byte[] ticket = withKey(ring("tlsproxy"), key(5)).seal(STATE).orElseThrow();
        List<String> done = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ring.fetch(ring.question(ticket).orElseThrow(), () -> done.add("done"));
        }
        questions.poll().answer(TlsmgrReply.NOT_FOUND);
        questions.poll().fail();
        questions.poll().answer(key(6));    // not the one that was asked for

        assertThat(done).hasSize(3);
        assertThat(ring.open(ticket)).isEmpty();
        assertThat(ring.current()).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldAskNothingAboutTicketsThatSmtpdSealedWithAKnownKey() {
        withKey(ring, key(1));
        byte[] smtpds = Arrays.copyOf(key(1).name(), 200);
        assertThat(ring.question(smtpds)).isEmpty();
        assertThat(ring.open(smtpds)).isEmpty();
        assertThat(ring.question(new byte[43])).as("too short for one of ours").isEmpty();
    }

    @Test
    void shouldAskAgainWhenTheKeyExpires() {
        assertThat(ring.tend()).isEqualTo(1000);
        questions.poll().answer(key(1));
        assertThat(ring.tend()).isEqualTo(1_799_000);
        assertThat(questions).isEmpty();
        now += 1799;
        assertThat(ring.tend()).isEqualTo(1000);
        assertThat(questions).hasSize(1);
    }

    @Test
    void shouldAskLessOftenWhileThereIsNoAnswer() {
        List<Long> rests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rests.add(ring.tend());
            questions.poll().fail();
        }
        assertThat(rests).containsExactly(1000L, 2000L, 4000L, 8000L, 16_000L, 32_000L, 32_000L, 32_000L);
        ring.tend();
        questions.poll().answer(key(1));
        ring.tend();
        now += 1800;
        assertThat(ring.tend()).isEqualTo(1000);
    }

    @Test
    void shouldRestAnHourAtMostHoweverFarTheExpiryIs() {
        withKey(ring, Keys.raw(1, Long.MAX_VALUE / 2));
        assertThat(ring.tend()).isEqualTo(3_600_000);
    }

    @Test
    void shouldDropAndWipeWhatIsTooOldWhenTended() {
        SealingKey old = withKey(ring, key(1)).current().orElseThrow();
        now += 1799 + LIFETIME;
        ring.tend();
        assertThat(old.secret()).containsOnly(0);
    }

    @Test
    void shouldWarnOnceOfKeysOfAnotherMachine() {
        for (int i = 0; i < 2; i++) {
            ring.refresh(() -> { });
            questions.poll().then().accept(Optional.of(new TlsmgrReply.Ticket(TlsmgrReply.OK, new byte[84])));
        }
        assertThat(ring.seal(STATE)).isEmpty();
        assertThat(log.lines()).containsExactly("warning: session ticket key of 84 bytes from tlsmgr is not usable; no session tickets");
    }

    @Test
    void shouldForgetAllKeysWhenClosed() {
        SealingKey key = withKey(ring, key(1)).current().orElseThrow();
        ring.refresh(() -> { });
        ring.close();
        questions.poll().answer(key(2));
        assertThat(key.secret()).containsOnly(0);
        assertThat(ring.seal(STATE)).isEmpty();
    }
}
