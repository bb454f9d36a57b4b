package org.tlsproxy.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoServicesRegistrar;

/** The source of random numbers: the kernel's, which never blocks and whose device the JDK opens once, before the jail. */
final class Randomness {

    private Randomness() { }

    /**
     * A source that has been used, so that what it opens lazily is open. Bouncy Castle's own default is set to it too: where the library
     * asks for random numbers without being given a source (blinding), it would otherwise search providers again and again.
     */
    static SecureRandom open() {
        SecureRandom random = fastest();
        random.nextBytes(new byte[64]);
        CryptoServicesRegistrar.setSecureRandom(random);
        return random;
    }

    /** NativePRNGNonBlocking mixes /dev/urandom, kept open, with a generator of its own; where there is no device, a DRBG of the JDK. */
    private static SecureRandom fastest() {
        try {
            return SecureRandom.getInstance("NativePRNGNonBlocking");
        } catch (NoSuchAlgorithmException e) {
            return new SecureRandom();
        }
    }
}
