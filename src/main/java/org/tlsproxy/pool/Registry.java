package org.tlsproxy.pool;

import org.tlsproxy.log.Logger;
import org.tlsproxy.log.OwnMessages;
import org.tlsproxy.posix.ErrnoException;

/** How many sessions there are and were. */
public final class Registry {

    private final Logger log;
    private final Runnable changed;
    private int open;
    private long closed;

    /** @param changed called when a session has ended */
    public Registry(Logger log, Runnable changed) {
        this.log = log;
        this.changed = changed;
    }

    /** One more. */
    public void opened() {
        open++;
    }

    /** One less. */
    public void closed() {
        open--;
        closed++;
        changed.run();
    }

    /** How many there are. */
    public int open() {
        return open;
    }

    /** How many have ended. */
    public long total() {
        return closed;
    }

    /** A connection came when this process could not open one more descriptor: a session that ended before it began. */
    void noRoom() {
        closed++;
        log.warn(OwnMessages.noRoom());
    }

    /** A session is lost because the kernel will not tell about its socket. */
    public void cannotWatch(ErrnoException e) {
        log.warn(OwnMessages.cannotWatch(e.getMessage()));
    }
}
