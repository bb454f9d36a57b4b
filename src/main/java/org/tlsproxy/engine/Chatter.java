package org.tlsproxy.engine;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;

/** Counts what a peer sends without getting anywhere: floods of it must end. Where OpenSSL has a limit it is OpenSSL's. */
final class Chatter {

    private static final int MAX_IDLE_MESSAGES = 32;
    /** Key updates and tickets, which OpenSSL takes without end: more than any server needs, and less work than a handshake or two. */
    static final int MAX_UPDATES = 1000;
    private static final int MAX_WARNINGS = 5;

    private int idleMessages;
    private int updates;
    private int warnings;

    /** Application data arrived. */
    void progress() {
        idleMessages = 0;
        updates = 0;
        warnings = 0;
    }

    /** A message or record that brought nothing. @param failure what too many of them are called */
    void idle(TlsFailure failure) throws Refusal {
        if (++idleMessages > MAX_IDLE_MESSAGES) {
            throw Refusal.with(AlertDescription.unexpected_message, failure);
        }
    }

    /** Key update or ticket. @param failure what too many of them are called */
    void update(TlsFailure failure) throws Refusal {
        if (++updates > MAX_UPDATES) {
            throw Refusal.with(AlertDescription.unexpected_message, failure);
        }
    }

    /** An alert came; from TLS 1.3 on the level means nothing (RFC 8446 6). @return true if it ends the connection */
    boolean endsWith(short level, short description, boolean tls13, ProtocolEvents events) throws Refusal {
        if (!tls13 && level != AlertLevel.warning && level != AlertLevel.fatal) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.UNKNOWN_ALERT_TYPE);
        }
        if (description == AlertDescription.close_notify && (tls13 || level == AlertLevel.warning)) {
            events.closeNotify();
        } else if (tls13 ? description == AlertDescription.user_canceled : level == AlertLevel.warning) {
            warning(description);
        } else {
            return true;
        }
        return false;
    }

    /** RFC 5246 7.2.2: warnings may be ignored; OpenSSL takes four in a row. */
    private void warning(short description) throws Refusal {
        if (description == AlertDescription.no_renegotiation) {
            throw Refusal.with(AlertDescription.handshake_failure, Failures.NO_RENEGOTIATION);
        }
        if (++warnings >= MAX_WARNINGS) {
            throw Refusal.with(AlertDescription.unexpected_message, Failures.TOO_MANY_WARNINGS);
        }
    }
}
