package org.tlsproxy.trust;

/** OpenSSL's security levels, in bits that keys and digests must have. */
final class SecurityLevels {

    private static final int[] BITS = {0, 80, 112, 128, 192, 256};

    private SecurityLevels() { }

    static int bits(int level) {
        return BITS[Math.min(level, BITS.length - 1)];
    }
}
