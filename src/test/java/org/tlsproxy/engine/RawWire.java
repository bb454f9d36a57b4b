package org.tlsproxy.engine;

import java.util.Optional;

/** A connection to the server under test, whatever that is. */
interface RawWire extends AutoCloseable {

    void send(byte[] bytes);

    /** The server's next record; empty when it has nothing to say, for now or because it ended the connection. */
    Optional<RawRecord> next();

    /** True if the server has ended the connection. */
    boolean ended();

    /** The client's end of the connection without a word. */
    @Override
    void close();
}
