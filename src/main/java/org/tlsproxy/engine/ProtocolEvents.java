package org.tlsproxy.engine;

/** What happens in a connection while a record is being processed. */
interface ProtocolEvents {

    /** A record of application data was decrypted; the bytes are the library's, and none if the cipher has delivered them itself. */
    void plaintext(byte[] buf, int off, int len) throws Refusal;

    /** The peer sent close_notify. */
    void closeNotify();
}
