package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tlsproxy.engine.KeyChain.Algorithm;

/** The rules of choice, each observed on OpenSSL 3.0's s_server. */
class ServerChoiceTest {

    private static final ServerProfile.Options SERVER_ORDER = new ServerProfile.Options(true, 0, true, 0, false);
    private static final int[] ALL_SCHEMES = {0x0403, 0x0503, 0x0807, 0x0808, 0x0809, 0x0804, 0x0805, 0x0401, 0x0501, 0x0203, 0x0201};

    @Test
    void shouldFollowTheClientsOrderOfSuitesUnlessToldOtherwise() throws IOException {
        ClientHelloFacts hello = hello(0x0303, suites(0x002f, 0xc02f, 0xc030), 23, ALL_SCHEMES);

        assertThat(choice(profile(TestProfiles.OPTIONS, Algorithm.RSA), hello).suite().suite()).isEqualTo(0x002f);
        assertThat(choice(profile(SERVER_ORDER, Algorithm.RSA), hello).suite().suite()).isEqualTo(0xc030);
    }

    @Test
    void shouldLetTheSuitePickTheCertificateUpToTls12() throws IOException {
        ServerProfile both = profile(TestProfiles.OPTIONS, Algorithm.EC, Algorithm.RSA);

        assertThat(choice(both, hello(0x0303, suites(0xc030, 0xc02c), 23, ALL_SCHEMES)).suite().identity().orElseThrow().slot())
            .isEqualTo(Algorithm.RSA);
        assertThat(choice(both, hello(0x0303, suites(0xc02c, 0xc030), 23, ALL_SCHEMES)).suite().identity().orElseThrow().slot())
            .isEqualTo(Algorithm.EC);
    }

    @Test
    void shouldLetTheSchemePickTheCertificateInTls13() throws IOException {
        ClientHelloFacts rsaFirst = hello13(new int[] {0x0804, 0x0403}, new int[] {29}, 29);

        assertThat(choice(profile(TestProfiles.OPTIONS, Algorithm.RSA, Algorithm.EC), rsaFirst).tls13Signer().identity().slot())
            .isEqualTo(Algorithm.RSA);
        assertThat(choice(profile(SERVER_ORDER, Algorithm.RSA, Algorithm.EC), rsaFirst).tls13Signer().identity().slot())
            .isEqualTo(Algorithm.EC);
    }

    @Test
    void shouldNotShowAnEcCertificateOnACurveThatTheClientDidNotList() throws IOException {
        ServerProfile both = profile(TestProfiles.OPTIONS, Algorithm.EC, Algorithm.RSA);
        ClientHelloFacts hello = hello(0x0303, suites(0xc02c, 0xc030), 29, ALL_SCHEMES);

        assertThat(choice(both, hello).suite().suite()).isEqualTo(0xc030);
    }

    @Test
    void shouldSkipSuitesWhoseCertificateTheClientCannotVerify() throws IOException {
        ServerProfile both = profile(TestProfiles.OPTIONS, Algorithm.EC, Algorithm.RSA);
        ClientHelloFacts hello = hello(0x0303, suites(0xc02c, 0xc030), 23, new int[] {0x0401});

        ServerChoice.Suite chosen = choice(both, hello).suite();
        assertThat(chosen.suite()).isEqualTo(0xc030);
        assertThat(chosen.scheme().orElseThrow().id()).isEqualTo(0x0401);
    }

    @Test
    void shouldUseEdwardsAndPssKeysInTls12WhereTheClientCan() throws IOException {
        ServerChoice.Suite edwards = choice(profile(TestProfiles.OPTIONS, Algorithm.ED25519),
            hello(0x0303, suites(0xc02c), 23, ALL_SCHEMES)).suite();
        ServerChoice.Suite pss = choice(profile(TestProfiles.OPTIONS, Algorithm.RSA_PSS),
            hello(0x0303, suites(0x009c, 0xc030), 23, ALL_SCHEMES)).suite();

        assertThat(edwards.scheme().orElseThrow().id()).isEqualTo(0x0807);
        assertThat(pss.suite()).isEqualTo(0xc030);
        assertThat(pss.scheme().orElseThrow().id()).isEqualTo(0x0809);
    }

    @Test
    void shouldAssumeSha1ForTls12ClientsThatListNoSchemes() throws IOException {
        ServerChoice.Suite chosen = choice(profile(TestProfiles.OPTIONS, Algorithm.RSA),
            hello(0x0303, suites(0xc030), 23, new int[0])).suite();

        assertThat(chosen.scheme().orElseThrow().id()).isEqualTo(0x0201);
    }

    @Test
    void shouldChooseTheCurveInTheClientsOrderUpToTls12() throws IOException {
        ClientHelloFacts hello = facts(0x0303, suites(0xc030), new int[0], new int[] {25, 23, 29}, ALL_SCHEMES, new int[0]);

        assertThat(choice(profile(TestProfiles.OPTIONS, Algorithm.RSA), hello).suite().group()).isEqualTo(25);
        assertThat(choice(profile(SERVER_ORDER, Algorithm.RSA), hello).suite().group()).isEqualTo(29);
    }

    @Test
    void shouldTakeTheClientsFirstUsableKeyShareInTls13() throws IOException {
        ServerProfile profile = profile(SERVER_ORDER, Algorithm.EC);

        assertThat(choice(profile, hello13(ALL_SCHEMES, new int[] {24, 29}, 24, 29)).tls13Group()).isEqualTo(24);
        assertThat(choice(profile, hello13(ALL_SCHEMES, new int[] {26, 23, 29}, 26)).tls13Group()).isEqualTo(29);
        assertThat(choice(profile, hello13(ALL_SCHEMES, new int[] {29, 0x11EC}, 29, 0x11EC)).tls13Group()).isEqualTo(0x11EC);
        assertThat(choice(profile, hello13(ALL_SCHEMES, new int[] {29, 0x11EC}, 29)).tls13Group()).isEqualTo(29);
    }

    @Test
    void shouldUseAListedFiniteFieldGroupAndElseOneByStrength() throws IOException {
        ServerProfile rsa = profile(TestProfiles.OPTIONS, Algorithm.RSA);

        assertThat(choice(rsa, hello(0x0303, suites(0x009f), 23, ALL_SCHEMES)).suite().group()).isEqualTo(256);
        assertThat(choice(rsa, hello(0x0303, suites(0x009f), 258, ALL_SCHEMES)).suite().group()).isEqualTo(258);
        assertThat(choice(rsa, hello(0x0303, suites(0x00a7), 23, ALL_SCHEMES)).suite().group()).isEqualTo(257);
        assertThat(choice(rsa, hello(0x0303, suites(0x00a6), 23, ALL_SCHEMES)).suite().group()).isEqualTo(256);
    }

    @Test
    void shouldLeaveOutFiniteFieldSuitesWithoutUsableParameters() throws IOException {
        ServerProfile.Dhe none = new ServerProfile.Dhe(Optional.empty(), false);
        ServerProfile rsa = profile(TestProfiles.OPTIONS.with(none), Algorithm.RSA);

        assertThat(choice(rsa, hello(0x0303, suites(0x009f, 0x009d), 23, ALL_SCHEMES)).suite().suite()).isEqualTo(0x009d);
    }

    @Test
    void shouldLeaveOutTls13WithoutAKeyThatCanSignIt() throws IOException {
        ClientHelloFacts hello = facts(0x0303, suites(0x1301, 0x00a2), new int[] {0x0304, 0x0303}, new int[] {29}, new int[] {0x0202},
            new int[] {29});

        assertThat(choice(profile(TestProfiles.OPTIONS, Algorithm.DSA), hello).version().getFullVersion()).isEqualTo(0x0303);
    }

    @Test
    void shouldNotSignWithSha1AtSecurityLevelOne() throws IOException {
        ServerProfile strict = profile(new ServerProfile.Options(false, 1, true, 0, false), Algorithm.RSA);

        assertThatThrownBy(() -> choice(strict, hello(0x0303, suites(0xc030), 23, new int[] {0x0201})).suite())
            .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.failure()).isEqualTo(Failures.NO_SHARED_SIGNATURE_ALGORITHMS));
        assertThatThrownBy(() -> choice(strict, hello(0x0302, suites(0xc014), 23, new int[0])).suite())
            .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.failure()).isEqualTo(Failures.NO_SUITABLE_SIGNATURE_ALGORITHM));
        assertThatThrownBy(() -> choice(strict, hello(0x0303, suites(0x00a7, 0xc010), 23, ALL_SCHEMES)).suite())
            .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.failure()).isEqualTo(Failures.NO_SHARED_CIPHER));
    }

    private static ServerChoice choice(ServerProfile profile, ClientHelloFacts hello) throws IOException {
        PreparedProfile prepared = PreparedProfile.of(profile, MemoryServer.CRYPTO);
        return new ServerChoice(prepared, prepared.identities(), hello);
    }

    private static ServerProfile profile(ServerProfile.Options options, Algorithm... keys) {
        return TestProfiles.with(TestChains.of(keys), TestProfiles.ALL_VERSIONS, options, TestProfiles.NO_CERTS);
    }

    private static int[] suites(int... suites) {
        return suites;
    }

    private static ClientHelloFacts hello(int version, int[] suites, int group, int[] schemes) {
        return facts(version, suites, new int[0], new int[] {group}, schemes, new int[0]);
    }

    private static ClientHelloFacts hello13(int[] schemes, int[] groups, int... shares) {
        return facts(0x0303, suites(0x1301), new int[] {0x0304}, groups, schemes, shares);
    }

    private static ClientHelloFacts facts(int version, int[] suites, int[] versions, int[] groups, int[] schemes, int[] shares) {
        return new ClientHelloFacts(version, suites, versions, groups, schemes, shares, Optional.empty(),
            new ClientHelloFacts.Features(shares.length > 0, false, true, false, false, false,
                ClientHelloFacts.Earlier.NONE));
    }
}
