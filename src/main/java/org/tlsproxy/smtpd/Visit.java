package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.log.SmtpLog;

/**
 * One connection as the launcher remembers it until it is over: while its worker holds the other end of {@link #line} there is a session,
 * and after that the program may still take a moment to end.
 */
final class Visit {

    private final String session;
    private final Caller caller;
    private final SmtpLog log;
    private final int line;
    private Optional<Program> program = Optional.empty();
    private long overdue;
    private int lastSignal;

    /** @param session its name, @param line our end of the socket that the session hangs on */
    Visit(String session, Caller caller, SmtpLog log, int line) {
        this.session = session;
        this.caller = caller;
        this.log = log;
        this.line = line;
    }

    String session() {
        return session;
    }

    Caller caller() {
        return caller;
    }

    SmtpLog log() {
        return log;
    }

    int line() {
        return line;
    }

    Optional<Program> program() {
        return program;
    }

    void runs(Program started) {
        program = Optional.of(started);
    }

    /** When a program that has not ended by itself gets the next signal. */
    long overdue() {
        return overdue;
    }

    void overdue(long time) {
        overdue = time;
    }

    int lastSignal() {
        return lastSignal;
    }

    void signalled(int signal) {
        lastSignal = signal;
    }
}
