package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tlsproxy.engine.KeyChain.Algorithm;

/** What our ClientHello says; compared with what OpenSSL 3.0 sends with Postfix's settings. */
class ClientOfferTest {

    private static final int SCSV = 0x00ff;
    private static final int SESSION_ID_LENGTH = 5 + 4 + 2 + 32;
    private static final List<Integer> SUITES = List.of(0xc019, 0xc02c, 0xc030, 0x009f, 0x009d, 0x002f);

    @Test
    void shouldOfferSuitesInTheOrderOfThePlan() throws Exception {
        MemoryPair.Wish wish = new MemoryPair.Wish();
        wish.suites = SUITES;

        assertThat(offer(wish).suites()).containsExactly(0x1302, 0x1303, 0x1301, 0xc019, 0xc02c, 0xc030, 0x009f, 0x009d, 0x002f, SCSV);
    }

    @Test
    void shouldSendOneKeyShareOfTheFirstGroup() throws Exception {
        ClientHelloFacts offer = offer(new MemoryPair.Wish().groups(30, 29, 23));

        assertThat(offer.groups()).containsExactly(30, 29, 23);
        assertThat(offer.keyShares()).containsExactly(30);
    }

    @Test
    void shouldOfferTheHybridGroupOnlyWhereItIsConfigured() throws Exception {
        assertThat(offer(new MemoryPair.Wish()).groups()).containsExactly(29, 23, 30, 25, 24);
        ClientHelloFacts hybrid = offer(new MemoryPair.Wish().groups(0x11ec, 29));
        assertThat(hybrid.groups()).containsExactly(0x11ec, 29);
        assertThat(hybrid.keyShares()).containsExactly(0x11ec);
    }

    @Test
    void shouldOfferGroupsThatTheVersionsKnow() throws Exception {
        assertThat(offer(new MemoryPair.Wish().versions(0x0303).groups(0x11ec, 29, 23, 26, 256)).groups()).containsExactly(29, 23, 26);
        assertThat(offer(new MemoryPair.Wish().versions(0x0304).groups(0x11ec, 29, 23, 26, 256)).groups())
            .containsExactly(0x11ec, 29, 23, 256);
    }

    @Test
    void shouldOfferAllSignatureSchemesInOpensslsOrder() throws Exception {
        assertThat(offer(new MemoryPair.Wish()).signatureAlgorithms()).containsExactly(0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809,
            0x080a, 0x080b, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0303, 0x0203, 0x0301, 0x0201, 0x0302, 0x0202, 0x0402,
            0x0502, 0x0602);
        assertThat(offer(new MemoryPair.Wish().versions(0x0304)).signatureAlgorithms()).containsExactly(0x0403, 0x0503, 0x0603, 0x0807,
            0x0808, 0x0809, 0x080a, 0x080b, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601);
    }

    @Test
    void shouldOfferNothingWeakAtSecurityLevelOne() throws Exception {
        MemoryPair.Wish wish = new MemoryPair.Wish();
        wish.securityLevel = 1;
        ClientHelloFacts offer = offer(wish);

        assertThat(offer.versions()).containsExactly(0x0304, 0x0303, 0x0302, 0x0301);
        assertThat(offer.signatureAlgorithms()).doesNotContain(0x0201, 0x0202, 0x0203).contains(0x0301);
        assertThat(offer.suites()).doesNotContain(0xa7, 0xc019, 0x3b, 0x02, 0xc010).contains(0xc02c, 0x2f);
    }

    @Test
    void shouldOfferOldVersionsOnlyWithTheirSuites() throws Exception {
        MemoryPair.Wish wish = new MemoryPair.Wish().versions(0x0301);
        wish.suites = SUITES;
        ClientHelloFacts offer = offer(wish);

        assertThat(offer.legacyVersion()).isEqualTo(0x0301);
        assertThat(offer.suites()).containsExactly(0xc019, 0x002f, SCSV);
        assertThat(offer.signatureAlgorithms()).isEmpty();
        assertThat(offer.keyShares()).isEmpty();
    }

    @Test
    void shouldLookLikeTls12ToMiddleboxes() {
        byte[] hello = hello(new MemoryPair.Wish());
        assertThat(hello).startsWith(0x16, 3, 1);
        assertThat(hello[SESSION_ID_LENGTH]).isEqualTo((byte) 32);
        assertThat(hello(new MemoryPair.Wish().versions(0x0303))[SESSION_ID_LENGTH]).isZero();
    }

    @Test
    void shouldPadClientHellosOfASizeThatSomeServersHangOn() {
        for (int suites = 1; suites < 90; suites++) {
            MemoryPair.Wish wish = new MemoryPair.Wish();
            wish.suites = TestProfiles.allSuites().subList(0, suites);

            assertThat(hello(wish).length - 5).satisfiesAnyOf(n -> assertThat(n).isLessThan(256), n -> assertThat(n).isGreaterThan(511));
        }
    }

    @Test
    void shouldSendTheFeaturesOfOpenssl() throws Exception {
        MemoryPair.Wish wish = new MemoryPair.Wish();
        wish.serverName = Optional.of("mx.example");
        ClientHelloFacts offer = offer(wish);

        assertThat(offer.serverName()).contains("mx.example");
        assertThat(offer.features().encryptThenMac()).isTrue();
        assertThat(offer.features().sessionTicket()).isTrue();
        assertThat(offer.features().pskDheKe()).isTrue();
        assertThat(offer.features().preSharedKey()).isFalse();
        assertThat(offer.features().maxFragmentLength()).isFalse();
    }

    @Test
    void shouldNotSendTheGroupsThatTheLibraryIsToldOf() throws Exception {
        int[] groups = offer(new MemoryPair.Wish()).groups();

        assertThat(IntStream.of(groups).noneMatch(g -> g >= 256 && g <= 260)).isTrue();
    }

    @Test
    void shouldOfferAPreSharedKeyOnlyWithASession() throws Exception {
        MemoryPair.Wish wish = new MemoryPair.Wish();
        MemoryPair.shakenHands(wish, TestProfiles.with(TestChains.of(Algorithm.EC)));

        assertThat(offer(new MemoryPair.Wish().session(wish.sessions.get(0))).features().preSharedKey()).isTrue();
    }

    private static byte[] hello(MemoryPair.Wish wish) {
        MemoryPair pair = new MemoryPair(wish, TestProfiles.with(TestChains.of(Algorithm.EC)));
        pair.client.start();
        return pair.fromClient();
    }

    private static ClientHelloFacts offer(MemoryPair.Wish wish) throws Refusal {
        byte[] record = hello(wish);
        return ClientHelloReader.read(Arrays.copyOfRange(record, 5, record.length));
    }
}
