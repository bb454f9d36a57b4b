package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.DHStandardGroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

class ServerHandshakeTest {

    private static final KeyChains EVERYTHING = TestChains.of(Algorithm.values());

    @ParameterizedTest
    @CsvSource({"0x0304,TLSv1.3", "0x0303,TLSv1.2", "0x0302,TLSv1.1", "0x0301,TLSv1"})
    void shouldNegotiateTheOnlyVersionThatAClientOffers(int version, String name) throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(version));
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), client);

        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
        assertThat(server.connection.facts()).map(TlsFacts::protocol).contains(name);
        assertThat(client.peer.negotiated.getNegotiatedVersion().getFullVersion()).isEqualTo(version);
    }

    @Test
    void shouldNegotiateTheHighestVersionThatBothEnableAcrossHoles() throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer();
        MemoryServer server = MemoryServer.open(TestProfiles.versions(EVERYTHING, 0x0304, 0x0302), new MemoryClient(offer));
        assertThat(server.connection.facts()).map(TlsFacts::protocol).contains("TLSv1.3");

        offer.versions = List.of(0x0303, 0x0302, 0x0301);
        MemoryServer holed = MemoryServer.open(TestProfiles.versions(EVERYTHING, 0x0304, 0x0302), new MemoryClient(offer));
        assertThat(holed.connection.facts()).map(TlsFacts::protocol).contains("TLSv1.1");
    }

    static List<Integer> suites() {
        List<Integer> suites = new ArrayList<>(TestProfiles.allSuites());
        suites.remove(Integer.valueOf(0x01));    // NULL-MD5: the library has none
        return suites;
    }

    @ParameterizedTest
    @MethodSource("suites")
    void shouldCarryDataUnderEverySuiteOfOpenssl(int suite) throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(0x0303).suites(suite));
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), client);

        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
        assertThat(server.connection.facts().orElseThrow().cipher()).isEqualTo(Suites.cipher(suite));
        assertEcho(server, client, 40_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1301, 0x1302, 0x1303})
    void shouldCarryDataUnderEveryTls13Suite(int suite) throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer().suites(suite));
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), client);

        assertThat(server.connection.facts().orElseThrow().cipher()).isEqualTo(Suites.cipher(suite));
        assertEcho(server, client, 40_000);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA,0x0804,RSA-PSS,'',2048,SHA256", "RSA,0x0806,RSA-PSS,'',2048,SHA512", "RSA_PSS,0x080A,RSASSA-PSS,'',0,SHA384",
        "EC,0x0403,ECDSA,prime256v1,0,SHA256", "ED25519,0x0807,ED25519,'',0,''", "ED448,0x0808,ED448,'',0,''"})
    void shouldSignTls13WithTheKeyThatTheFirstSchemeOfTheClientAsksFor(Algorithm key, int scheme, String name, String curve, int bits,
                                                                      String digest) throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(0x0304).schemes(scheme, 0x0403, 0x0804));
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), client);

        assertThat(server.connection.facts().orElseThrow().server())
            .isEqualTo(new TlsFacts.Signature(name, curve, bits, digest));
        assertThat(client.peer.negotiated.getPeerCertificate().getCertificateAt(0).getEncoded())
            .isEqualTo(TestChains.chain(key).chain().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp384r1", "secp521r1"})
    void shouldServeKeysOnLargerCurves(String curve) throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().groups(29, 23, 24, 25);
        MemoryServer server = MemoryServer.open(TestProfiles.with(new KeyChains(List.of(TestChains.ec(curve)))), new MemoryClient(offer));

        assertThat(server.connection.facts().orElseThrow().server().curve()).isEqualTo(curve);
    }

    @ParameterizedTest
    @CsvSource({"29,X25519,'',0", "30,X448,'',0", "23,ECDHE,prime256v1,0", "24,ECDHE,secp384r1,0", "25,ECDHE,secp521r1,0",
        "256,DHE,'',2048", "257,DHE,'',3072", "0x11EC,X25519MLKEM768,'',0"})
    void shouldReportTheKeyExchangeAsPostfixDoes(int group, String name, String curve, int bits) throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().version(0x0304).groups(group);
        offer.earlyGroups = List.of(group);
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), new MemoryClient(offer));

        assertThat(server.connection.facts().orElseThrow().keyExchange())
            .isEqualTo(new TlsFacts.KeyExchange(name, curve, bits, group));
    }

    @Test
    void shouldUseTheDiffieHellmanGroupOfTheAdministrator() throws IOException {
        DHGroup group = DHStandardGroups.rfc3526_1536;
        ServerProfile.Dhe own = new ServerProfile.Dhe(Optional.of(new DhParameters(group.getP(), group.getG())), true);
        ServerProfile profile = TestProfiles.with(TestChains.of(Algorithm.RSA), TestProfiles.ALL_VERSIONS, TestProfiles.OPTIONS.with(own),
            TestProfiles.NO_CERTS);
        MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(0x0303).suites(0x009e).groups(256, 29));
        MemoryServer server = MemoryServer.open(profile, client);

        assertThat(client.peer.dhPrime).isEqualTo(group.getP());
        assertEcho(server, client, 1000);
    }

    @Test
    void shouldAskForAnotherKeyShareWhenNoneFits() throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().version(0x0304).groups(26, 24, 23);
        offer.earlyGroups = List.of(26);
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), client);

        assertThat(server.connection.facts().orElseThrow().keyExchange().curve()).isEqualTo("prime256v1");
        assertEcho(server, client, 1000);
    }

    @Test
    void shouldNeverAskForTheHybridGroup() throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().version(0x0304).groups(26, 0x11EC, 24);
        offer.earlyGroups = List.of(26);
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), new MemoryClient(offer));

        assertThat(server.connection.facts().orElseThrow().keyExchange().curve()).isEqualTo("secp384r1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0304, 0x0303, 0x0301})
    void shouldSurviveEverySplitOfTheStream(int version) throws IOException {
        for (int portion : new int[] {1, 2, 3, 5, 7, 64, 1000}) {
            MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(version));
            MemoryServer server = new MemoryServer(TestProfiles.with(EVERYTHING));
            server.pump(client, portion);
            client.send("portion".getBytes());
            client.send(new byte[3000]);
            server.pump(client, portion);

            assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
            assertThat(server.plaintext.size()).isEqualTo(3007);
        }
    }

    @Test
    void shouldTakeManyRecordsAtOnce() throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer());
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), client);
        for (int i = 0; i < 50; i++) {
            client.send(("line " + i + "\n").getBytes());
        }
        server.pump(client, Integer.MAX_VALUE);

        assertThat(server.plaintext.toString()).startsWith("line 0\n").endsWith("line 49\n").hasLineCount(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0304, 0x0303})
    void shouldCarryAMegabyteEachWay(int version) throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(version));
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), client);
        assertEcho(server, client, 1 << 20);
    }

    @Test
    void shouldKeepToTheFragmentLengthThatTheClientAskedFor() throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().version(0x0303);
        offer.maxFragmentLength = 1;
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), client);
        server.send(new byte[5000]);
        byte[] out = server.output();

        assertThat((out[3] & 0xFF) << 8 | out[4] & 0xFF).isBetween(512, 600);
        client.input(out);
        assertThat(client.plaintext()).hasSize(5000);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void shouldAcceptClientsWithAndWithoutNewerProtections(boolean extendedMasterSecret, boolean encryptThenMac) throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().version(0x0303).suites(0xc014);
        offer.extendedMasterSecret = extendedMasterSecret;
        offer.encryptThenMac = encryptThenMac;
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = MemoryServer.open(TestProfiles.with(EVERYTHING), client);

        assertThat(client.peer.negotiated.isExtendedMasterSecret()).isEqualTo(extendedMasterSecret);
        assertThat(client.peer.negotiated.isEncryptThenMAC()).isEqualTo(encryptThenMac);
        assertEcho(server, client, 20_000);
    }

    @Test
    void shouldServeWithoutACertificateByAnonymousSuitesOnly() throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().suites(0x1302, 0xc030, 0xa7, 0xc019);
        MemoryServer server = MemoryServer.open(TestProfiles.with(KeyChains.NONE), new MemoryClient(offer));

        assertThat(server.connection.facts()).map(TlsFacts::protocol).contains("TLSv1.2");
        assertThat(server.connection.facts().orElseThrow().cipher().name()).isEqualTo("ADH-AES256-GCM-SHA384");
    }

    @Test
    void shouldReportNoSharedCipherInOpensslsWords() throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(0x0303).suites(0xc02b));
        MemoryServer server = new MemoryServer(TestProfiles.with(TestChains.of(Algorithm.RSA)));

        assertThatThrownBy(() -> server.pump(client, Integer.MAX_VALUE)).isInstanceOf(TlsFatalAlertReceived.class)
            .extracting(e -> ((TlsFatalAlertReceived) e).getAlertDescription()).isEqualTo(AlertDescription.handshake_failure);
        assertThat(server.connection.phase()).isEqualTo(Phase.FAILED);
        assertThat(server.connection.failure()).contains(new TlsFailure(0x0A0000C1, "no shared cipher", ""));
        assertThat(server.connection.offered()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"0x0304,RSA,RSA-PSS,SHA256", "0x0304,EC,ECDSA,SHA256", "0x0304,ED25519,ED25519,''", "0x0303,RSA,'',''",
        "0x0303,DSA,'',''", "0x0303,EC,'',''", "0x0301,RSA,'',''", "0x0301,EC,'',''"})
    void shouldShowTheCertificateThatAClientPresents(int version, Algorithm algorithm, String signature, String digest) throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().version(version);
        offer.certificate = Optional.of(TestChains.chain(algorithm));
        ServerProfile profile = TestProfiles.with(EVERYTHING, TestProfiles.ALL_VERSIONS, TestProfiles.OPTIONS, TestProfiles.ASK);
        MemoryServer server = MemoryServer.open(profile, new MemoryClient(offer));

        TlsFacts facts = server.connection.facts().orElseThrow();
        assertThat(facts.peer().chain()).containsExactly(TestChains.chain(algorithm).chain().get(0));
        assertThat(facts.client().name()).isEqualTo(signature);
        assertThat(facts.client().digest()).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0304, 0x0303, 0x0301})
    void shouldAcceptClientsThatHaveNoCertificateToShow(int version) throws IOException {
        ServerProfile profile = TestProfiles.with(EVERYTHING, TestProfiles.ALL_VERSIONS, TestProfiles.OPTIONS, TestProfiles.ASK);
        MemoryServer server = MemoryServer.open(profile, new MemoryClient(new MemoryClient.Offer().version(version)));

        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
        assertThat(server.connection.facts().orElseThrow().peer()).isEqualTo(TlsFacts.PeerCredential.ANONYMOUS);
    }

    private static void assertEcho(MemoryServer server, MemoryClient client, int bytes) throws IOException {
        byte[] data = new byte[bytes];
        new Random(bytes).nextBytes(data);
        client.send(data);
        server.pump(client, 16_000);
        assertThat(server.plaintext.toByteArray()).isEqualTo(data);
        server.send(data);
        client.input(server.output());
        assertThat(client.plaintext()).isEqualTo(data);
    }
}
