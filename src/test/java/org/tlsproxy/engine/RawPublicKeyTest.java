package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;

/** RFC 7250 in the server: its own bare key, and those of clients. What is expected is what OpenSSL 3.5 does. */
class RawPublicKeyTest {

    private static final short RAW = CertificateType.RawPublicKey;
    private static final short X509 = CertificateType.X509;
    private static final short OPEN_PGP = CertificateType.OpenPGP;
    private static final ServerProfile.Options RAW_KEYS = TestProfiles.OPTIONS.withRawKeys(true);

    private static final PeerJudge TAKING = new PeerJudge() {
        @Override
        public int judge(TlsFacts.PeerCredential shown) {
            return 95;
        }

        @Override
        public boolean takesRawKeys() {
            return true;
        }
    };

    private static final PeerJudge NEVER = shown -> {
        throw new AssertionError("judged again");
    };

    private static ServerProfile profile(ServerProfile.Options options, ServerProfile.ClientCerts clients, Algorithm... algorithms) {
        return TestProfiles.with(TestChains.of(algorithms), TestProfiles.ALL_VERSIONS, options, clients);
    }

    private static MemoryClient.Offer offer(String version) {
        return new MemoryClient.Offer().version(Integer.parseInt(version, 16));
    }

    private static byte[] key(Algorithm algorithm) throws IOException {
        return Certificate.getInstance(TestChains.chain(algorithm).chain().get(0)).getSubjectPublicKeyInfo().getEncoded("DER");
    }

    private static byte[] shown(MemoryClient client) throws IOException {
        assertThat(client.peer.shown.orElseThrow().getLength()).isEqualTo(1);
        return client.peer.shown.orElseThrow().getCertificateAt(0).getEncoded();
    }

    @ParameterizedTest
    @CsvSource({"0304, EC", "0304, RSA", "0304, ED25519", "0303, EC", "0303, RSA", "0302, RSA", "0301, EC"})
    void shouldShowItsBareKeyToClientsThatTakeOne(String version, Algorithm algorithm) throws IOException {
        MemoryClient.Offer offer = offer(version);
        offer.serverTypes = Optional.of(new short[] {X509, RAW});
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = MemoryServer.open(profile(RAW_KEYS, TestProfiles.NO_CERTS, algorithm), client);

        assertThat(server.connection.failure()).isEmpty();
        assertThat(shown(client)).isEqualTo(key(algorithm));
        assertThat(server.connection.facts().orElseThrow().ownRawKey()).isTrue();
        server.send("hello".getBytes());
        client.input(server.output());
        assertThat(new String(client.plaintext())).isEqualTo("hello");
    }

    @Test
    void shouldShowItsBareKeyWhereTheClientEncryptsToIt() throws IOException {
        MemoryClient.Offer offer = offer("0303").suites(0x2f);
        offer.serverTypes = Optional.of(new short[] {RAW});
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = MemoryServer.open(profile(RAW_KEYS, TestProfiles.NO_CERTS, Algorithm.RSA), client);

        assertThat(shown(client)).isEqualTo(key(Algorithm.RSA));
        assertThat(server.connection.facts().orElseThrow().ownRawKey()).isTrue();
    }

    @Test
    void shouldShowItsBareKeyAfterAHelloRetryRequest() throws IOException {
        MemoryClient.Offer offer = offer("0304").groups(30, 24);
        offer.earlyGroups = List.of(30);
        offer.serverTypes = Optional.of(new short[] {RAW});
        MemoryClient client = new MemoryClient(offer);
        ServerProfile any = profile(RAW_KEYS, TestProfiles.NO_CERTS, Algorithm.EC);
        ServerProfile only384 = new ServerProfile(any.chains(), any.versions(), any.suites(), any.tls13Suites(), List.of(24),
            any.options(), any.clientCerts(), any.resumption());
        MemoryServer.open(only384, client);

        assertThat(shown(client)).isEqualTo(key(Algorithm.EC));
    }

    /** Postfix before 3.9 does not know the extension; RFC 7250 4.2: no answer is X.509. */
    @ParameterizedTest
    @CsvSource({"0304, false, true", "0303, false, true", "0304, true, false", "0303, true, false"})
    void shouldShowItsCertificateOtherwise(String version, boolean enabled, boolean wanted) throws IOException {
        MemoryClient.Offer offer = offer(version);
        offer.serverTypes = Optional.of(wanted ? new short[] {RAW, X509} : new short[] {X509});
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = MemoryServer.open(profile(TestProfiles.OPTIONS.withRawKeys(enabled), TestProfiles.NO_CERTS, Algorithm.EC),
            client);

        assertThat(shown(client)).isEqualTo(TestChains.chain(Algorithm.EC).chain().get(0));
        assertThat(client.peer.types).isEmpty();
        assertThat(server.connection.facts().orElseThrow().ownRawKey()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0304", "0303"})
    void shouldRefuseClientsThatTakeNeither(String version) throws IOException {
        MemoryClient.Offer offer = offer(version);
        offer.serverTypes = Optional.of(new short[] {OPEN_PGP});

        assertRefused(new MemoryClient(offer), RAW_KEYS, AlertDescription.unsupported_certificate);
        assertThat(MemoryServer.open(profile(TestProfiles.OPTIONS, TestProfiles.NO_CERTS, Algorithm.EC), new MemoryClient(offer))
            .connection.failure()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0200", "01", "010202"})
    void shouldRefuseAListThatIsNoneUnlessItIsIgnored(String hex) throws IOException {
        MemoryClient.Offer offer = offer("0304");
        offer.other.put(ExtensionType.server_certificate_type, HexFormat.of().parseHex(hex));

        assertRefused(new MemoryClient(offer), RAW_KEYS, AlertDescription.decode_error);
        assertThat(MemoryServer.open(profile(TestProfiles.OPTIONS, TestProfiles.NO_CERTS, Algorithm.EC), new MemoryClient(offer))
            .connection.failure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0304, EC", "0304, RSA", "0304, ED25519", "0303, EC", "0303, RSA", "0303, ED25519", "0302, RSA", "0301, EC"})
    void shouldTakeTheBareKeyOfAClient(String version, Algorithm algorithm) throws IOException {
        MemoryClient client = new MemoryClient(showing(version, algorithm, X509, RAW));
        MemoryServer server = open(RAW_KEYS, TestProfiles.ASK, client, TAKING);

        TlsFacts facts = server.connection.facts().orElseThrow();
        byte[] expected = key(algorithm);
        assertThat(client.peer.types).containsExactly(ExtensionType.client_certificate_type);
        assertThat(facts.peer().rawPublicKey()).hasValueSatisfying(key -> assertThat(key).isEqualTo(expected));
        assertThat(facts.peer().chain()).isEmpty();
        assertThat(facts.peer().verifyError()).isEqualTo(95);
        assertThat(facts.ownRawKey()).isFalse();
        assertThat(facts.client().name()).isEqualTo(!version.equals("0304") ? "" : algorithm == Algorithm.EC ? "ECDSA"
            : algorithm == Algorithm.RSA ? "RSA-PSS" : "ED25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0304", "0303"})
    void shouldTakeNoKeyFromAClientThatHasNone(String version) throws IOException {
        MemoryClient.Offer offer = showing(version, Algorithm.EC, RAW);
        offer.certificate = Optional.empty();
        MemoryServer server = open(RAW_KEYS, TestProfiles.ASK, new MemoryClient(offer), TAKING);

        assertThat(server.connection.failure()).isEmpty();
        assertThat(server.connection.facts().orElseThrow().peer()).isEqualTo(TlsFacts.PeerCredential.ANONYMOUS);
    }

    @ParameterizedTest
    @CsvSource({"0304, true, true", "0303, true, true", "0304, false, false", "0303, false, false"})
    void shouldTakeCertificatesWhereKeysAreNotWanted(String version, boolean wanted, boolean onlyCertificates) throws IOException {
        MemoryClient client = new MemoryClient(onlyCertificates ? showing(version, Algorithm.EC, X509)
            : showing(version, Algorithm.EC, RAW, X509));
        MemoryServer server = open(RAW_KEYS, TestProfiles.ASK, client, wanted ? TAKING : PeerJudge.INDIFFERENT);

        assertThat(client.peer.types).isEmpty();
        assertThat(server.connection.facts().orElseThrow().peer().chain()).containsExactly(TestChains.chain(Algorithm.EC).chain().get(0));
    }

    /** RFC 7250 4.2: a server that asks for nothing does not answer the extension, whatever is in it. */
    @ParameterizedTest
    @CsvSource({"0304, 2", "0303, 2", "0304, 1"})
    void shouldNotTalkOfKeysToClientsThatItAsksForNothing(String version, short type) throws IOException {
        MemoryClient client = new MemoryClient(showing(version, Algorithm.EC, type));
        MemoryServer server = open(RAW_KEYS, TestProfiles.NO_CERTS, client, TAKING);

        assertThat(client.peer.types).isEmpty();
        assertThat(server.connection.failure()).isEmpty();
    }

    @Test
    void shouldRefuseClientsThatHaveNeither() throws IOException {
        MemoryClient client = new MemoryClient(showing("0304", Algorithm.EC, OPEN_PGP));

        assertThatExceptionOfType(TlsFatalAlertReceived.class)
            .isThrownBy(() -> open(RAW_KEYS, TestProfiles.ASK, client, TAKING))
            .matches(e -> e.getAlertDescription() == AlertDescription.unsupported_certificate);
    }

    @ParameterizedTest
    @CsvSource({"0304, 3003", "0303, 3003", "0304, 30030102", "0304, 3000", "0303, 3000", "0303, 00"})
    void shouldRefuseAKeyThatIsNone(String version, String hex) throws IOException {
        MemoryClient.Offer offer = showing(version, Algorithm.EC, RAW);
        offer.rawKey = Optional.of(HexFormat.of().parseHex(hex));

        assertThatExceptionOfType(TlsFatalAlertReceived.class)
            .isThrownBy(() -> open(RAW_KEYS, TestProfiles.ASK, new MemoryClient(offer), TAKING))
            .matches(e -> e.getAlertDescription() == AlertDescription.decode_error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0304", "0303"})
    void shouldRefuseAKeyThatTheClientDoesNotHave(String version) throws IOException {
        MemoryClient.Offer offer = showing(version, Algorithm.EC, RAW);
        offer.certificate = Optional.of(new KeyChain(Algorithm.EC, TestChains.chain(Algorithm.EC).pkcs8(), TestChains.ec("secp256r1").chain()));

        assertThatExceptionOfType(TlsFatalAlertReceived.class)
            .isThrownBy(() -> open(RAW_KEYS, TestProfiles.ASK, new MemoryClient(offer), TAKING))
            .matches(e -> e.getAlertDescription() == AlertDescription.decrypt_error);
    }

    /** RFC 8446 4.2.3: the schemes of ECDSA name their curves. */
    @Test
    void shouldRefuseAKeyOnAnotherCurveThanTheSchemeNames() throws IOException {
        MemoryClient.Offer offer = showing("0304", Algorithm.EC, RAW);
        offer.certificate = Optional.of(TestChains.ec("secp384r1"));

        assertThatExceptionOfType(TlsFatalAlertReceived.class)
            .isThrownBy(() -> open(RAW_KEYS, TestProfiles.ASK, new MemoryClient(offer), TAKING))
            .matches(e -> e.getAlertDescription() == AlertDescription.illegal_parameter);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRememberTheKeyWithTheSession(boolean offeredAgain) throws IOException {
        MemoryClient.Offer offer = showing("0303", Algorithm.EC, RAW);
        offer.serverTypes = Optional.of(new short[] {RAW});
        offer.tickets = true;
        MemoryClient first = new MemoryClient(offer);
        open(RAW_KEYS, TestProfiles.ASK, first, TAKING);
        MemoryClient.Offer again = offeredAgain ? showing("0303", Algorithm.EC, RAW) : offer("0303");
        again.tickets = true;
        again.session = first.peer.session.orElseThrow();
        again.ticket = first.peer.newTicket;
        MemoryServer server = open(RAW_KEYS, TestProfiles.ASK, new MemoryClient(again), NEVER);

        TlsFacts facts = server.connection.facts().orElseThrow();
        byte[] expected = key(Algorithm.EC);
        assertThat(facts.resumed()).isEqualTo(TlsFacts.Resumed.BY_TICKET);
        assertThat(facts.peer().rawPublicKey()).hasValueSatisfying(key -> assertThat(key).isEqualTo(expected));
        assertThat(facts.peer().chain()).isEmpty();
        assertThat(facts.peer().verifyError()).isEqualTo(95);
    }

    private static MemoryClient.Offer showing(String version, Algorithm algorithm, short... types) {
        MemoryClient.Offer offer = offer(version);
        offer.certificate = Optional.of(TestChains.chain(algorithm));
        offer.clientTypes = Optional.of(types);
        return offer;
    }

    private static MemoryServer open(ServerProfile.Options options, ServerProfile.ClientCerts clients, MemoryClient client, PeerJudge judge)
            throws IOException {
        EngineFactory factory = new EngineFactory(MemoryServer.CRYPTO, MemoryServer.KEYS);
        MemoryServer server = new MemoryServer(profile(options, clients, Algorithm.EC, Algorithm.RSA), factory, judge);
        server.pump(client, Integer.MAX_VALUE);
        return server;
    }

    private static void assertRefused(MemoryClient client, ServerProfile.Options options, short alert) throws IOException {
        MemoryServer server = new MemoryServer(profile(options, TestProfiles.NO_CERTS, Algorithm.EC));

        assertThatExceptionOfType(TlsFatalAlertReceived.class).isThrownBy(() -> server.pump(client, Integer.MAX_VALUE))
            .matches(e -> e.getAlertDescription() == alert);
        assertThat(server.connection.failure()).map(TlsFailure::reason).contains("bad extension");
    }
}
