package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.trust.Der.MalformedException;
import org.tlsproxy.trust.Extensions.AuthorityKey;

/** A certificate with all that verification looks at. Equal if the bytes are. */
final class ParsedCertificate {

    private final byte[] der;
    private final CertificateParts parts;
    private final CanonicalName subject;
    private final CanonicalName issuer;
    private final Extensions extensions;
    private final boolean versionOne;
    private final Validity validity;
    private final Signed signed;
    private final boolean selfSigned;

    private ParsedCertificate(byte[] der) throws MalformedException {
        this.der = der;
        parts = CertificateParts.read(der);
        subject = CanonicalName.of(parts.subject());
        issuer = CanonicalName.of(parts.issuer());
        Der fields = Der.of(der).into(Der.SEQUENCE);
        byte[] body = fields.whole();
        Der inner = Der.of(body).into(Der.SEQUENCE);
        versionOne = inner.tag() != Der.CONTEXT_0;
        if (!versionOne) {
            inner.skip();
        }
        inner.skip();
        byte[] innerAlgorithm = inner.whole();
        inner.skip();
        validity = Validity.read(inner.into(Der.SEQUENCE));
        inner.skip();
        inner.skip();
        extensions = Extensions.read(inner);
        byte[] algorithm = fields.whole();
        signed = new Signed(body, SignatureAlgorithm.read(algorithm), fields.bits(), Arrays.equals(algorithm, innerAlgorithm));
        selfSigned = isSelfIssued() && matchesAuthorityKeyOf(this) && signed.algorithm().fits(parts.publicKeyInfo());
    }

    /**
     * What the issuer signed.
     *
     * @param body       DER of the TBSCertificate
     * @param algorithm  how
     * @param signature  the result
     * @param consistent whether body and signature agree on the algorithm
     */
    record Signed(byte[] body, SignatureAlgorithm algorithm, byte[] signature, boolean consistent) { }

    static Optional<ParsedCertificate> of(byte[] der) {
        try {
            return Optional.of(new ParsedCertificate(der));
        } catch (MalformedException | IndexOutOfBoundsException e) {
            // an empty BOOLEAN, or the like
            return Optional.empty();
        }
    }

    /** Those that are certificates. */
    static List<ParsedCertificate> all(List<byte[]> ders) {
        List<ParsedCertificate> all = new ArrayList<>(ders.size());
        for (byte[] der : ders) {
            of(der).ifPresent(all::add);
        }
        return all;
    }

    /** By names, key identifiers and kind of key; the signature is not looked at. */
    boolean seemsIssuedBy(ParsedCertificate candidate) {
        return candidate.subject.equals(issuer) && matchesAuthorityKeyOf(candidate)
            && signed.algorithm().fits(candidate.parts.publicKeyInfo());
    }

    private boolean matchesAuthorityKeyOf(ParsedCertificate candidate) {
        if (extensions.authorityKey().isEmpty()) {
            return true;
        }
        AuthorityKey wanted = extensions.authorityKey().get();
        Optional<byte[]> has = candidate.extensions.subjectKey();
        if (wanted.key().isPresent() && has.isPresent() && !Arrays.equals(wanted.key().get(), has.get())) {
            return false;
        }
        if (wanted.serial().isPresent() && !Arrays.equals(wanted.serial().get(), candidate.serial())) {
            return false;
        }
        return wanted.issuer().isEmpty() || wanted.issuer().get().equals(candidate.issuer);
    }

    private byte[] serial() {
        return Arrays.copyOfRange(parts.serial(), 2, parts.serial().length);
    }

    byte[] der() {
        return der;
    }

    CanonicalName subject() {
        return subject;
    }

    CanonicalName issuer() {
        return issuer;
    }

    byte[] publicKeyInfo() {
        return parts.publicKeyInfo();
    }

    byte[] subjectDer() {
        return parts.subject();
    }

    Extensions extensions() {
        return extensions;
    }

    Validity validity() {
        return validity;
    }

    Signed signed() {
        return signed;
    }

    boolean isVersionOne() {
        return versionOne;
    }

    /** Subject and issuer have the same name. */
    boolean isSelfIssued() {
        return subject.equals(issuer);
    }

    /** As far as can be seen without checking the signature. */
    boolean isSelfSigned() {
        return selfSigned;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParsedCertificate certificate && Arrays.equals(der, certificate.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }
}
