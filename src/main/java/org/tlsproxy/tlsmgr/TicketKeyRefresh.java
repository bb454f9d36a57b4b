package org.tlsproxy.tlsmgr;

import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;

/** Looks after a ring of ticket keys from the loop, so that no session has to wait for a key or go without. */
public final class TicketKeyRefresh {

    private final EventLoop loop;
    private final TicketKeyRing ring;
    private final Timer timer = new Timer(this::tend);

    public TicketKeyRefresh(EventLoop loop, TicketKeyRing ring) {
        this.loop = loop;
        this.ring = ring;
    }

    /** Begins, and goes on until {@link #stop}. */
    public void start() {
        tend();
    }

    /** The timer will not happen any more. */
    public void stop() {
        loop.timers().cancel(timer);
    }

    private void tend() {
        loop.timers().set(timer, ring.tend());
    }
}
