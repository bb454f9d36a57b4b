package org.tlsproxy.crypto;

import org.bouncycastle.tls.ProtocolVersion;

/** Nonce and additional data of the record at hand; one per worker, overwritten by each record. */
final class RecordBinding {

    static final int EXPLICIT = 8;
    private static final int NONCE = 12;
    private static final int AAD_12 = 13;
    private static final int AAD_13 = 5;

    private final byte[] nonce = new byte[NONCE];
    private final byte[] aad = new byte[AAD_12];
    private int aadLength;

    /** 12 bytes. */
    byte[] nonce() {
        return nonce;
    }

    /** {@link #aadLength()} bytes of it count. */
    byte[] aad() {
        return aad;
    }

    int aadLength() {
        return aadLength;
    }

    /** The sequence number mixed into the IV: TLS 1.3 (RFC 8446 5.3) and ChaCha20-Poly1305 (RFC 7905). */
    void mixedNonce(byte[] iv, long sequence) {
        System.arraycopy(iv, 0, nonce, 0, NONCE);
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[NONCE - 1 - i] ^= (byte) (sequence >>> (8 * i));
        }
    }

    /** A salt and eight bytes that the record carries: AES-GCM in TLS 1.2 (RFC 5288). */
    void explicitNonce(byte[] salt, byte[] record, int offset) {
        System.arraycopy(salt, 0, nonce, 0, NONCE - EXPLICIT);
        System.arraycopy(record, offset, nonce, NONCE - EXPLICIT, EXPLICIT);
    }

    /** RFC 8446 5.2. @param length of the encrypted record */
    void header13(int type, ProtocolVersion version, int length) {
        header(0, type, version, length);
        aadLength = AAD_13;
    }

    /** RFC 5246 6.2.3.3. @param length of the plaintext */
    void header12(long sequence, int type, ProtocolVersion version, int length) {
        putLong(aad, 0, sequence);
        header(Long.BYTES, type, version, length);
        aadLength = AAD_12;
    }

    private void header(int at, int type, ProtocolVersion version, int length) {
        aad[at] = (byte) type;
        aad[at + 1] = (byte) version.getMajorVersion();
        aad[at + 2] = (byte) version.getMinorVersion();
        aad[at + 3] = (byte) (length >>> 8);
        aad[at + 4] = (byte) length;
    }

    /** Big-endian. */
    static void putLong(byte[] to, int at, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            to[at + i] = (byte) (value >>> (56 - 8 * i));
        }
    }
}
