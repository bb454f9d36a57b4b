package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

/** Our client against our server. */
class ClientHandshakeTest {

    private static final KeyChains CHAINS = TestChains.of(Algorithm.RSA, Algorithm.EC, Algorithm.DSA);
    private static final ServerProfile PROFILE = TestProfiles.with(CHAINS);

    @ParameterizedTest
    @CsvSource({"0304, TLSv1.3, TLS_AES_256_GCM_SHA384, 256", "0303, TLSv1.2, AECDH-AES256-SHA, 256"})
    void shouldShakeHandsAndCarryDataBothWays(String version, String protocol, String suite, int bits) {
        MemoryPair.Wish wish = new MemoryPair.Wish().versions(Integer.parseInt(version, 16));
        if (version.equals("0303")) {
            wish.suites(0xc019);
        }
        MemoryPair pair = MemoryPair.shakenHands(wish, PROFILE);
        assertThat(pair.client.failure()).isEmpty();
        pair.say("EHLO client.example\r\n");
        pair.answer("250 server.example\r\n");

        assertThat(pair.client.phase()).isEqualTo(Phase.OPEN);
        assertThat(pair.server.plaintext).hasToString("EHLO client.example\r\n");
        assertThat(pair.atClient).hasToString("250 server.example\r\n");
        assertThat(pair.facts().protocol()).isEqualTo(protocol);
        assertThat(pair.facts().cipher()).isEqualTo(new TlsFacts.Cipher(suite, bits, bits));
    }

    @Test
    void shouldSendNothingBeforeItIsStarted() {
        MemoryPair pair = new MemoryPair(new MemoryPair.Wish(), PROFILE);
        assertThat(pair.fromClient()).isEmpty();

        assertThat(pair.client.start()).isEqualTo(Phase.HANDSHAKING);
        assertThat(pair.fromClient()).startsWith(0x16, 3, 1);
        assertThat(pair.client.start()).isEqualTo(Phase.HANDSHAKING);
        assertThat(pair.fromClient()).isEmpty();
    }

    @Test
    void shouldReportTheServersSignatureAndWhatTheJudgeSaid() {
        MemoryPair.Wish wish = new MemoryPair.Wish();
        wish.verdict = 18;
        MemoryPair pair = MemoryPair.shakenHands(wish, PROFILE);

        assertThat(pair.facts().keyExchange()).isEqualTo(new TlsFacts.KeyExchange("X25519", "", 0, 29));
        assertThat(pair.facts().server()).isEqualTo(new TlsFacts.Signature("ECDSA", "prime256v1", 0, "SHA256"));
        assertThat(pair.facts().client()).isEqualTo(TlsFacts.Signature.NONE);
        assertThat(pair.facts().resumed()).isEqualTo(TlsFacts.Resumed.NO);
        assertThat(pair.facts().peer().verifyError()).isEqualTo(18);
        assertThat(pair.facts().peer().chain()).containsExactly(TestChains.chain(Algorithm.EC).chain().get(0));
        assertThat(wish.judged).hasSize(1);
        assertThat(wish.judged.get(0).chain()).containsExactly(TestChains.chain(Algorithm.EC).chain().get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0304, 0x0303})
    void shouldShowTheJudgeTheWholeChainAndRememberTheLeaf(int version) {
        KeyChain rsa = TestChains.chain(Algorithm.RSA);
        byte[] leaf = rsa.chain().get(0);
        byte[] issuer = TestChains.chain(Algorithm.EC).chain().get(0);
        KeyChains two = new KeyChains(List.of(new KeyChain(Algorithm.RSA, rsa.pkcs8(), List.of(leaf, issuer))));
        MemoryPair.Wish wish = new MemoryPair.Wish().versions(version).suites(0xc02f);
        MemoryPair pair = MemoryPair.shakenHands(wish, TestProfiles.with(two));

        assertThat(wish.judged.get(0).chain()).containsExactly(leaf, issuer);
        assertThat(pair.facts().peer().chain()).containsExactly(leaf);
    }

    @Test
    void shouldNotAskTheJudgeAboutAnonymousServers() {
        MemoryPair.Wish wish = new MemoryPair.Wish().versions(0x0303).suites(0xa7);
        MemoryPair pair = MemoryPair.shakenHands(wish, PROFILE);

        assertThat(pair.facts().cipher().name()).isEqualTo("ADH-AES256-GCM-SHA384");
        assertThat(pair.facts().peer()).isEqualTo(TlsFacts.PeerCredential.ANONYMOUS);
        assertThat(wish.judged).isEmpty();
    }

    @Test
    void shouldShakeHandsByEverySuite() {
        for (int suite : TestProfiles.allSuites()) {
            MemoryPair pair = MemoryPair.shakenHands(new MemoryPair.Wish().versions(0x0303).suites(suite), PROFILE);
            if (suite == 0x0001) {
                assertThat(pair.client.failure()).map(TlsFailure::reason).contains("no ciphers available");
                continue;
            }
            assertThat(pair.client.failure()).as("suite %04x", suite).isEmpty();
            pair.say("x");
            pair.answer("y");
            assertThat(pair.server.plaintext).as("suite %04x", suite).hasToString("x");
            assertThat(pair.atClient).as("suite %04x", suite).hasToString("y");
            assertThat(pair.facts().cipher()).isEqualTo(Suites.cipher(suite));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0302, 0x0301})
    void shouldSpeakTheOldVersions(int version) {
        for (int suite : new int[] {0xc009, 0xc013, 0x33, 0x32, 0x2f, 0xc018, 0x34, 0xc010, 0x02}) {
            MemoryPair pair = MemoryPair.shakenHands(new MemoryPair.Wish().versions(version).suites(suite), PROFILE);
            assertThat(pair.client.failure()).as("suite %04x", suite).isEmpty();
            pair.say("x");
            pair.answer("y");
            assertThat(pair.atClient).hasToString("y");
            assertThat(pair.facts().protocol()).isEqualTo(version == 0x0302 ? "TLSv1.1" : "TLSv1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 5000})
    void shouldTakeInputInAnyPortions(int portion) {
        for (int version : new int[] {0x0304, 0x0303}) {
            MemoryPair pair = new MemoryPair(new MemoryPair.Wish().versions(version), PROFILE);
            pair.client.start();
            pair.pump(portion);
            assertThat(pair.client.phase()).isEqualTo(Phase.OPEN);
            assertThat(pair.server.connection.phase()).isEqualTo(Phase.OPEN);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {29, 23, 24, 25, 30, 256, 0x11ec})
    void shouldShareKeysInEveryGroupThatIsFirst(int group) {
        MemoryPair pair = MemoryPair.shakenHands(new MemoryPair.Wish().versions(0x0304).groups(group), PROFILE);

        assertThat(pair.facts().keyExchange().group()).isEqualTo(group);
    }

    @Test
    void shouldFollowAHelloRetryRequest() {
        ServerProfile only384 = new ServerProfile(CHAINS, TestProfiles.ALL_VERSIONS, List.of(), TestProfiles.TLS13_SUITES,
            List.of(24), TestProfiles.OPTIONS, TestProfiles.NO_CERTS, TestProfiles.TICKETS);
        MemoryPair pair = MemoryPair.shakenHands(new MemoryPair.Wish(), only384);
        pair.say("x");

        assertThat(pair.facts().keyExchange()).isEqualTo(new TlsFacts.KeyExchange("ECDHE", "secp384r1", 0, 24));
        assertThat(pair.server.plaintext).hasToString("x");
    }

    @Test
    void shouldOfferTheLowestRangeOfVersionsWithoutAHole() {
        MemoryPair pair = MemoryPair.shakenHands(new MemoryPair.Wish().versions(0x0304, 0x0302, 0x0301), PROFILE);

        assertThat(pair.facts().protocol()).isEqualTo("TLSv1.1");
    }

    @Test
    void shouldReportANameThatTheServerAcknowledged() {
        MemoryPair.Wish wish = new MemoryPair.Wish();
        wish.serverName = Optional.of("mx.example");
        MemoryPair pair = MemoryPair.shakenHands(wish, PROFILE);

        assertThat(pair.facts().serverName()).isEmpty();
        assertThat(pair.client.phase()).isEqualTo(Phase.OPEN);
    }

    @Test
    void shouldCloseInBothDirections() {
        for (int version : new int[] {0x0304, 0x0303}) {
            MemoryPair pair = MemoryPair.shakenHands(new MemoryPair.Wish().versions(version), PROFILE);
            pair.server.connection.close();
            pair.pump(Integer.MAX_VALUE);
            assertThat(pair.client.phase()).isEqualTo(Phase.PEER_CLOSED);
            pair.client.send(new byte[] {1}, 0, 1);
            assertThat(pair.client.close()).isEqualTo(Phase.CLOSED);
            assertThat(pair.client.failure()).isEmpty();
            pair.client.destroy();
            pair.client.destroy();
        }
    }
}
