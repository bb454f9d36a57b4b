package org.tlsproxy.session;

import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.log.Messages;
import org.tlsproxy.wire.Request;

/** Over: the owner closes both sockets. The last lines have been logged and the keys are gone. */
record Closed() implements SessionState {

    /** Nothing more to say: no request was seen, or it has been said. */
    static final Closed SILENTLY = new Closed();

    /** Between status 1 and the beginning of the handshake. */
    static SessionState beforeHandshake(Request request, RoleSession role, Turn turn) {
        turn.log().info(Messages.handshakeFailed(request.serverId(), request.remoteEndpoint()));
        role.abandon();
        turn.log().info(Messages.disconnect(request.remoteEndpoint()));
        return SILENTLY;
    }

    /** Before the end of the handshake. */
    static SessionState afterFailure(Request request, TlsConnection tls, Turn turn) {
        turn.log().info(Messages.handshakeFailed(request.serverId(), request.remoteEndpoint()));
        return afterSession(request, tls, turn);
    }

    static SessionState afterSession(Request request, TlsConnection tls, Turn turn) {
        tls.destroy();
        turn.log().info(Messages.disconnect(request.remoteEndpoint()));
        return SILENTLY;
    }

    @Override
    public boolean over() {
        return true;
    }

    @Override
    public int interest() {
        return Interest.NOTHING;
    }

    @Override
    public long patienceMillis() {
        return Long.MAX_VALUE;
    }

    @Override
    public SessionState plaintextEnd(Turn turn) {
        return this;
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        return this;
    }
}
