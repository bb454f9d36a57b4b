package org.tlsproxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tlsproxy.engine.TlsFacts.PeerCredential;
import org.tlsproxy.log.PeerIdentity;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.trust.CertificateFacts;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.wire.ContextReport;
import org.tlsproxy.worker.PeerClaims.Fingerprints;

/** Fingerprints were compared with Postfix 3.7.11. */
class PeerClaimsTest {

    private static final PostfixRelease OLD = new PostfixRelease(3, 7);
    private static final FingerprintDigest MD5 = FingerprintDigest.named("md5").orElseThrow();
    private static final Fingerprints FINGERPRINTS = Fingerprints.of(MD5, false, OLD);
    private static final byte[] LEAF = leaf();

    private final RecordingLog log = new RecordingLog();

    private static byte[] leaf() {
        try (InputStream in = CertificateFacts.class.getResourceAsStream("fingerprints.pem")) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private PeerClaims claims(PeerCredential shown, Fingerprints fingerprints) {
        return PeerClaims.of(shown, fingerprints, "[192.0.2.1]:25", log);
    }

    private static PeerCredential certificate(byte[] der) {
        return new PeerCredential(List.of(der), Optional.empty(), 0);
    }

    @Test
    void shouldClaimNothingForAPeerThatShowedNothing() {
        assertThat(claims(PeerCredential.ANONYMOUS, FINGERPRINTS).reported(0)).isEqualTo(new ContextReport.Peer("", "", "", "", 0));
    }

    @Test
    void shouldReportACertificateWithItsNamesAndFingerprints() {
        ContextReport.Peer peer = claims(certificate(LEAF), FINGERPRINTS).reported(ContextReport.TRUSTED);

        assertThat(peer.status()).isEqualTo(5);
        assertThat(peer.commonName()).isEqualTo(peer.issuer()).isNotEmpty();
        assertThat(peer.fingerprint()).isEqualTo("C7:FA:1C:04:19:E8:F1:45:15:3E:94:C5:38:97:58:F6");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldLeaveTheAlgorithmOutOfLegacyKeyFingerprintsUntil39() {
        String plain = claims(certificate(LEAF), FINGERPRINTS).texts().publicKey();

        assertThat(claims(certificate(LEAF), Fingerprints.of(MD5, true, OLD)).texts().publicKey()).hasSameSizeAs(plain).isNotEqualTo(plain);
        assertThat(claims(certificate(LEAF), Fingerprints.of(MD5, true, new PostfixRelease(3, 9))).texts().publicKey()).isEqualTo(plain);
    }

    @Test
    void shouldReportARawPublicKeyWithoutNames() {
        PeerClaims claims = claims(new PeerCredential(List.of(), Optional.of(new byte[] {'a'}), 0), FINGERPRINTS);

        assertThat(claims.isRawKey()).isTrue();
        assertThat(claims.reported(0))
            .isEqualTo(new ContextReport.Peer("", "", "", "0C:C1:75:B9:C0:F1:B6:A8:31:C3:99:E2:69:77:26:61", 32));
    }

    @Test
    void shouldStillFingerprintWhatCannotBeRead() {
        assertThat(claims(certificate(new byte[] {'a'}), FINGERPRINTS).reported(0))
            .isEqualTo(new ContextReport.Peer("", "", "0C:C1:75:B9:C0:F1:B6:A8:31:C3:99:E2:69:77:26:61", "", 1));
    }

    @Test
    void shouldFallBackToAnotherNameOnlyWhereTheSubjectHasNone() {
        PeerClaims nameless = new PeerClaims(1, new PeerIdentity("", "i", "f", "k"));

        assertThat(nameless.orNamed("alt").texts()).isEqualTo(new PeerIdentity("alt", "i", "f", "k"));
        assertThat(nameless.orNamed("alt").orNamed("other").texts().subject()).isEqualTo("alt");
    }
}
