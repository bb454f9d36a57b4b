package org.tlsproxy.loop;

import java.util.ArrayDeque;

/**
 * Lets sessions take steps of their handshakes in the order in which they came, so many in a turn of the event loop: a flood of handshakes,
 * which cost a hundred times what relaying a record costs, never delays established sessions by more than that.
 */
public final class HandshakeQueue {

    private final EventLoop loop;
    private final int perTurn;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    /** @param perTurn worker_handshake_limit */
    public HandshakeQueue(EventLoop loop, int perTurn) {
        this.loop = loop;
        this.perTurn = perTurn;
    }

    /** The step comes at the end of this turn or of a later one. */
    public void add(Runnable step) {
        waiting.add(step);
    }

    /** Gives this turn's steps; called at its end. */
    public void serve() {
        for (int n = Math.min(perTurn, waiting.size()); n > 0; n--) {
            waiting.poll().run();
        }
        if (!waiting.isEmpty()) {
            loop.later(() -> { });      // the next turn comes without waiting
        }
    }
}
