package org.tlsproxy.session;

import org.tlsproxy.engine.ByteSink;

/** Where a turn's bytes for one side are gathered. */
public interface Output extends ByteSink {

    /** Puts bytes in front of all that this turn has produced so far. */
    void prepend(byte[] bytes);
}
