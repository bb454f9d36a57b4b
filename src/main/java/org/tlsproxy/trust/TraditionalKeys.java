package org.tlsproxy.trust;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.trust.Der.MalformedException;

/** Private keys in the forms of PKCS#1, SEC 1 and of old OpenSSL (DSA): what is in them, and the same as PKCS#8. */
final class TraditionalKeys {

    private static final byte[] ZERO = {Der.INTEGER, 1, 0};
    private static final byte[] NULL = {5, 0};

    private TraditionalKeys() { }

    static PrivateKey read(Algorithm algorithm, byte[] der) throws MalformedException {
        Der fields = Der.of(der).into(Der.SEQUENCE);
        switch (algorithm) {
            case RSA:
                return new PrivateKey(pkcs8(Algorithm.RSA, NULL, der), rsa(Algorithm.RSA, fields));
            case EC:
                Der parameters = parameters(Der.of(der).into(Der.SEQUENCE));
                return new PrivateKey(named(parameters, der), ec(parameters, fields));
            default:
                return dsa(fields);
        }
    }

    /** @param fields of an RSAPrivateKey, RFC 8017 A.1.2 */
    static PublicNumbers rsa(Algorithm algorithm, Der fields) throws MalformedException {
        fields.integer();
        PublicNumbers numbers = PublicNumbers.of(algorithm, fields.integer(), fields.integer());
        for (int secret = 0; secret < 6; secret++) {
            fields.into(Der.INTEGER);
        }
        return numbers;
    }

    /**
     * The public point that the key brings along, else the one that belongs to the secret; OpenSSL believes the former, too.
     *
     * @param fields of an ECPrivateKey, RFC 5915
     */
    static PublicNumbers ec(Der parameters, Der fields) throws MalformedException {
        fields.integer();
        byte[] secret = fields.into(Der.OCTET_STRING).rest();
        try {
            Optional<byte[]> brought = publicPoint(fields);
            byte[] point = brought.isPresent() ? EcCurves.uncompressed(parameters, brought.get())
                : EcCurves.publicPoint(parameters, secret);
            return PublicNumbers.of(Algorithm.EC, EcCurves.curve(parameters), PublicNumbers.number(point));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static Optional<byte[]> publicPoint(Der fields) throws MalformedException {
        if (fields.tag() == Der.CONTEXT_0) {
            fields.skip();
        }
        return fields.tag() == Der.CONTEXT_1 ? Optional.of(fields.into(Der.CONTEXT_1).bits()) : Optional.empty();
    }

    /** The parameters inside an ECPrivateKey; without PKCS#8 around it, it must have them. */
    private static Der parameters(Der fields) throws MalformedException {
        fields.into(Der.INTEGER);
        fields.into(Der.OCTET_STRING);
        return fields.into(Der.CONTEXT_0);
    }

    /** version, p, q, g, y, x. */
    private static PrivateKey dsa(Der fields) throws MalformedException {
        fields.into(Der.INTEGER);
        byte[] p = fields.whole();
        byte[] q = fields.whole();
        byte[] g = fields.whole();
        BigInteger y = fields.integer();
        byte[] x = fields.whole();
        byte[] parameters = DerWriter.wrap(Der.SEQUENCE, p, q, g);
        PublicNumbers numbers = PublicNumbers.dsa(Der.of(parameters).into(Der.SEQUENCE), y);
        PrivateKey key = new PrivateKey(pkcs8(Algorithm.DSA, parameters, x), numbers);
        Arrays.fill(x, (byte) 0);
        return key;
    }

    /** PKCS#8 that names the curve, and only once. @param key DER of an ECPrivateKey, stays the caller's */
    static byte[] named(Der parameters, byte[] key) throws MalformedException {
        Der fields = Der.of(key).into(Der.SEQUENCE);
        byte[] version = fields.whole();
        byte[] secret = fields.whole();
        if (fields.tag() == Der.CONTEXT_0) {
            fields.skip();
        }
        byte[] bare = DerWriter.wrap(Der.SEQUENCE, version, secret, fields.rest());
        byte[] result = pkcs8(Algorithm.EC, EcCurves.named(parameters), bare);
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(bare, (byte) 0);
        return result;
    }

    /** @param key stays the caller's */
    private static byte[] pkcs8(Algorithm algorithm, byte[] parameters, byte[] key) {
        byte[] identifier = DerWriter.wrap(Der.SEQUENCE, DerWriter.wrap(Der.OID, KeyAlgorithms.oid(algorithm)), parameters);
        byte[] octets = DerWriter.wrap(Der.OCTET_STRING, key);
        byte[] result = DerWriter.wrap(Der.SEQUENCE, ZERO, identifier, octets);
        Arrays.fill(octets, (byte) 0);
        return result;
    }
}
