package org.tlsproxy.engine;

import org.bouncycastle.tls.ContentType;

/** Finds in the records of a handshake that go out where its messages begin; the library begins a record with each. */
final class OutgoingMessages {

    /** The record goes on with a message, or is of no interest. */
    static final int NONE = -1;
    /** ChangeCipherSpec, which is no message of the handshake protocol. */
    static final int CHANGE = -2;

    private static final int HEADER = 4;

    private int unsent;

    /** @return type of the message that begins with this record, or {@link #NONE} or {@link #CHANGE} */
    int type(int recordType, byte[] buf, int off, int len) {
        if (recordType == ContentType.change_cipher_spec) {
            return CHANGE;
        }
        if (recordType != ContentType.handshake || unsent == 0 && len < HEADER) {
            return NONE;
        }
        boolean begins = unsent == 0;
        if (begins) {
            unsent = HEADER + ((buf[off + 1] & 0xFF) << 16 | (buf[off + 2] & 0xFF) << 8 | buf[off + 3] & 0xFF);
        }
        unsent -= len;
        return begins ? buf[off] : NONE;
    }
}
