package org.tlsproxy.smtp;

/** What a session waits for: its time limit counts from there. */
public enum Waiting {
    /** The client's next bytes. */
    CLIENT,
    /** The program's reply. */
    PROGRAM,
    /** The greylisting server's answer to {@link Dialogue#question}. */
    POLICY,
    /** That its owner sends {@link Dialogue#tlsReply} and starts TLS. */
    TLS,
    /** Nothing: it has ended. */
    NOTHING
}
