package org.tlsproxy.crypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC (RFC 2104) over a JDK digest that is set up once: {@code Mac.getInstance} and {@code Mac.init} per use cost more than the hashing
 * in a handshake.
 */
final class Hmac {

    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest digest;
    private final byte[] inner;
    private final byte[] outer;
    private final byte[] hash;
    private boolean started;

    /** @param digest used by nobody else, @param blockSize of the digest, in bytes */
    Hmac(MessageDigest digest, int blockSize) {
        this.digest = digest;
        inner = new byte[blockSize];
        outer = new byte[blockSize];
        hash = new byte[digest.getDigestLength()];
    }

    /** Bytes of a MAC. */
    int length() {
        return hash.length;
    }

    int blockSize() {
        return inner.length;
    }

    /** Starts a MAC with a new key. */
    void key(byte[] key, int offset, int count) {
        digest.reset();
        byte[] used = key;
        int from = offset;
        int length = count;
        if (count > inner.length) {
            digest.update(key, offset, count);
            finishDigest(hash, 0);
            used = hash;
            from = 0;
            length = hash.length;
        }
        for (int i = 0; i < length; i++) {
            inner[i] = (byte) (used[from + i] ^ INNER);
            outer[i] = (byte) (used[from + i] ^ OUTER);
        }
        Arrays.fill(inner, length, inner.length, INNER);
        Arrays.fill(outer, length, outer.length, OUTER);
        started = false;
    }

    void update(byte[] bytes, int offset, int count) {
        start();
        digest.update(bytes, offset, count);
    }

    void update(byte octet) {
        start();
        digest.update(octet);
    }

    /** The inner pad is hashed when needed: most MACs of a key schedule are the only one with their key. */
    private void start() {
        if (!started) {
            digest.update(inner);
            started = true;
        }
    }

    /** Writes the MAC and starts another one with the same key. */
    void finish(byte[] to, int offset) {
        start();
        finishDigest(hash, 0);
        digest.update(outer);
        digest.update(hash);
        finishDigest(to, offset);
        started = false;
    }

    /** Starts anew with the same key. */
    void restart() {
        digest.reset();
        started = false;
    }

    /** Wipes the key. */
    void forget() {
        restart();
        Arrays.fill(inner, (byte) 0);
        Arrays.fill(outer, (byte) 0);
        Arrays.fill(hash, (byte) 0);
    }

    private void finishDigest(byte[] to, int offset) {
        try {
            digest.digest(to, offset, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("no room for a digest", e);
        }
    }
}
