package org.tlsproxy.engine;

import java.util.List;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;

/**
 * A signature scheme as TLS negotiates it.
 *
 * @param id     wire value
 * @param key    the kind of key that can sign by it
 * @param digest OpenSSL's name of the digest, empty if the scheme brings its own
 * @param curve  the only curve allowed in TLS 1.3, 0 if the scheme binds none
 * @param tls13  may sign TLS 1.3 handshakes
 */
record Scheme(int id, KeyChain.Algorithm key, String digest, int curve, boolean tls13) {

    /** All that a server offers and accepts, in OpenSSL 3.0's order of preference. */
    static final List<Scheme> ALL = List.of(
        modern(SignatureScheme.ecdsa_secp256r1_sha256, KeyChain.Algorithm.EC, "SHA256", NamedGroup.secp256r1),
        modern(SignatureScheme.ecdsa_secp384r1_sha384, KeyChain.Algorithm.EC, "SHA384", NamedGroup.secp384r1),
        modern(SignatureScheme.ecdsa_secp521r1_sha512, KeyChain.Algorithm.EC, "SHA512", NamedGroup.secp521r1),
        modern(SignatureScheme.ed25519, KeyChain.Algorithm.ED25519, "", 0),
        modern(SignatureScheme.ed448, KeyChain.Algorithm.ED448, "", 0),
        modern(SignatureScheme.rsa_pss_pss_sha256, KeyChain.Algorithm.RSA_PSS, "SHA256", 0),
        modern(SignatureScheme.rsa_pss_pss_sha384, KeyChain.Algorithm.RSA_PSS, "SHA384", 0),
        modern(SignatureScheme.rsa_pss_pss_sha512, KeyChain.Algorithm.RSA_PSS, "SHA512", 0),
        modern(SignatureScheme.rsa_pss_rsae_sha256, KeyChain.Algorithm.RSA, "SHA256", 0),
        modern(SignatureScheme.rsa_pss_rsae_sha384, KeyChain.Algorithm.RSA, "SHA384", 0),
        modern(SignatureScheme.rsa_pss_rsae_sha512, KeyChain.Algorithm.RSA, "SHA512", 0),
        legacy(0x0401, KeyChain.Algorithm.RSA, "SHA256"),
        legacy(0x0501, KeyChain.Algorithm.RSA, "SHA384"),
        legacy(0x0601, KeyChain.Algorithm.RSA, "SHA512"),
        legacy(0x0303, KeyChain.Algorithm.EC, "SHA224"),
        legacy(0x0203, KeyChain.Algorithm.EC, "SHA1"),
        legacy(0x0301, KeyChain.Algorithm.RSA, "SHA224"),
        legacy(0x0201, KeyChain.Algorithm.RSA, "SHA1"),
        legacy(0x0302, KeyChain.Algorithm.DSA, "SHA224"),
        legacy(0x0202, KeyChain.Algorithm.DSA, "SHA1"),
        legacy(0x0402, KeyChain.Algorithm.DSA, "SHA256"),
        legacy(0x0502, KeyChain.Algorithm.DSA, "SHA384"),
        legacy(0x0602, KeyChain.Algorithm.DSA, "SHA512"));

    private static Scheme modern(int id, KeyChain.Algorithm key, String digest, int curve) {
        return new Scheme(id, key, digest, curve, true);
    }

    private static Scheme legacy(int id, KeyChain.Algorithm key, String digest) {
        return new Scheme(id, key, digest, 0, false);
    }

    /** OpenSSL's security level 1 asks for 80 bits of collision resistance. */
    boolean allowedAt(int securityLevel) {
        return securityLevel == 0 || !"SHA1".equals(digest);
    }

    /** RFC 8017 9.1.1: a PSS signature needs a modulus of twice the digest and two bytes more. */
    boolean fitsModulus(int bits) {
        boolean pss = (key == KeyChain.Algorithm.RSA || key == KeyChain.Algorithm.RSA_PSS) && tls13;
        return !pss || bits >= 8 * (2 * digestBytes() + 2);
    }

    /** True for schemes that OpenSSL leaves out of a ClientHello that offers nothing below TLS 1.3. */
    boolean isOutdated() {
        return key == KeyChain.Algorithm.DSA || "SHA1".equals(digest) || "SHA224".equals(digest);
    }

    private int digestBytes() {
        return Integer.parseInt(digest, 3, digest.length(), 10) / 8;
    }

    SignatureAndHashAlgorithm algorithm() {
        return SignatureScheme.getSignatureAndHashAlgorithm(id);
    }
}
