package org.tlsproxy.trust;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.trust.Der.MalformedException;

/**
 * A public key in a form that can be compared: key and certificate belong together if these are equal.
 *
 * @param algorithm slot
 * @param numbers   modulus and exponent; p, q, g and y; curve and point; or the key's bytes
 */
record PublicNumbers(Algorithm algorithm, List<BigInteger> numbers) {

    static PublicNumbers of(Algorithm algorithm, BigInteger... numbers) {
        return new PublicNumbers(algorithm, List.of(numbers));
    }

    static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    /** @param info DER of a SubjectPublicKeyInfo */
    static PublicNumbers read(byte[] info) throws MalformedException {
        Der fields = Der.of(info).into(Der.SEQUENCE);
        Der identifier = fields.into(Der.SEQUENCE);
        Optional<Algorithm> algorithm = KeyAlgorithms.byOid(identifier.into(Der.OID).rest());
        byte[] key = fields.bits();
        return switch (algorithm.orElseThrow(Der::nested)) {
            case RSA -> rsa(Algorithm.RSA, key);
            case RSA_PSS -> rsa(Algorithm.RSA_PSS, key);
            case DSA -> dsa(identifier.into(Der.SEQUENCE), Der.of(key).integer());
            case EC -> of(Algorithm.EC, EcCurves.curve(identifier), number(EcCurves.uncompressed(identifier, key)));
            case ED25519 -> of(Algorithm.ED25519, number(key));
            case ED448 -> of(Algorithm.ED448, number(key));
        };
    }

    private static PublicNumbers rsa(Algorithm algorithm, byte[] key) throws MalformedException {
        Der numbers = Der.of(key).into(Der.SEQUENCE);
        return of(algorithm, numbers.integer(), numbers.integer());
    }

    static PublicNumbers dsa(Der parameters, BigInteger y) throws MalformedException {
        return of(Algorithm.DSA, parameters.integer(), parameters.integer(), parameters.integer(), y);
    }

    /** As a record's; written out because the JVM would make its own at run time, which takes a starting worker 10 ms and more. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PublicNumbers that && algorithm == that.algorithm && numbers.equals(that.numbers);
    }

    @Override
    public int hashCode() {
        return 31 * algorithm.hashCode() + numbers.hashCode();
    }
}
