package org.tlsproxy.session;

import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.log.Messages;
import org.tlsproxy.wire.Request;

/** The remote peer has ended; what it sent before trickles out to the local client. */
record Draining(Request request, TlsConnection tls) implements SessionState {

    @Override
    public int interest() {
        return Interest.NOTHING;
    }

    @Override
    public long patienceMillis() {
        return Relaying.patienceMillis(request);
    }

    @Override
    public SessionState flushed(Turn turn) {
        return Closed.afterSession(request, tls, turn);
    }

    @Override
    public SessionState plaintextEnd(Turn turn) {
        return Closed.afterSession(request, tls, turn);
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        turn.log().warn(Messages.plaintextDeadlock(request.remoteEndpoint()));
        return Closed.afterSession(request, tls, turn);
    }
}
