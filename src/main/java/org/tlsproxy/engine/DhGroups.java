package org.tlsproxy.engine;

import java.math.BigInteger;
import org.bouncycastle.tls.crypto.DHGroup;

/** Which finite field groups of a server's own making are good enough (TLS 1.2 and earlier). */
final class DhGroups {

    /** OpenSSL wants 80 bits of security at every level. */
    private static final int MIN_BITS = 1024;
    /** OpenSSL's OPENSSL_DH_MAX_MODULUS_BITS: larger ones only cost time. */
    private static final int MAX_BITS = 10_000;

    private DhGroups() {
    }

    static boolean acceptable(DHGroup group) {
        BigInteger p = group.getP();
        BigInteger g = group.getG();
        return p.bitLength() >= MIN_BITS && p.bitLength() <= MAX_BITS && p.testBit(0)
            && g.compareTo(BigInteger.ONE) > 0 && g.compareTo(p.subtract(BigInteger.ONE)) < 0;
    }
}
