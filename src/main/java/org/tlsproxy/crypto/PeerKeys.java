package org.tlsproxy.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.util.BigIntegers;
import org.tlsproxy.libcrypto.NativeKey;
import org.tlsproxy.libcrypto.P256;
import org.tlsproxy.libcrypto.Primitives;
import org.tlsproxy.libcrypto.PublicKeyBytes;

/** Loads peers' RSA and P-256 keys into libcrypto. Whatever is odd about a key is left to Bouncy Castle, which names the fault. */
final class PeerKeys {

    /** Larger ones are rare, and their verification in Java is no slower by much. */
    private static final int MOST_BITS = 8_192;
    private static final int FEWEST_BITS = 512;

    private PeerKeys() { }

    /** The curve that a TLS 1.3 signature scheme names, if it is one of NIST's. */
    static Optional<ASN1ObjectIdentifier> curve(int signatureScheme) {
        switch (signatureScheme) {
            case SignatureScheme.ecdsa_secp256r1_sha256:
                return Optional.of(SECObjectIdentifiers.secp256r1);
            case SignatureScheme.ecdsa_secp384r1_sha384:
                return Optional.of(SECObjectIdentifiers.secp384r1);
            case SignatureScheme.ecdsa_secp521r1_sha512:
                return Optional.of(SECObjectIdentifiers.secp521r1);
            default:
                return Optional.empty();
        }
    }

    static Optional<KeyOperations> load(SubjectPublicKeyInfo info, Optional<Primitives> libcrypto) {
        if (libcrypto.isEmpty()) {
            return Optional.empty();
        }
        Optional<PublicKeyBytes> bytes;
        try {
            bytes = bytes(info);
        } catch (IOException | RuntimeException e) {
            // Malformed: Bouncy Castle's parser decides about the alert.
            return Optional.empty();
        }
        Optional<NativeKey> key = bytes.isPresent() ? libcrypto.get().publicKey(bytes.get()) : Optional.empty();
        return key.isPresent() ? Optional.of(new KeyOperations(libcrypto.get(), key.get(), false)) : Optional.empty();
    }

    private static Optional<PublicKeyBytes> bytes(SubjectPublicKeyInfo info) throws IOException {
        ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
        if (PKCSObjectIdentifiers.rsaEncryption.equals(algorithm)) {
            return rsa(info);
        }
        boolean p256 = X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm)
            && SECObjectIdentifiers.secp256r1.equals(info.getAlgorithm().getParameters());
        byte[] point = info.getPublicKeyData().getOctets();
        return p256 && point.length == P256.POINT_SIZE && point[0] == 4
            ? Optional.of(new PublicKeyBytes.P256Point(info.getEncoded(), point)) : Optional.empty();
    }

    private static Optional<PublicKeyBytes> rsa(SubjectPublicKeyInfo info) throws IOException {
        RSAPublicKey key = RSAPublicKey.getInstance(info.parsePublicKey());
        BigInteger modulus = key.getModulus();
        BigInteger exponent = key.getPublicExponent();
        boolean usual = modulus.signum() > 0 && modulus.bitLength() >= FEWEST_BITS && modulus.bitLength() <= MOST_BITS
            && modulus.testBit(0) && exponent.testBit(0) && exponent.bitLength() >= 2 && exponent.bitLength() <= 64
            && exponent.signum() > 0;
        return usual ? Optional.of(new PublicKeyBytes.Rsa(info.getEncoded(), BigIntegers.asUnsignedByteArray(modulus),
            BigIntegers.asUnsignedByteArray(exponent))) : Optional.empty();
    }
}
