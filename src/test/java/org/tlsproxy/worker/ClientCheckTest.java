package org.tlsproxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.engine.TlsFacts.PeerCredential;
import org.tlsproxy.log.Summary;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.trust.Mint;
import org.tlsproxy.trust.PathVerifier;
import org.tlsproxy.trust.TrustAnchors;

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
            PeerClaims.Fingerprints.of(digest, false, release), flags, release), PEER, log);
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
}
