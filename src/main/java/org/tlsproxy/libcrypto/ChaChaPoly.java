package org.tlsproxy.libcrypto;

import org.tlsproxy.posix.OffHeap;

/**
 * ChaCha20-Poly1305 (RFC 8439) for records, one at a time: {@link #key}, {@link #aad}, {@link #input} once or twice, then {@link #seal} or
 * {@link #open}. Setting another key costs 0.1 µs, so one context serves all connections of a thread.
 */
public final class ChaChaPoly implements AutoCloseable {

    /** Bytes of the tag. */
    public static final int TAG = 16;
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int CTRL_GET_TAG = 0x10;
    private static final int CTRL_SET_TAG = 0x11;

    private final Libcrypto libcrypto;
    private final Evp evp;
    private final Scratch scratch;
    private final long nonce;
    private final long aad;
    private final long sealing;
    private final long opening;
    private int aadLength;
    private int length;

    ChaChaPoly(Libcrypto libcrypto, Scratch scratch) {
        this.libcrypto = libcrypto;
        this.scratch = scratch;
        evp = libcrypto.evp;
        nonce = scratch.secret + KEY;
        aad = nonce + 16;
        sealing = context(1);
        opening = context(0);
        libcrypto.born();
    }

    private long context(int encrypt) {
        long context = evp.pointer(evp.cipherContextNew.call(), "EVP_CIPHER_CTX");
        evp.check(evp.cipherInit.call(context, libcrypto.chaCha(), 0, 0, 0, encrypt), "ChaCha20-Poly1305");
        return context;
    }

    /** @param keyBytes 32 bytes, @param nonceBytes 12 bytes, never twice for the same key */
    public void key(byte[] keyBytes, byte[] nonceBytes) {
        OffHeap.put(scratch.secret, keyBytes, 0, KEY);
        OffHeap.put(nonce, nonceBytes, 0, NONCE);
        length = 0;
        aadLength = 0;
    }

    /** @param count at most 48 bytes */
    public void aad(byte[] bytes, int count) {
        OffHeap.put(aad, bytes, 0, count);
        aadLength = count;
    }

    /** Appends to what is to be sealed or opened; at most 2^14 + 2048 bytes in all, tag included. */
    public void input(byte[] bytes, int offset, int count) {
        if (length + count > Scratch.AREA - TAG) {
            throw new LibcryptoException("record too long");
        }
        OffHeap.put(scratch.in + length, bytes, offset, count);
        length += count;
    }

    /** Appends one byte: the content type of a TLS 1.3 record. */
    public void input(int octet) {
        if (length + 1 > Scratch.AREA - TAG) {
            throw new LibcryptoException("record too long");
        }
        OffHeap.putByte(scratch.in + length, octet);
        length++;
    }

    /** Writes ciphertext and tag. @return their length: that of the input and 16 */
    public int seal(byte[] to, int offset) {
        start(sealing, 1);
        evp.check(evp.cipherUpdate.call(sealing, scratch.out, scratch.result, scratch.in, length), "seal");
        evp.check(evp.cipherFinal.call(sealing, scratch.out + length, scratch.result), "seal");
        evp.check(evp.cipherControl.call(sealing, CTRL_GET_TAG, TAG, scratch.out + length), "seal");
        OffHeap.get(scratch.out, to, offset, length + TAG);
        OffHeap.wipe(scratch.in, length);
        return length + TAG;
    }

    /** Writes the plaintext. @return its length, or -1 if the tag does not fit (nothing is written then) */
    public int open(byte[] to, int offset) {
        int plain = length - TAG;
        if (plain < 0) {
            return -1;
        }
        start(opening, 0);
        evp.check(evp.cipherControl.call(opening, CTRL_SET_TAG, TAG, scratch.in + plain), "open");
        evp.check(evp.cipherUpdate.call(opening, scratch.out, scratch.result, scratch.in, plain), "open");
        boolean good = Evp.succeeded(evp.cipherFinal.call(opening, scratch.out + plain, scratch.result));
        if (good) {
            OffHeap.get(scratch.out, to, offset, plain);
        } else {
            evp.clearErrors();
        }
        OffHeap.wipe(scratch.out, plain);
        return good ? plain : -1;
    }

    private void start(long context, int encrypt) {
        try {
            evp.check(evp.cipherInit.call(context, 0, 0, scratch.secret, nonce, encrypt), "ChaCha20-Poly1305 key");
            evp.check(evp.cipherUpdate.call(context, 0, scratch.result, aad, aadLength), "ChaCha20-Poly1305 aad");
        } finally {
            scratch.wipeSecret();
        }
    }

    @Override
    public void close() {
        evp.cipherContextFree.call(sealing);
        evp.cipherContextFree.call(opening);
        libcrypto.freed();
    }
}
