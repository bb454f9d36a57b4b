package org.tlsproxy.libcrypto;

import org.tlsproxy.posix.OffHeap;

/** One thread's native memory for arguments and results: allocated once, wiped after every use that held a secret. */
final class Scratch implements AutoCloseable {

    /** Longest input or output in bytes: a TLS record of 2^14 + 2048 bytes, and an RSA block. */
    static final int AREA = 16_384 + 2_048 + 64;
    /** Longest RSA modulus in bytes (16384 bits, libcrypto's own limit). */
    static final int RSA_MAX = 2_048;

    private static final int SECRET_SIZE = 128;
    private static final int PARAMETERS_SIZE = 4 * Parameters.SIZE;

    final long in;
    final long out;
    /** Keys, scalars, nonces: always wiped after use. */
    final long secret;
    /** A {@code size_t}, {@code int} or pointer result. */
    final long result;
    final long parameters;
    private final long block;
    private final long size;

    Scratch() {
        size = 2L * AREA + SECRET_SIZE + 16 + PARAMETERS_SIZE;
        block = OffHeap.allocate(size);
        in = block;
        out = in + AREA;
        secret = out + AREA;
        result = secret + SECRET_SIZE;
        parameters = result + 16;
    }

    void in(byte[] bytes) {
        OffHeap.put(in, bytes, 0, bytes.length);
    }

    void secret(byte[] bytes, int offset) {
        OffHeap.put(secret + offset, bytes, 0, bytes.length);
    }

    void wipeSecret() {
        OffHeap.wipe(secret, SECRET_SIZE);
    }

    /** Copies a result and wipes it. */
    byte[] takeOut(int length) {
        byte[] bytes = new byte[length];
        OffHeap.get(out, bytes, 0, length);
        OffHeap.wipe(out, length);
        return bytes;
    }

    /** Sets the length that a call reads and writes. */
    void length(long length) {
        OffHeap.putLong(result, length);
    }

    int length() {
        return (int) OffHeap.getLong(result);
    }

    @Override
    public void close() {
        OffHeap.wipe(block, size);
        OffHeap.free(block);
    }
}
