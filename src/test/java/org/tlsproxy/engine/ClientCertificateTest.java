package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;

/** What our client shows of itself to a server that asks. */
class ClientCertificateTest {

    private static final ServerProfile ASKING = TestProfiles.with(TestChains.of(Algorithm.EC), TestProfiles.ALL_VERSIONS,
        TestProfiles.OPTIONS, TestProfiles.ASK);

    @ParameterizedTest
    @CsvSource({"RSA, 0304", "RSA, 0303", "RSA, 0302", "RSA, 0301", "EC, 0304", "EC, 0303", "EC, 0301", "ED25519, 0304",
        "ED25519, 0303", "ED448, 0304", "RSA_PSS, 0304", "RSA_PSS, 0303", "DSA, 0303", "DSA, 0301"})
    void shouldShowItsCertificateWhenAsked(Algorithm algorithm, String version) {
        MemoryPair pair = MemoryPair.shakenHands(wish(version, algorithm), ASKING);

        assertThat(pair.client.failure()).isEmpty();
        assertThat(pair.server.connection.facts().orElseThrow().peer().chain())
            .containsExactly(TestChains.chain(algorithm).chain().get(0));
    }

    @ParameterizedTest
    @CsvSource({"DSA, 0304", "ED25519, 0302", "RSA_PSS, 0301"})
    void shouldShowNothingWhereItsKeyCannotSign(Algorithm algorithm, String version) {
        MemoryPair pair = MemoryPair.shakenHands(wish(version, algorithm), ASKING);

        assertThat(pair.client.failure()).isEmpty();
        assertThat(pair.server.connection.facts().orElseThrow().peer()).isEqualTo(TlsFacts.PeerCredential.ANONYMOUS);
        assertThat(pair.facts().client()).isEqualTo(TlsFacts.Signature.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0304", "0303", "0301"})
    void shouldAnswerWithAnEmptyCertificateWhenItHasNone(String version) {
        MemoryPair pair = MemoryPair.shakenHands(wish(version), ASKING);

        assertThat(pair.client.failure()).isEmpty();
        assertThat(pair.server.connection.facts().orElseThrow().peer()).isEqualTo(TlsFacts.PeerCredential.ANONYMOUS);
    }

    /** RFC 7250. */
    @ParameterizedTest
    @CsvSource({"EC, 0304, true", "RSA, 0304, true", "ED25519, 0304, true", "EC, 0303, true", "RSA, 0303, true", "EC, 0304, false"})
    void shouldShowItsBarePublicKeyToAServerThatTakesOne(Algorithm algorithm, String version, boolean offered) throws Exception {
        MemoryPair.Wish wish = wish(version, algorithm);
        wish.ownRawKeys = offered;
        MemoryPair pair = new MemoryPair(wish, ASKING);
        StockServer server = StockServer.takingRawKeys(pair, Integer.parseInt(version, 16));

        assertThat(pair.client.failure()).isEmpty();
        assertThat(pair.facts().ownRawKey()).isEqualTo(offered);
        byte[] certificate = TestChains.chain(algorithm).chain().get(0);
        byte[] key = Certificate.getInstance(certificate).getSubjectPublicKeyInfo().getEncoded("DER");
        assertThat(server.shown()).hasSize(1);
        assertThat(server.shown().get(0).getCertificateAt(0).getEncoded()).isEqualTo(offered ? key : certificate);
    }

    @Test
    void shouldShowItsCertificateToAServerThatKnowsNoRawKeys() {
        MemoryPair.Wish wish = wish("0304", Algorithm.EC);
        wish.ownRawKeys = true;
        MemoryPair pair = MemoryPair.shakenHands(wish, ASKING);

        assertThat(pair.server.connection.facts().orElseThrow().peer().chain()).containsExactly(TestChains.chain(Algorithm.EC).chain().get(0));
        assertThat(pair.facts().ownRawKey()).isFalse();
    }

    @Test
    void shouldOfferNoRawKeyWhereItHasNone() {
        MemoryPair.Wish wish = wish("0304");
        wish.ownRawKeys = true;
        MemoryPair pair = MemoryPair.shakenHands(wish, ASKING);

        assertThat(pair.client.failure()).isEmpty();
        assertThat(pair.facts().ownRawKey()).isFalse();
    }

    @Test
    void shouldReportItsOwnTls13Signature() {
        MemoryPair pair = MemoryPair.shakenHands(wish("0304", Algorithm.RSA), ASKING);

        assertThat(pair.facts().client()).isEqualTo(new TlsFacts.Signature("RSA-PSS", "", 2048, "SHA256"));
    }

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, names = {"RSA", "EC"})
    void shouldChooseByTheServersSchemesInTls13(Algorithm first) {
        MemoryPair pair = MemoryPair.shakenHands(wish("0304", Algorithm.RSA, Algorithm.EC), ASKING);
        assertThat(pair.facts().client().name()).isEqualTo("ECDSA");

        // earlier versions know the certificate that was loaded last
        Algorithm last = first == Algorithm.RSA ? Algorithm.EC : Algorithm.RSA;
        MemoryPair older = MemoryPair.shakenHands(wish("0303", first, last), ASKING);
        assertThat(older.server.connection.facts().orElseThrow().peer().chain())
            .containsExactly(TestChains.chain(last).chain().get(0));
    }

    @Test
    void shouldSendTheWholeChain() {
        KeyChain rsa = TestChains.chain(Algorithm.RSA);
        byte[] leaf = rsa.chain().get(0);
        byte[] issuer = TestChains.chain(Algorithm.EC).chain().get(0);
        MemoryPair.Wish wish = wish("0304");
        wish.chains = new KeyChains(List.of(new KeyChain(Algorithm.RSA, rsa.pkcs8(), List.of(leaf, issuer))));
        List<byte[]> seen = new ArrayList<>();
        EngineFactory factory = new EngineFactory(MemoryServer.CRYPTO, MemoryServer.KEYS);
        MemoryPair pair = new MemoryPair(wish, new MemoryServer(ASKING, factory, shown -> {
            seen.addAll(shown.chain());
            return 0;
        }), factory);
        pair.client.start();
        pair.pump(Integer.MAX_VALUE);

        assertThat(seen).containsExactly(leaf, issuer);
    }

    private static MemoryPair.Wish wish(String version, Algorithm... algorithms) {
        MemoryPair.Wish wish = new MemoryPair.Wish().versions(Integer.parseInt(version, 16));
        wish.chains = TestChains.of(algorithms);
        if (!version.equals("0304")) {
            wish.suites = List.of(0xc02b, 0xc009);
        }
        return wish;
    }
}
