package org.tlsproxy.crypto;

/** The worker's memory for the record at hand; no session owns any. */
final class RecordBuffers {

    /** Longest plaintext of a record (RFC 8446 5.1). */
    static final int PLAINTEXT_LIMIT = 1 << 14;
    /** A TLS 1.2 record may be 2^14 + 2048 bytes (RFC 5246 6.2.3), a header of five and some air. */
    private static final int SIZE = PLAINTEXT_LIMIT + 2_048 + 64;

    /** Encrypted records on their way out. */
    final byte[] sealed = new byte[SIZE];
    /** Decrypted records. */
    final byte[] opened = new byte[SIZE];
    /** Plaintext with its content type, and copies where input and output must differ. */
    final byte[] inner = new byte[SIZE];
    final RecordBinding binding = new RecordBinding();
}
