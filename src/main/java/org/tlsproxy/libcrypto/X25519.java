package org.tlsproxy.libcrypto;

import org.tlsproxy.posix.OffHeap;

/**
 * Key agreement on Curve25519 (RFC 7748). Keys are raw bytes, so that a handshake that dies half-way leaves nothing behind in native
 * memory.
 */
public final class X25519 {

    /** Length in bytes of private keys, public keys and shared secrets. */
    public static final int SIZE = 32;

    private final Libcrypto libcrypto;
    private final Evp evp;
    private final Scratch scratch;

    X25519(Libcrypto libcrypto, Scratch scratch) {
        this.libcrypto = libcrypto;
        this.scratch = scratch;
        evp = libcrypto.evp;
    }

    /** @param privateKey 32 random bytes, @return the public key */
    public byte[] publicKey(byte[] privateKey) {
        scratch.secret(privateKey, 0);
        long key = 0;
        try {
            key = evp.pointer(libcrypto.dialect.x25519Private(scratch.secret), "X25519 key");
            scratch.length(SIZE);
            evp.check(evp.rawPublicKey.call(key, scratch.out, scratch.result), "X25519 public key");
            return scratch.takeOut(SIZE);
        } finally {
            scratch.wipeSecret();
            evp.keyFree.call(key);
        }
    }

    /**
     * The shared secret.
     *
     * @param publicKey that of {@code privateKey}
     * @param peer      the peer's public key, 32 bytes
     * @return 32 bytes, or none if the result would be all zero (a peer's point of small order, RFC 7748 6.1)
     */
    public byte[] agree(byte[] privateKey, byte[] publicKey, byte[] peer) {
        scratch.secret(privateKey, 0);
        scratch.secret(publicKey, SIZE);
        OffHeap.put(scratch.in, peer, 0, SIZE);
        long own = 0;
        long other = 0;
        try {
            own = evp.pointer(libcrypto.dialect.x25519Pair(scratch.secret, scratch), "X25519 key pair");
            other = evp.pointer(libcrypto.dialect.x25519Public(scratch.in, scratch), "X25519 peer");
            return derive(own, other);
        } finally {
            scratch.wipeSecret();
            evp.keyFree.call(own);
            evp.keyFree.call(other);
        }
    }

    private byte[] derive(long own, long other) {
        long context = evp.pointer(libcrypto.dialect.keyContext(own), "X25519 context");
        try {
            scratch.length(SIZE);
            evp.check(evp.deriveInit.call(context), "X25519 init");
            evp.check(libcrypto.dialect.setPeer(context, other), "X25519 peer");
            boolean derived = Evp.succeeded(evp.derive.call(context, scratch.out, scratch.result));
            if (!derived) {
                evp.clearErrors();
                return new byte[0];
            }
            byte[] secret = scratch.takeOut(SIZE);
            return isZero(secret) ? new byte[0] : secret;
        } finally {
            evp.keyContextFree.call(context);
        }
    }

    private static boolean isZero(byte[] secret) {
        int bits = 0;
        for (byte b : secret) {
            bits |= b;
        }
        return bits == 0;
    }
}
