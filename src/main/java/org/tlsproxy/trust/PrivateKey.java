package org.tlsproxy.trust;

import java.util.Arrays;
import org.tlsproxy.engine.KeyChain.Algorithm;

/**
 * A private key as read from a file.
 *
 * @param pkcs8        its PKCS#8 DER; secret
 * @param publicNumbers its public half
 */
record PrivateKey(byte[] pkcs8, PublicNumbers publicNumbers) {

    Algorithm algorithm() {
        return publicNumbers.algorithm();
    }

    void wipe() {
        Arrays.fill(pkcs8, (byte) 0);
    }
}
