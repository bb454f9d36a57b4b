package org.tlsproxy.session;

import org.tlsproxy.log.Messages;
import org.tlsproxy.wire.Request;

/** The client was told that it cannot be served, or only wanted to know; waiting for it to close, as Postfix does. */
record Refused(Request request) implements SessionState {

    private static final long PATIENCE_MILLIS = 100_000;

    @Override
    public int interest() {
        return Interest.PLAINTEXT;
    }

    @Override
    public long patienceMillis() {
        return PATIENCE_MILLIS;
    }

    @Override
    public boolean activityCounts() {
        return false;
    }

    @Override
    public SessionState plaintextEnd(Turn turn) {
        return end(turn);
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        return end(turn);
    }

    private SessionState end(Turn turn) {
        logEnd(request, turn);
        return Closed.SILENTLY;
    }

    /** The last lines of a request that did not come to a handshake. */
    static void logEnd(Request request, Turn turn) {
        if (turn.services().refusalIsFailure() && !request.probeOnly()) {
            turn.log().info(Messages.handshakeFailed(request.serverId(), request.remoteEndpoint()));
        }
        turn.log().info(Messages.disconnect(request.remoteEndpoint()));
    }
}
