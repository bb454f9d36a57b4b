package org.tlsproxy.crypto;

import java.security.SecureRandom;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;

/** Public random values of a connection (hello randoms, explicit IVs), straight from the worker's source. */
final class RandomNonces implements TlsNonceGenerator {

    private final SecureRandom random;

    RandomNonces(SecureRandom random) {
        this.random = random;
    }

    @Override
    public byte[] generateNonce(int size) {
        byte[] nonce = new byte[size];
        random.nextBytes(nonce);
        return nonce;
    }
}
