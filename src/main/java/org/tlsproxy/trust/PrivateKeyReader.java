package org.tlsproxy.trust;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.trust.Der.MalformedException;

/** Understands the forms of private keys that OpenSSL writes, none of them encrypted, and turns them all into PKCS#8. */
final class PrivateKeyReader {

    private static final Problem.Library NOT_TRADITIONAL = unsupported("type-specific");
    private static final Problem.Library NOT_PKCS8 = unsupported("PrivateKeyInfo");

    private PrivateKeyReader() { }

    /** The two blanks are OpenSSL's. */
    private static Problem.Library unsupported(String structure) {
        return new Problem.Library(0x1E08010C, "unsupported",
            "No supported data to decode.  Input type: DER, Input structure: " + structure);
    }

    /** A key, or why there is none. */
    sealed interface Outcome { }

    record Readable(PrivateKey key) implements Outcome { }

    /** Something follows the key. */
    record Excess() implements Outcome { }

    record Unreadable(Problem.Library problem) implements Outcome { }

    /** @param label PEM label of a private key, @param der stays the caller's */
    static Outcome read(String label, byte[] der) {
        Optional<Algorithm> traditional = switch (label) {
            case "RSA PRIVATE KEY" -> Optional.of(Algorithm.RSA);
            case "EC PRIVATE KEY" -> Optional.of(Algorithm.EC);
            case "DSA PRIVATE KEY" -> Optional.of(Algorithm.DSA);
            default -> Optional.empty();
        };
        try {
            if (traditional.isEmpty() || isPkcs8(der)) {
                return pkcs8(der, traditional);
            }
            Der all = Der.of(der);
            all.into(Der.SEQUENCE);
            return all.isEmpty() ? new Readable(TraditionalKeys.read(traditional.get(), der)) : new Excess();
        } catch (MalformedException e) {
            return new Unreadable(traditional.isEmpty() ? e.problem() : NOT_TRADITIONAL);
        }
    }

    /** OpenSSL takes PKCS#8 under a traditional label, too. */
    private static boolean isPkcs8(byte[] der) throws MalformedException {
        Der fields = Der.of(der).into(Der.SEQUENCE);
        fields.into(Der.INTEGER);
        return fields.tag() == Der.SEQUENCE && version(der) == 0 && hasOctets(fields);
    }

    private static int version(byte[] der) throws MalformedException {
        return Der.of(der).into(Der.SEQUENCE).integer().intValue();
    }

    private static boolean hasOctets(Der fields) throws MalformedException {
        fields.skip();
        return fields.tag() == Der.OCTET_STRING;
    }

    private static Outcome pkcs8(byte[] der, Optional<Algorithm> wanted) throws MalformedException {
        Der all = Der.of(der);
        Der fields = all.into(Der.SEQUENCE);
        fields.integer();
        Der identifier = fields.into(Der.SEQUENCE);
        Der content = fields.into(Der.OCTET_STRING);
        Optional<Algorithm> algorithm = KeyAlgorithms.byOid(identifier.into(Der.OID).rest());
        if (!all.isEmpty()) {
            return new Unreadable(new Problem.Library(0x068000A8, "wrong tag"));
        }
        if (algorithm.isEmpty() || wanted.isPresent() && wanted.get() != algorithm.get()) {
            return new Unreadable(wanted.isPresent() ? NOT_TRADITIONAL : NOT_PKCS8);
        }
        PublicNumbers numbers = numbers(algorithm.get(), identifier, content);
        boolean explicit = algorithm.get() == Algorithm.EC && identifier.tag() != Der.OID;
        return new Readable(new PrivateKey(explicit ? withCurveNamed(identifier, content) : der.clone(), numbers));
    }

    private static byte[] withCurveNamed(Der identifier, Der content) throws MalformedException {
        byte[] key = content.all();
        try {
            return TraditionalKeys.named(identifier, key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static PublicNumbers numbers(Algorithm algorithm, Der identifier, Der content) throws MalformedException {
        return switch (algorithm) {
            case RSA, RSA_PSS -> TraditionalKeys.rsa(algorithm, content.into(Der.SEQUENCE));
            case DSA -> dsa(identifier.into(Der.SEQUENCE), content.integer());
            case EC -> TraditionalKeys.ec(identifier, content.into(Der.SEQUENCE));
            case ED25519, ED448 -> edwards(algorithm, content.into(Der.OCTET_STRING).rest());
        };
    }

    private static PublicNumbers dsa(Der parameters, BigInteger x) throws MalformedException {
        BigInteger p = parameters.integer();
        BigInteger q = parameters.integer();
        BigInteger g = parameters.integer();
        if (p.signum() <= 0 || x.signum() < 0) {
            throw Der.nested();
        }
        return PublicNumbers.of(Algorithm.DSA, p, q, g, g.modPow(x, p));
    }

    private static PublicNumbers edwards(Algorithm algorithm, byte[] secret) throws MalformedException {
        boolean small = algorithm == Algorithm.ED25519;
        try {
            if (secret.length != (small ? Ed25519.SECRET_KEY_SIZE : Ed448.SECRET_KEY_SIZE)) {
                throw Der.nested();
            }
            byte[] key = new byte[small ? Ed25519.PUBLIC_KEY_SIZE : Ed448.PUBLIC_KEY_SIZE];
            if (small) {
                Ed25519.generatePublicKey(secret, 0, key, 0);
            } else {
                Ed448.generatePublicKey(secret, 0, key, 0);
            }
            return PublicNumbers.of(algorithm, PublicNumbers.number(key));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
