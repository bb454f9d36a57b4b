package org.tlsproxy.trust;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.tlsproxy.trust.Der.MalformedException;

/** How many bits of security OpenSSL grants a public key. */
final class KeyStrength {

    private static final int[] MODULUS = {15_360, 8_192, 7_680, 6_144, 4_096, 3_072, 2_048};
    private static final int[] SECURITY = {256, 200, 192, 176, 152, 128, 112};
    private static final int FEWEST = 8;

    private KeyStrength() { }

    /** @return 0 for keys that nobody knows, and for curves without a name */
    static int bits(byte[] publicKeyInfo) {
        if (EcCurves.isExplicit(publicKeyInfo)) {
            return 0;
        }
        try {
            PublicNumbers key = PublicNumbers.read(publicKeyInfo);
            return switch (key.algorithm()) {
                case RSA, RSA_PSS -> modulus(key.numbers().get(0).bitLength());
                case DSA -> Math.min(modulus(key.numbers().get(0).bitLength()), key.numbers().get(1).bitLength() / 2);
                case EC -> curve(key.numbers().get(0));
                case ED25519 -> 128;
                case ED448 -> 224;
            };
        } catch (MalformedException e) {
            return 0;
        }
    }

    /** SP 800-56B revision 2, table 2 and appendix D, rounded to eights. */
    private static int modulus(int bits) {
        for (int i = 0; i < MODULUS.length; i++) {
            if (bits == MODULUS[i]) {
                return SECURITY[i];
            }
        }
        if (bits < FEWEST) {
            return 0;
        }
        double x = bits * Math.log(2);
        double log = Math.log(x);
        int y = (int) ((1.923 * Math.cbrt(x * log * log) - 4.69) / Math.log(2));
        return y + 4 & ~7;
    }

    private static int curve(BigInteger oid) throws MalformedException {
        ASN1ObjectIdentifier name = ASN1ObjectIdentifier.getInstance(oid.toByteArray());
        int bits = ECNamedCurveTable.getByOID(name).getN().bitLength();
        if (bits >= 512) {
            return 256;
        }
        int[] steps = {384, 256, 224, 160};
        for (int step : steps) {
            if (bits >= step) {
                return step / 2;
            }
        }
        return bits / 2;
    }
}
