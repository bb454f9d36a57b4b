package org.tlsproxy.it;

import java.io.IOException;
import java.util.List;

/** A remote SMTP client as rows of {@link DifferentialCases} name it: what it does on its connection, and what it saw there. */
interface RemoteClient {

    /** Seconds that a row's clients may be silent; long enough not to matter. */
    int PATIENT = 60;

    /** Connects to a port of 127.0.0.1. */
    Visit connect(int port) throws IOException;

    /** Limit on the handshake that the request asks for. */
    default int handshakeSeconds() {
        return PATIENT;
    }

    /** The request's name of the server. */
    default String serverId() {
        return "smtpd";
    }

    /** One connection. */
    interface Visit extends AutoCloseable {

        /** Waits until it can be accepted. @return false if it gave up before, as a session to resume was not to be had */
        default boolean arrives(int listener) throws IOException {
            return true;
        }

        /** Does what the client is there for, now that the service has the other end. */
        void act() throws IOException;

        /** Waits for the end of the connection. @return what came of it, one fact a line, without anything that changes each time */
        List<String> seen() throws IOException;

        @Override
        void close() throws IOException;
    }
}
