package org.tlsproxy.crypto;

import java.security.GeneralSecurityException;

/** An authenticated cipher of the worker. It knows no session: key, nonce and additional data come with each record. */
interface Aead {

    /** Bytes of the tag, for all of TLS's AEADs that are here. */
    int TAG = 16;
    /** {@code type} of {@link #seal} when no byte follows the plaintext. */
    int NO_TYPE = -1;

    /** What the JDK calls the algorithm of its keys. */
    String keyAlgorithm();

    /** The key and what the next call is bound to. */
    void begin(TrafficKey key, RecordBinding binding);

    /**
     * Encrypts.
     *
     * @param type one more byte of plaintext (RFC 8446 5.2), or {@link #NO_TYPE}
     * @param out  room for plaintext, type and tag; not the array of {@code plain}
     */
    void seal(Span plain, int type, Span out) throws GeneralSecurityException;

    /**
     * Decrypts.
     *
     * @param sealed ciphertext and tag
     * @param out    room for the plaintext; not the array of {@code sealed}
     * @throws GeneralSecurityException if the tag is wrong
     */
    void open(Span sealed, byte[] out) throws GeneralSecurityException;
}
