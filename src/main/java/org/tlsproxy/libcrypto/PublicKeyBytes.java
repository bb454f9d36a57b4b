package org.tlsproxy.libcrypto;

/** A peer's public key, taken from a certificate. */
public sealed interface PublicKeyBytes {

    /** SubjectPublicKeyInfo, DER. */
    byte[] spki();

    /** @param modulus and @param exponent unsigned, most significant byte first, at most {@value Scratch#RSA_MAX} bytes */
    record Rsa(byte[] spki, byte[] modulus, byte[] exponent) implements PublicKeyBytes { }

    /** @param point 65 bytes, uncompressed; not yet known to lie on the curve */
    record P256Point(byte[] spki, byte[] point) implements PublicKeyBytes { }
}
