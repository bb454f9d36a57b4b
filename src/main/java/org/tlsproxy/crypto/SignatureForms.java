package org.tlsproxy.crypto;

import java.util.Optional;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.tlsproxy.libcrypto.Digest;
import org.tlsproxy.libcrypto.SignatureForm;
import org.tlsproxy.libcrypto.SignatureForm.Padding;

/** Which of TLS's signature schemes libcrypto is asked for. */
final class SignatureForms {

    /** TLS 1.0 and 1.1 (RFC 4346 4.7): RSA over MD5 and SHA-1. */
    static final SignatureForm LEGACY_RSA = new SignatureForm(Padding.RSA_PKCS1, Digest.MD5_SHA1);
    /** TLS 1.0 and 1.1 (RFC 8422 5.4): ECDSA over SHA-1. */
    static final SignatureForm LEGACY_ECDSA = new SignatureForm(Padding.ECDSA, Digest.SHA1);
    /** Where SHA-1 begins in the 36 bytes that the library hands over for TLS 1.0 and 1.1. */
    static final int LEGACY_SHA1_OFFSET = 16;

    private SignatureForms() { }

    /** @param scheme a {@link SignatureScheme}, which says what the key must be. @return empty for those left to Bouncy Castle */
    static Optional<SignatureForm> of(int scheme) {
        Optional<Digest> digest = digest(SignatureScheme.getCryptoHashAlgorithm(scheme));
        Optional<Padding> padding = padding(scheme);
        return digest.isEmpty() || padding.isEmpty() ? Optional.empty()
            : Optional.of(new SignatureForm(padding.get(), digest.get()));
    }

    private static Optional<Padding> padding(int scheme) {
        if (SignatureScheme.isRSAPSS(scheme)) {
            return Optional.of(Padding.RSA_PSS);
        }
        switch (scheme) {
            case SignatureScheme.rsa_pkcs1_sha1:
            case SignatureScheme.rsa_pkcs1_sha256:
            case SignatureScheme.rsa_pkcs1_sha384:
            case SignatureScheme.rsa_pkcs1_sha512:
                return Optional.of(Padding.RSA_PKCS1);
            case SignatureScheme.ecdsa_sha1:
            case SignatureScheme.ecdsa_secp256r1_sha256:
            case SignatureScheme.ecdsa_secp384r1_sha384:
            case SignatureScheme.ecdsa_secp521r1_sha512:
                return Optional.of(Padding.ECDSA);
            default:
                return Optional.empty();
        }
    }

    private static Optional<Digest> digest(int algorithm) {
        switch (algorithm) {
            case CryptoHashAlgorithm.sha1:
                return Optional.of(Digest.SHA1);
            case CryptoHashAlgorithm.sha256:
                return Optional.of(Digest.SHA256);
            case CryptoHashAlgorithm.sha384:
                return Optional.of(Digest.SHA384);
            case CryptoHashAlgorithm.sha512:
                return Optional.of(Digest.SHA512);
            default:
                return Optional.empty();
        }
    }
}
