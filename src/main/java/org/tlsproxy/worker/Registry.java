package org.tlsproxy.worker;

import org.tlsproxy.log.Logger;
import org.tlsproxy.log.OwnMessages;
import org.tlsproxy.posix.ErrnoException;

/** How many sessions there are and were. */
final class Registry {

    private final Logger log;
    private final Runnable changed;
    private int open;
    private long closed;

    /** @param changed called when a session has ended */
    Registry(Logger log, Runnable changed) {
        this.log = log;
        this.changed = changed;
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
        closed++;
        changed.run();
    }

    int open() {
        return open;
    }

    long total() {
        return closed;
    }

    /** A connection came when this process could not open one more descriptor. */
    void noRoom() {
        log.warn(OwnMessages.noRoom());
    }

    void cannotWatch(ErrnoException e) {
        log.warn(OwnMessages.cannotWatch(e.getMessage()));
    }
}
