package org.tlsproxy.smtp;

/** Where a session stands with TLS. */
public enum Tls {
    /** There is nobody who could start it. */
    IMPOSSIBLE,
    /** The client may ask for it. */
    POSSIBLE,
    /** It is on: by STARTTLS, or from the first byte. */
    ACTIVE
}
