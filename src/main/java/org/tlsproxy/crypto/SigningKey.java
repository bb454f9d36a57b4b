package org.tlsproxy.crypto;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.tlsproxy.libcrypto.LibcryptoException;
import org.tlsproxy.libcrypto.Primitives;

/**
 * A certificate's private key, ready to sign: parsed once, and inside libcrypto where that is faster. Belongs to the worker that made it;
 * whoever asked for it closes it.
 */
public final class SigningKey implements AutoCloseable {

    /** Kinds of keys, as OpenSSL counts certificate slots. */
    public enum Algorithm { RSA, RSA_PSS, DSA, EC, ED25519, ED448, OTHER }

    private final AsymmetricKeyParameter key;
    private final Algorithm algorithm;
    private final int bits;
    private final String curve;
    private final Optional<KeyOperations> operations;

    private SigningKey(PrivateKeyInfo info, AsymmetricKeyParameter key, Optional<KeyOperations> operations) {
        this.key = key;
        this.operations = operations;
        algorithm = algorithmOf(info, key);
        bits = bitsOf(key);
        curve = algorithm == Algorithm.EC ? curveOf(info) : "";
    }

    /** @throws IllegalArgumentException if the bytes are no private key */
    static SigningKey parse(byte[] pkcs8, Optional<Primitives> libcrypto) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
            return new SigningKey(info, PrivateKeyFactory.createKey(info), prepare(info, pkcs8, libcrypto));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a usable private key", e);
        }
    }

    /** RSA and P-256 only: the rest is faster in Java (P-384 takes 775 µs in libcrypto 3.0, 223 in Bouncy Castle) or rare. */
    private static Optional<KeyOperations> prepare(PrivateKeyInfo info, byte[] pkcs8, Optional<Primitives> libcrypto) {
        if (libcrypto.isEmpty() || !(isRsa(info) || curveOf(info).equals("prime256v1"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KeyOperations(libcrypto.get(), libcrypto.get().privateKey(pkcs8), true));
        } catch (LibcryptoException e) {
            // A key that this libcrypto does not take; Bouncy Castle signs with it, or refuses it with a reason.
            return Optional.empty();
        }
    }

    private static ASN1ObjectIdentifier oid(PrivateKeyInfo info) {
        return info.getPrivateKeyAlgorithm().getAlgorithm();
    }

    private static boolean isRsa(PrivateKeyInfo info) {
        return PKCSObjectIdentifiers.rsaEncryption.equals(oid(info)) || PKCSObjectIdentifiers.id_RSASSA_PSS.equals(oid(info));
    }

    private static Algorithm algorithmOf(PrivateKeyInfo info, AsymmetricKeyParameter key) {
        if (isRsa(info)) {
            return PKCSObjectIdentifiers.id_RSASSA_PSS.equals(oid(info)) ? Algorithm.RSA_PSS : Algorithm.RSA;
        }
        if (key instanceof ECPrivateKeyParameters) {
            return Algorithm.EC;
        }
        if (key instanceof DSAPrivateKeyParameters) {
            return Algorithm.DSA;
        }
        if (key instanceof Ed25519PrivateKeyParameters) {
            return Algorithm.ED25519;
        }
        return key instanceof Ed448PrivateKeyParameters ? Algorithm.ED448 : Algorithm.OTHER;
    }

    private static int bitsOf(AsymmetricKeyParameter key) {
        if (key instanceof RSAKeyParameters rsa) {
            return rsa.getModulus().bitLength();
        }
        if (key instanceof ECPrivateKeyParameters ec) {
            return ec.getParameters().getN().bitLength();
        }
        if (key instanceof DSAPrivateKeyParameters dsa) {
            return dsa.getParameters().getP().bitLength();
        }
        if (key instanceof Ed25519PrivateKeyParameters) {
            return 253;
        }
        return key instanceof Ed448PrivateKeyParameters ? 456 : 0;
    }

    private static String curveOf(PrivateKeyInfo info) {
        if (!X9ObjectIdentifiers.id_ecPublicKey.equals(oid(info))) {
            return "";
        }
        X962Parameters parameters = X962Parameters.getInstance(info.getPrivateKeyAlgorithm().getParameters());
        return parameters.isNamedCurve() ? curveName(ASN1ObjectIdentifier.getInstance(parameters.getParameters())) : "";
    }

    private static String curveName(ASN1ObjectIdentifier oid) {
        if (SECObjectIdentifiers.secp256r1.equals(oid)) {
            return "prime256v1";
        }
        if (SECObjectIdentifiers.secp384r1.equals(oid)) {
            return "secp384r1";
        }
        if (SECObjectIdentifiers.secp521r1.equals(oid)) {
            return "secp521r1";
        }
        String name = ECNamedCurveTable.getName(oid);
        return name == null ? oid.getId() : name;
    }

    /** The certificate slot that the key belongs to. */
    public Algorithm algorithm() {
        return algorithm;
    }

    /** Size as OpenSSL counts it: of the modulus, of the curve's order; 0 if unknown. */
    public int bits() {
        return bits;
    }

    /** OpenSSL's name of an EC key's curve, for example {@code prime256v1}; empty for other keys and explicit parameters. */
    public String curve() {
        return curve;
    }

    AsymmetricKeyParameter key() {
        return key;
    }

    Optional<KeyOperations> operations() {
        return operations;
    }

    /** Frees the native key. Signing still works, in Java. */
    @Override
    public void close() {
        if (operations.isPresent()) {
            operations.get().close();
        }
    }
}
