package org.tlsproxy.session;

import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.log.Messages;
import org.tlsproxy.wire.Request;

/**
 * The local client has ended, or the handshake has failed: the last data, close_notify or alert go out to the remote peer.
 *
 * @param failed the handshake failed
 */
record Flushing(Request request, TlsConnection tls, boolean failed) implements SessionState {

    private static final long EXTRA_SECONDS = 10;

    @Override
    public int interest() {
        return Interest.NOTHING;
    }

    @Override
    public long patienceMillis() {
        return (request.sessionSeconds() + EXTRA_SECONDS) * 1000L;
    }

    @Override
    public SessionState flushed(Turn turn) {
        return end(turn);
    }

    @Override
    public SessionState plaintextEnd(Turn turn) {
        return this;
    }

    @Override
    public SessionState ciphertextEnd(boolean broken, Turn turn) {
        return end(turn);
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        turn.log().warn(Messages.ciphertextTimeout(request.remoteEndpoint()));
        return end(turn);
    }

    private SessionState end(Turn turn) {
        return failed ? Closed.afterFailure(request, tls, turn) : Closed.afterSession(request, tls, turn);
    }
}
