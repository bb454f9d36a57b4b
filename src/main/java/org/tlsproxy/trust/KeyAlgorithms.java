package org.tlsproxy.trust;

import java.util.Arrays;
import java.util.Optional;
import org.tlsproxy.engine.KeyChain.Algorithm;

/** Object identifiers of keys, as the bytes that stand in DER. */
final class KeyAlgorithms {

    private static final byte[] RSA = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01};
    private static final byte[] RSA_PSS = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0a};
    private static final byte[] DSA = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x38, 0x04, 0x01};
    private static final byte[] EC = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final byte[] ED25519 = {0x2b, 0x65, 0x70};
    private static final byte[] ED448 = {0x2b, 0x65, 0x71};

    private KeyAlgorithms() { }

    static Optional<Algorithm> byOid(byte[] oid) {
        for (Algorithm algorithm : Algorithm.values()) {
            if (Arrays.equals(oid, oid(algorithm))) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    static byte[] oid(Algorithm algorithm) {
        return switch (algorithm) {
            case RSA -> RSA;
            case RSA_PSS -> RSA_PSS;
            case DSA -> DSA;
            case EC -> EC;
            case ED25519 -> ED25519;
            case ED448 -> ED448;
        };
    }
}
