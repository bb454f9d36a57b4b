package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.tlsproxy.trust.PathVerifier.Dane;
import org.tlsproxy.trust.PathVerifier.Rules;

class DaneTest {

    private static final TlsaDigests DIGESTS = new TlsaDigests(List.of(choice(2, "sha512"), choice(1, "sha256"),
        choice(TlsaRecord.CONFIGURED_DIGEST, "sha1")));
    private static final List<String> HOST = List.of("mx.example");

    private final Mint root = Mint.authority("Root");
    private final Mint sub = Mint.authority("Sub").by(root);
    private final byte[] rootDer = root.der();
    private final byte[] subDer = sub.der();
    private final byte[] leaf = server().der();
    private final byte[] other = Mint.leaf("other").by(sub).der();

    private static TlsaDigests.Choice choice(int type, String name) {
        return new TlsaDigests.Choice(type, FingerprintDigest.named(name).orElseThrow());
    }

    private Mint server() {
        return Mint.leaf("mx").by(sub).names(new GeneralName(GeneralName.dNSName, "mx.example"));
    }

    /** What a zone would say of a certificate. */
    private static TlsaRecord record(int usage, int selector, int type, byte[] certificate) {
        byte[] whole = selector == 0 ? certificate : ParsedCertificate.of(certificate).orElseThrow().publicKeyInfo();
        return new TlsaRecord(usage, selector, type, type == 0 ? whole : DIGESTS.digest(type).orElseThrow().digest(whole));
    }

    private static TlsaSet set(TlsaRecord... records) {
        return TlsaSet.of(List.of(records), DIGESTS, record -> { });
    }

    private static Rules rules(List<String> names) {
        return new Rules(Purpose.SERVER, 9, 1, Mint.NOW, PeerNames.of(names), false);
    }

    private static Verdict verify(List<byte[]> sent, List<String> names, TlsaRecord... records) {
        return new PathVerifier(TrustAnchors.NONE).verify(sent, rules(names), new Dane(set(records), false, false));
    }

    private static int error(List<byte[]> sent, TlsaRecord... records) {
        return verify(sent, HOST, records).error();
    }

    @Test
    void shouldBelieveALeafThatARecordOfUsageThreeDescribes() {
        for (int type : new int[] {0, 1, 2, TlsaRecord.CONFIGURED_DIGEST}) {
            for (int selector : new int[] {0, 1}) {
                Verdict verdict = verify(List.of(leaf), List.of("elsewhere.example"), record(3, selector, type, leaf));

                assertThat(verdict.isTrusted()).isTrue();
                assertThat(verdict.match().orElseThrow().kind()).isEqualTo(TlsaMatch.Kind.END_ENTITY);
                assertThat(verdict.steps()).containsExactly(new Verdict.Step(0, 0));
            }
        }
    }

    @Test
    void shouldNotMindAnExpiredOrMisusedLeafUnderUsageThree() {
        byte[] expired = server().dates(1, 2).purpose(KeyPurposeId.id_kp_clientAuth).forged().der();

        assertThat(error(List.of(expired), record(3, 1, 1, expired))).isEqualTo(VerifyError.OK);
    }

    @Test
    void shouldMindAWeakLeafKeyUnderUsageThree() {
        byte[] weak = server().key("RSA512:weak").der();

        assertThat(error(List.of(weak), record(3, 1, 1, weak))).isEqualTo(VerifyError.LEAF_KEY_TOO_SMALL);
    }

    @Test
    void shouldCheckNamesOfAnEndEntityWhereAnchorsComeFromAFile() {
        Dane dane = new Dane(set(record(3, 0, 0, leaf)), true, false);
        PathVerifier verifier = new PathVerifier(TrustAnchors.NONE);

        assertThat(verifier.verify(List.of(leaf), rules(HOST), dane).matchedName()).isEqualTo("mx.example");
        assertThat(verifier.verify(List.of(leaf), rules(List.of("a.example")), dane).error()).isEqualTo(VerifyError.HOSTNAME_MISMATCH);
    }

    @Test
    void shouldFailAtOnceWithoutAnAnchorOrAMatch() {
        Verdict verdict = verify(List.of(leaf, subDer, rootDer), HOST, record(3, 1, 1, other));

        assertThat(verdict.steps()).containsExactly(new Verdict.Step(0, VerifyError.NO_TLSA_MATCH));
    }

    @Test
    void shouldBelieveAnAnchorThatTheServerSends() {
        for (int type : new int[] {0, 1, 2}) {
            Verdict verdict = verify(List.of(leaf, subDer, rootDer), HOST, record(2, 0, type, subDer));

            assertThat(verdict.isTrusted()).isTrue();
            assertThat(verdict.match()).contains(new TlsaMatch(TlsaMatch.Kind.ANCHOR, 1, verdict.match().orElseThrow().record()));
            assertThat(verdict.matchedName()).isEqualTo("mx.example");
            assertThat(verdict.chain()).hasSize(2);
        }
    }

    @Test
    void shouldFindAnAnchorThatOnlyTheRecordHas() {
        assertThat(error(List.of(leaf, subDer), record(2, 0, 0, rootDer))).isEqualTo(VerifyError.OK);
        assertThat(error(List.of(leaf), record(2, 0, 0, subDer))).isEqualTo(VerifyError.OK);
    }

    @Test
    void shouldNotFindAnAnchorByADigestAlone() {
        assertThat(error(List.of(leaf, subDer), record(2, 0, 1, rootDer))).isEqualTo(VerifyError.NO_TLSA_MATCH);
        assertThat(error(List.of(leaf), record(2, 1, 1, subDer))).isEqualTo(VerifyError.NO_TLSA_MATCH);
    }

    @Test
    void shouldBelieveWhatABareKeySigned() {
        Verdict absent = verify(List.of(leaf, subDer), HOST, record(2, 1, 0, rootDer));
        Verdict present = verify(List.of(leaf, subDer, rootDer), HOST, record(2, 1, 0, rootDer));

        assertThat(absent.isTrusted()).isTrue();
        assertThat(absent.match().orElseThrow().kind()).isEqualTo(TlsaMatch.Kind.ANCHOR_KEY);
        assertThat(absent.match().orElseThrow().depth()).isEqualTo(1);
        assertThat(present.match().orElseThrow().kind()).isEqualTo(TlsaMatch.Kind.ANCHOR);
        assertThat(present.match().orElseThrow().depth()).isEqualTo(2);
    }

    @Test
    void shouldBelieveALeafThatABareKeySigned() {
        byte[] direct = Mint.leaf("mx").by(root).names(new GeneralName(GeneralName.dNSName, "mx.example")).der();

        assertThat(error(List.of(direct), record(2, 1, 0, rootDer))).isEqualTo(VerifyError.OK);
        assertThat(error(List.of(leaf), record(2, 1, 0, rootDer))).isEqualTo(VerifyError.NO_TLSA_MATCH);
    }

    @Test
    void shouldNeverTakeALeafForItsOwnAnchor() {
        byte[] own = Mint.leaf("mx.example").der();
        Dane legacy = new Dane(set(record(2, 0, 1, own)), false, true);

        assertThat(error(List.of(own), record(2, 0, 1, own))).isEqualTo(VerifyError.NO_TLSA_MATCH);
        assertThat(new PathVerifier(TrustAnchors.NONE).verify(List.of(own), rules(HOST), legacy).isTrusted()).isTrue();
    }

    @Test
    void shouldCheckNamesDatesAndPurposeBelowAnAnchor() {
        byte[] expired = server().dates(1, 2).der();
        byte[] client = server().purpose(KeyPurposeId.id_kp_clientAuth).der();
        TlsaRecord anchor = record(2, 1, 2, subDer);

        assertThat(verify(List.of(leaf, subDer), List.of("a.example"), anchor).error()).isEqualTo(VerifyError.HOSTNAME_MISMATCH);
        assertThat(error(List.of(expired, subDer), anchor)).isEqualTo(VerifyError.EXPIRED);
        assertThat(error(List.of(client, subDer), anchor)).isEqualTo(VerifyError.INVALID_PURPOSE);
    }

    @Test
    void shouldNotBelieveAnAnchorThatDidNotSign() {
        byte[] forged = server().forged().der();

        assertThat(error(List.of(forged, subDer), record(2, 0, 1, subDer))).isEqualTo(VerifyError.SIGNATURE_FAILURE);
    }

    @Test
    void shouldNotTurnToAuthoritiesThatTheRecordsDoNotName() {
        PathVerifier verifier = new PathVerifier(new TrustAnchors(List.of(rootDer), Optional.empty()));
        Dane dane = new Dane(set(record(2, 0, 1, other)), false, false);

        assertThat(verifier.verify(List.of(leaf, subDer), rules(HOST), dane).error()).isEqualTo(VerifyError.NO_TLSA_MATCH);
    }

    @Test
    void shouldAskForBothAnchorAndRecordUnderUsagesZeroAndOne() {
        PathVerifier verifier = new PathVerifier(new TrustAnchors(List.of(rootDer), Optional.empty()));
        List<byte[]> sent = List.of(leaf, subDer);

        assertThat(verifier.verify(sent, rules(HOST), new Dane(set(record(1, 0, 1, leaf)), false, false)).isTrusted()).isTrue();
        assertThat(verifier.verify(sent, rules(HOST), new Dane(set(record(0, 0, 1, subDer)), false, false)).isTrusted()).isTrue();
        assertThat(verifier.verify(sent, rules(HOST), new Dane(set(record(0, 0, 1, rootDer)), false, false)).isTrusted()).isTrue();
        assertThat(verifier.verify(sent, rules(HOST), new Dane(set(record(1, 0, 1, other)), false, false)).error())
            .isEqualTo(VerifyError.NO_TLSA_MATCH);
        assertThat(verifier.verify(sent, rules(HOST), new Dane(set(record(0, 0, 1, other)), false, false)).error())
            .isEqualTo(VerifyError.NO_TLSA_MATCH);
        assertThat(error(sent, record(1, 0, 1, leaf))).isEqualTo(VerifyError.UNABLE_TO_GET_ISSUER_LOCALLY);
    }

    @Test
    void shouldIgnoreWeakerDigestsOfTheSameUsageAndSelector() {
        TlsaRecord good = record(3, 1, 1, leaf);

        assertThat(error(List.of(leaf), good, record(3, 1, 2, other))).isEqualTo(VerifyError.NO_TLSA_MATCH);
        assertThat(error(List.of(leaf), good, record(3, 0, 2, other))).isEqualTo(VerifyError.OK);
        assertThat(error(List.of(leaf), record(3, 1, 0, leaf), record(3, 1, 2, other))).isEqualTo(VerifyError.OK);
        assertThat(error(List.of(leaf, subDer), record(2, 0, 1, subDer), record(2, 0, 2, rootDer)))
            .isEqualTo(VerifyError.NO_TLSA_MATCH);
    }

    @Test
    void shouldCountAllDigestsAlikeWhereTheRequestHasChosen() {
        TlsaDigests alike = TlsaDigests.equallyStrong(List.of(choice(2, "sha512"), choice(1, "sha256")));
        TlsaSet records = TlsaSet.of(List.of(record(3, 1, 1, leaf), record(3, 1, 2, other)), alike, record -> { });

        assertThat(new PathVerifier(TrustAnchors.NONE).verify(List.of(leaf), rules(HOST), new Dane(records, false, false)).isTrusted())
            .isTrue();
    }

    @Test
    void shouldTellWhichRecordsAreUnusable() {
        byte[] key = ParsedCertificate.of(leaf).orElseThrow().publicKeyInfo();
        byte[] excess = java.util.Arrays.copyOf(leaf, leaf.length + 1);
        List<TlsaRecord> bad = List.of(new TlsaRecord(4, 0, 1, new byte[32]), new TlsaRecord(-1, 0, 1, new byte[32]),
            new TlsaRecord(3, 2, 1, new byte[32]), new TlsaRecord(3, 1, 1, new byte[31]), new TlsaRecord(3, 1, 2, new byte[32]),
            new TlsaRecord(3, 1, 1, new byte[0]), new TlsaRecord(3, 1, 3, new byte[32]), new TlsaRecord(3, 0, 0, key),
            new TlsaRecord(3, 1, 0, leaf), new TlsaRecord(3, 0, 0, excess), new TlsaRecord(2, 1, 0, new byte[] {0x30, 0}));
        List<TlsaRecord> refused = new ArrayList<>();

        assertThat(TlsaSet.of(bad, DIGESTS, refused::add).isEmpty()).isTrue();
        assertThat(refused).isEqualTo(bad);
        assertThat(set(new TlsaRecord(4, 0, 1, new byte[32]), record(3, 1, 1, leaf)).records()).hasSize(1);
    }

    @Test
    void shouldTakeRawKeysOnlyWhereEveryRecordDescribesTheKeyOfTheEndEntity() {
        assertThat(set(record(3, 1, 1, leaf), record(3, 1, 0, other)).acceptsRawKeys()).isTrue();
        assertThat(set(record(3, 1, 1, leaf), record(3, 0, 1, leaf)).acceptsRawKeys()).isFalse();
        assertThat(set(record(2, 1, 0, leaf)).acceptsRawKeys()).isFalse();
        assertThat(set().acceptsRawKeys()).isFalse();
    }

    @Test
    void shouldJudgeARawKeyByItsRecords() {
        byte[] key = ParsedCertificate.of(leaf).orElseThrow().publicKeyInfo();

        assertThat(rawKey(key, record(3, 1, 1, leaf)).isTrusted()).isTrue();
        assertThat(rawKey(key, record(3, 1, 1, leaf)).match().orElseThrow().kind()).isEqualTo(TlsaMatch.Kind.RAW_KEY);
        assertThat(rawKey(key, record(3, 1, 1, leaf)).steps()).containsExactly(new Verdict.Step(0, VerifyError.OK));
        assertThat(rawKey(key, record(3, 1, 1, other)).error()).isEqualTo(VerifyError.NO_TLSA_MATCH);
        assertThat(PathVerifier.verifyRawKey(key, rules(HOST), Optional.empty()).error()).isEqualTo(VerifyError.RAW_KEY_UNTRUSTED);
    }

    private static Verdict rawKey(byte[] key, TlsaRecord... records) {
        return PathVerifier.verifyRawKey(key, rules(HOST), Optional.of(set(records)));
    }

    @Test
    void shouldNotFallOverNonsense() {
        assertThat(error(List.of(new byte[] {0x30, 1}), record(3, 1, 1, leaf))).isEqualTo(VerifyError.UNSPECIFIED);
    }
}
