package org.tlsproxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.engine.TlsFacts.PeerCredential;
import org.tlsproxy.log.Summary;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.trust.Mint;
import org.tlsproxy.trust.PathVerifier;
import org.tlsproxy.trust.TrustAnchors;
import org.tlsproxy.wire.ContextReport;
import org.tlsproxy.wire.LogSetting;
import org.tlsproxy.wire.ServerStart;
import org.tlsproxy.wire.Trace;

class ClientCheckTest {

    private static final String PEER = "[192.0.2.1]:25";
    private static final PostfixRelease OLD = new PostfixRelease(3, 7);
    private static final TlsFacts.Signature SIGNED = new TlsFacts.Signature("ECDSA", "prime256v1", 0, "");
    private static final long NOW = System.currentTimeMillis() / 1000;
    private static final Mint ROOT = current(Mint.authority("Root"));
    private static final byte[] ROOT_DER = ROOT.der();
    private static final byte[] GOOD = current(Mint.leaf("good.test")).by(ROOT).der();
    private static final byte[] STRANGE = current(Mint.leaf("strange.test")).by(current(Mint.authority("Stranger"))).der();


    private final RecordingLog log = new RecordingLog();

    private static Mint current(Mint certificate) {
        return certificate.dates(NOW - 1000, NOW + 1000);
    }

    private ClientCheck check(String level, PostfixRelease release, boolean serversToo) {
        PathVerifier verifier = new PathVerifier(new TrustAnchors(List.of(ROOT_DER), Optional.empty()));
        TlsLogFlags flags = TlsLogFlags.parse("p", level, release, log::warn);
        FingerprintDigest digest = FingerprintDigest.named("md5").orElseThrow();
        return new ClientCheck(new ClientTerms(verifier, new ClientTerms.Limits(9, 0, serversToo),
            PeerClaims.Fingerprints.of(digest, false, release), flags, release, release.atLeast(3, 9)), PEER, log);
    }

    private ClientCheck check(String level) {
        return check(level, OLD, false);
    }

    private static PeerCredential shown(byte[] leaf, int error) {
        return new PeerCredential(List.of(leaf), Optional.empty(), error);
    }

    private static TlsFacts facts(PeerCredential client, TlsFacts.Resumed resumed) {
        return new TlsFacts("TLSv1.3", new TlsFacts.Cipher("c", 256, 256), TlsFacts.KeyExchange.NONE, SIGNED, SIGNED, Optional.empty(),
            resumed, client);
    }

    /** A full handshake. */
    private void meet(ClientCheck check, byte[] leaf) {
        int error = check.judge(shown(leaf, 0));
        check.tell(facts(shown(leaf, error), TlsFacts.Resumed.NO));
    }

    @Test
    void shouldTrustAClientBelowAKnownAuthority() {
        ClientCheck check = check("untrusted");

        meet(check, GOOD);

        assertThat(check.trust()).isEqualTo(Summary.Trust.TRUSTED);
        assertThat(check.reported().status()).isEqualTo(5);
        assertThat(check.reported().commonName()).isEqualTo("good.test");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldSayWhyAClientIsNotTrusted() {
        ClientCheck check = check("untrusted");

        meet(check, STRANGE);

        assertThat(check.trust()).isEqualTo(Summary.Trust.UNTRUSTED);
        assertThat(check.reported().status()).isEqualTo(1);
        assertThat(log.lines())
            .containsExactly("certificate verification failed for " + PEER + ": untrusted issuer /O=Example/CN=Stranger");
    }

    @Test
    void shouldRepeatARememberedVerdictWithoutItsReasons() {
        ClientCheck check = check("untrusted");

        check.tell(facts(shown(STRANGE, 20), TlsFacts.Resumed.BY_TICKET));

        assertThat(check.trust()).isEqualTo(Summary.Trust.UNTRUSTED);
        assertThat(log.lines())
            .containsExactly(PEER + ": re-using session with untrusted certificate, look for details earlier in the log");
    }

    @Test
    void shouldTellNothingOfAClientThatShowsNothing() {
        ClientCheck check = check("verbose, untrusted, peercert");

        check.tell(facts(PeerCredential.ANONYMOUS, TlsFacts.Resumed.NO));

        assertThat(check.trust()).isEqualTo(Summary.Trust.ANONYMOUS);
        assertThat(check.reported().status()).isZero();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldSayEveryStepWhenVerbose() {
        meet(check("verbose"), GOOD);

        assertThat(log.lines()).startsWith(PEER + ": depth=1 verify=1 subject=/O=Example/CN=Root",
            PEER + ": depth=0 verify=1 subject=/O=Example/CN=good.test", "subject=/O=Example/CN=good.test", "issuer=/O=Example/CN=Root");
        assertThat(log.lines()).hasSize(5);
        assertThat(log.lines().get(4)).startsWith(PEER + ": subject_CN=good.test, issuer=Root, fingerprint=");
    }

    @Test
    void shouldNameFingerprintsAsTheReleaseDoes() {
        meet(check("peercert", new PostfixRelease(3, 9), false), GOOD);

        assertThat(log.lines()).hasSize(1).first().asString()
            .startsWith(PEER + ": subject_CN=good.test, issuer=Root, cert fingerprint=").contains(", pkey fingerprint=");
    }

    @Test
    void shouldTakeCertificatesForServersOnlyWhereThatIsWanted() {
        byte[] server = current(Mint.leaf("server.test")).by(ROOT).purpose(KeyPurposeId.id_kp_serverAuth).der();
        byte[] mail = current(Mint.leaf("mail.test")).by(ROOT).purpose(KeyPurposeId.id_kp_emailProtection).der();

        assertThat(check("0").judge(shown(server, 0))).isEqualTo(26);
        assertThat(check("0", OLD, true).judge(shown(server, 0))).isZero();
        assertThat(check("0", OLD, true).judge(shown(mail, 0))).isEqualTo(26);
    }

    @Test
    void shouldTellNothingOfSignaturesThatAResumedSessionDoesNotHave() {
        TlsFacts resumed = facts(PeerCredential.ANONYMOUS, TlsFacts.Resumed.BY_TICKET);

        assertThat(NegotiatedFacts.told(resumed, OLD).server()).isEqualTo(SIGNED);
        assertThat(NegotiatedFacts.told(resumed, new PostfixRelease(3, 8)).server()).isEqualTo(TlsFacts.Signature.NONE);
        assertThat(NegotiatedFacts.told(facts(PeerCredential.ANONYMOUS, TlsFacts.Resumed.NO), new PostfixRelease(3, 8)).client())
            .isEqualTo(SIGNED);
    }

    /** RFC 7250. */
    @ParameterizedTest
    @ValueSource(strings = {"2", "peercert,summary,untrusted", "untrusted"})
    void shouldTellOfARawPublicKeyByItsFingerprintAlone(String level) throws IOException {
        ClientCheck check = check(level, new PostfixRelease(3, 10), false);
        byte[] raw = Certificate.getInstance(GOOD).getSubjectPublicKeyInfo().getEncoded();
        PeerCredential key = new PeerCredential(List.of(), Optional.of(raw), 0);

        int error = check.judge(key);
        check.tell(facts(new PeerCredential(List.of(), key.rawPublicKey(), error), TlsFacts.Resumed.NO));

        String fingerprint = check.reported().keyFingerprint();
        List<String> lines = new ArrayList<>();
        if (level.equals("2")) {
            lines.add(PEER + ": verify=0 raw public key");
        }
        if (!level.equals("untrusted")) {
            lines.add(PEER + ": raw public key fingerprint=" + fingerprint);
        }
        assertThat(log.lines()).containsExactlyElementsOf(lines);
        assertThat(check.trust()).isEqualTo(Summary.Trust.UNTRUSTED);
        assertThat(check.reported()).isEqualTo(new ContextReport.Peer("", "", "", fingerprint, 32));
        assertThat(fingerprint).matches("([0-9A-F]{2}:){15}[0-9A-F]{2}");
    }

    @Test
    void shouldTellOfARawPublicKeyInAResumedSession() {
        ClientCheck check = check("2", new PostfixRelease(3, 10), false);

        check.tell(facts(new PeerCredential(List.of(), Optional.of(new byte[] {1}), 95), TlsFacts.Resumed.BY_TICKET));

        assertThat(log.lines()).containsExactly(PEER + ": raw public key fingerprint=55:A5:40:08:AD:1B:A5:89:AA:21:0D:26:29:C1:DF:41");
        assertThat(check.reported().status()).isEqualTo(32);
    }

    /** Up to 3.11 a setting decides, then the request does. */
    @ParameterizedTest
    @CsvSource({"3.9, true, false, true", "3.11, false, true, false", "3.12, true, false, false", "3.12, false, true, true"})
    void shouldTakeRawPublicKeysAsSettingOrRequestSay(String release, boolean setting, boolean request, boolean taken) {
        ClientTerms terms = new ClientTerms(new PathVerifier(new TrustAnchors(List.of(), Optional.empty())),
            new ClientTerms.Limits(9, 0, false), PeerClaims.Fingerprints.of(FingerprintDigest.named("sha256").orElseThrow(), false, OLD),
            TlsLogFlags.parse("p", "1", OLD, log::warn), PostfixRelease.parse(release).orElseThrow(), setting);

        ServerStart session = new ServerStart(LogSetting.ABSENT, 300, new ServerStart.Security(request, false, "", ""), "", "", "",
            Trace.ABSENT);

        assertThat(new ClientCheck(terms.of(session), PEER, log).takesRawKeys()).isEqualTo(taken);
        assertThat(new ClientCheck(terms, PEER, log).takesRawKeys()).isEqualTo(setting);
    }
}
