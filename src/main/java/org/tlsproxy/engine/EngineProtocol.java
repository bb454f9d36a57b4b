package org.tlsproxy.engine;

import java.io.IOException;

/** The library's protocol, in either role, as a {@link Connection} drives it. */
interface EngineProtocol {

    /** One whole record. */
    void offerInput(byte[] buf, int off, int len) throws IOException;

    void writeApplicationData(byte[] buf, int off, int len) throws IOException;

    boolean isClosed();

    /** What an exception means at this point. @param earlyData a record of application data came before its time */
    Diagnosis diagnose(Throwable cause, boolean earlyData);

    /** Ends the connection with an alert, if the library is able to send one. */
    void abort(short alert) throws IOException;

    /** Our close_notify; the other direction stays as it is. */
    void sendCloseNotify() throws IOException;

    /** Wipes the secrets that the library still holds. */
    void forgetSecrets();

    /** Application data arrived: whatever idle chatter there was, it was not only that. */
    void noteProgress();

    /** A record arrived that brought neither data nor anything else. */
    void noteEmptyRecord() throws Refusal;
}
