package org.tlsproxy.smtp;

/** Where a session's output goes. All of them take what they get at once and keep what cannot go yet. */
public interface Outlets {

    /** Bytes for the client. */
    void toClient(byte[] buf, int off, int len);

    /** Bytes for the program. */
    void toProgram(byte[] buf, int off, int len);

    /** A fact for the log. */
    void happened(Event event);
}
