package org.tlsproxy.crypto;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * What a session keeps of its cipher for one direction: a key and its fixed part of the nonce. Unlike {@code SecretKeySpec} it can be
 * wiped.
 */
final class TrafficKey implements SecretKey {

    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final byte[] key;
    private final byte[] iv;

    /** @param key and @param iv owned by this object from now on */
    TrafficKey(String algorithm, byte[] key, byte[] iv) {
        this.algorithm = algorithm;
        this.key = key;
        this.iv = iv;
    }

    /** The key itself, not a copy: for native calls that copy it. */
    byte[] key() {
        return key;
    }

    /** 12 bytes, or 4 where the nonce's rest is explicit in the record. */
    byte[] iv() {
        return iv;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy: the JDK's ciphers wipe what they get. */
    @Override
    public byte[] getEncoded() {
        return key.clone();
    }

    @Override
    public void destroy() {
        Arrays.fill(key, (byte) 0);
        Arrays.fill(iv, (byte) 0);
    }
}
