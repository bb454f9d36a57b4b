package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

/** Our client resuming sessions of our server. */
class ClientResumptionTest {

    private static final KeyChains CHAINS = TestChains.of(Algorithm.RSA, Algorithm.EC);
    private static final ServerProfile PROFILE = TestProfiles.with(CHAINS);

    @ParameterizedTest
    @CsvSource({"0304, 1302", "0304, 1301", "0303, c02c", "0303, c014", "0301, c014"})
    void shouldResumeWithoutAskingTheJudgeAgain(String version, String suite) {
        MemoryPair.Wish wish = wish(version, suite);
        wish.verdict = 62;
        MemoryPair first = MemoryPair.shakenHands(wish, PROFILE);
        byte[] leaf = first.facts().peer().chain().get(0);
        assertThat(wish.sessions).hasSize(1);

        MemoryPair.Wish again = wish(version, suite).session(wish.sessions.get(0));
        MemoryPair second = MemoryPair.shakenHands(again, PROFILE);
        second.say("x");
        second.answer("y");

        assertThat(second.client.failure()).isEmpty();
        assertThat(second.facts().resumed()).isEqualTo(TlsFacts.Resumed.BY_TICKET);
        assertThat(second.server.connection.facts().orElseThrow().resumed()).isEqualTo(TlsFacts.Resumed.BY_TICKET);
        assertThat(again.judged).isEmpty();
        assertThat(second.facts().peer().chain()).containsExactly(leaf);
        assertThat(second.facts().peer().verifyError()).isEqualTo(62);
        assertThat(second.atClient).hasToString("y");
    }

    @Test
    void shouldReportTheRememberedKeyOfAResumedTls13Session() {
        MemoryPair second = MemoryPair.shakenHands(wish("0304", "1302").session(session("0304", "1302")), PROFILE);

        assertThat(second.facts().server()).isEqualTo(new TlsFacts.Signature("ECDSA", "prime256v1", 0, ""));
        assertThat(second.facts().keyExchange().name()).isEqualTo("X25519");
    }

    @Test
    void shouldResumeAfterAHelloRetryRequest() {
        ServerProfile only384 = new ServerProfile(CHAINS, TestProfiles.ALL_VERSIONS, List.of(), TestProfiles.TLS13_SUITES,
            List.of(24), TestProfiles.OPTIONS, TestProfiles.NO_CERTS, TestProfiles.TICKETS);
        MemoryPair.Wish wish = wish("0304", "1302");
        MemoryPair.shakenHands(wish, only384);
        assertThat(wish.sessions).hasSize(1);
        MemoryPair second = MemoryPair.shakenHands(wish("0304", "1302").session(wish.sessions.get(0)), only384);

        assertThat(second.client.failure()).isEmpty();
        assertThat(second.facts().resumed()).isEqualTo(TlsFacts.Resumed.BY_TICKET);
    }

    @Test
    void shouldChainTls13Tickets() {
        byte[] session = session("0304", "1302");
        for (int i = 0; i < 3; i++) {
            MemoryPair.Wish wish = wish("0304", "1302").session(session);
            MemoryPair pair = MemoryPair.shakenHands(wish, PROFILE);
            assertThat(pair.facts().resumed()).isEqualTo(TlsFacts.Resumed.BY_TICKET);
            session = wish.sessions.isEmpty() ? session : wish.sessions.get(0);
        }
    }

    @Test
    void shouldShakeHandsInFullWhenTheServerHasForgotten() {
        byte[] session = session("0304", "1302");
        byte[] session12 = session("0303", "c02c");
        ServerProfile forgetful = new ServerProfile(CHAINS, TestProfiles.ALL_VERSIONS, TestProfiles.allSuites(),
            TestProfiles.TLS13_SUITES, TestProfiles.GROUPS, TestProfiles.OPTIONS, TestProfiles.NO_CERTS, TestProfiles.NO_TICKETS);
        MemoryPair.Wish wish = wish("0304", "1302").session(session);
        assertThat(MemoryPair.shakenHands(wish, forgetful).facts().resumed()).isEqualTo(TlsFacts.Resumed.NO);
        assertThat(wish.judged).hasSize(1);
        MemoryPair.Wish wish12 = wish("0303", "c02c").session(session12);
        assertThat(MemoryPair.shakenHands(wish12, forgetful).facts().resumed()).isEqualTo(TlsFacts.Resumed.NO);
        assertThat(wish12.judged).hasSize(1);
    }

    @Test
    void shouldNotOfferASessionOfAVersionOrSuiteThatIsOff() {
        assertFull(wish("0303", "c02c").session(session("0304", "1302")));
        assertFull(wish("0304", "1302").session(session("0303", "c02c")));
        assertFull(wish("0303", "c030").session(session("0303", "c02c")));
        assertFull(wish("0304", "1301").session(session("0304", "1302")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0304, 0x0303})
    void shouldNotOfferAnExpiredSession(int version) {
        long[] now = {1_800_000_000L};
        EngineFactory factory = new EngineFactory(MemoryServer.CRYPTO, MemoryServer.KEYS, () -> now[0]);
        MemoryPair.Wish wish = new MemoryPair.Wish().versions(version);
        connect(wish, factory);
        now[0] += 7100;
        MemoryPair.Wish inTime = new MemoryPair.Wish().versions(version).session(wish.sessions.get(0));
        assertThat(connect(inTime, factory).facts().resumed()).isEqualTo(TlsFacts.Resumed.BY_TICKET);
        now[0] += 200;
        MemoryPair.Wish late = new MemoryPair.Wish().versions(version).session(wish.sessions.get(0));
        MemoryPair pair = connect(late, factory);
        assertThat(pair.facts().resumed()).isEqualTo(TlsFacts.Resumed.NO);
    }

    @Test
    void shouldIgnoreGarbage() {
        byte[] good = session("0304", "1302");
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            byte[] bad = round % 3 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            if (round % 3 == 1) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            } else if (round % 3 == 2) {
                bad = new byte[random.nextInt(200)];
                random.nextBytes(bad);
            }
            ClientSession.decode(bad).ifPresent(session -> assertThat(session.secret()).isNotEmpty());
            if (round % 3 != 1) {
                assertThat(ClientSession.decode(bad)).isEmpty();
            }
        }
        assertFull(wish("0304", "1302").session(new byte[0]));
        assertFull(wish("0304", "1302").session("0\202\1".getBytes()));
    }

    @Test
    void shouldNotAskForTicketsBelowTls13WhenTheyAreOff() {
        MemoryPair.Wish wish = wish("0303", "c02c");
        wish.tickets = false;
        MemoryPair pair = MemoryPair.shakenHands(wish, new ServerProfile(CHAINS, TestProfiles.ALL_VERSIONS, TestProfiles.allSuites(),
            TestProfiles.TLS13_SUITES, TestProfiles.GROUPS, TestProfiles.OPTIONS, TestProfiles.NO_CERTS,
            new ServerProfile.Resumption(true, false, false, 60)));

        assertThat(pair.client.phase()).isEqualTo(Phase.OPEN);
        assertThat(wish.sessions).isEmpty();
    }

    private static MemoryPair connect(MemoryPair.Wish wish, EngineFactory factory) {
        MemoryPair pair = new MemoryPair(wish, new MemoryServer(PROFILE, factory), factory);
        pair.client.start();
        pair.pump(Integer.MAX_VALUE);
        return pair;
    }

    private static void assertFull(MemoryPair.Wish wish) {
        MemoryPair pair = MemoryPair.shakenHands(wish, PROFILE);
        assertThat(pair.client.failure()).isEmpty();
        assertThat(pair.facts().resumed()).isEqualTo(TlsFacts.Resumed.NO);
    }

    private static byte[] session(String version, String suite) {
        MemoryPair.Wish wish = wish(version, suite);
        MemoryPair.shakenHands(wish, PROFILE);
        return wish.sessions.get(0);
    }

    private static MemoryPair.Wish wish(String version, String suite) {
        MemoryPair.Wish wish = new MemoryPair.Wish().versions(Integer.parseInt(version, 16));
        if (version.equals("0304")) {
            wish.tls13Suites = List.of(Integer.parseInt(suite, 16));
            return wish;
        }
        return wish.suites(Integer.parseInt(suite, 16));
    }
}
