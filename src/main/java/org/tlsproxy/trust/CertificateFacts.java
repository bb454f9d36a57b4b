package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.trust.Der.MalformedException;

/**
 * What a certificate says of its owner, for the log and for the report to the other side: names and public key.
 *
 * <p>Reading is cheap; every text and every fingerprint is computed when it is asked for.
 */
public final class CertificateFacts {

    /** OpenSSL leaves out what does not fit into the 256 bytes that Postfix gives it. */
    private static final int ONE_LINE = 255;

    private final byte[] certificate;
    private final CertificateParts parts;
    private final DistinguishedName subject;
    private final DistinguishedName issuer;

    private CertificateFacts(byte[] certificate) throws MalformedException {
        this.certificate = certificate;
        parts = CertificateParts.read(certificate);
        subject = DistinguishedName.read(parts.subject());
        issuer = DistinguishedName.read(parts.issuer());
    }

    /** @param certificate DER; not copied, and must not change. @return empty if it is none */
    public static Optional<CertificateFacts> of(byte[] certificate) {
        try {
            return Optional.of(new CertificateFacts(certificate));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** Common names of both sides, empty where there is none or none fit to be shown, and what the log shall tell. */
    public record Names(String peer, String issuer, List<Problem> problems) { }

    /** @param peer who sent the certificate, as the warnings name it */
    public Names names(String peer) {
        List<Problem> problems = new ArrayList<>();
        NameText text = new NameText(peer, problems::add);
        String peerName = read(text, subject, DistinguishedName.COMMON_NAME, "subject CN").orElse("");
        Optional<String> issuerName = read(text, issuer, DistinguishedName.COMMON_NAME, "issuer CN");
        if (issuerName.isEmpty()) {
            issuerName = read(text, issuer, DistinguishedName.ORGANIZATION, "issuer Organization");
        }
        return new Names(peerName, issuerName.orElse(""), List.copyOf(problems));
    }

    private static Optional<String> read(NameText text, DistinguishedName name, byte[] oid, String label) {
        Optional<DistinguishedName.Attribute> attribute = name.first(oid);
        return attribute.isPresent() ? text.read(attribute.get(), label) : Optional.empty();
    }

    /** {@code /O=…/CN=…} as OpenSSL writes it, at most 255 characters: attributes from the first that does not fit are left out. */
    public String subject() {
        return subject.oneLine(ONE_LINE);
    }

    /** Likewise. */
    public String issuer() {
        return issuer.oneLine(ONE_LINE);
    }

    /** Digest of the certificate, {@code AA:BB:…}. */
    public String fingerprint(FingerprintDigest digest) {
        return digest.fingerprint(certificate);
    }

    /** Digest of the SubjectPublicKeyInfo. */
    public String publicKeyFingerprint(FingerprintDigest digest) {
        return digest.fingerprint(parts.publicKeyInfo());
    }

    /** Digest of the public key alone, as tls_legacy_public_key_fingerprints wants it up to Postfix 3.8. */
    public String legacyPublicKeyFingerprint(FingerprintDigest digest) {
        return digest.fingerprint(publicKeyBits());
    }

    private byte[] publicKeyBits() {
        try {
            Der info = Der.of(parts.publicKeyInfo()).into(Der.SEQUENCE);
            info.skip();
            byte[] content = info.into(Der.BIT_STRING).rest();
            return content.length == 0 ? content : Arrays.copyOfRange(content, 1, content.length);
        } catch (MalformedException e) {
            throw new IllegalStateException("was well-formed when read", e);
        }
    }
}
