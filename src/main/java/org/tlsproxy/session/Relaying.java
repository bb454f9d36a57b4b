package org.tlsproxy.session;

import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsConnection.Phase;
import org.tlsproxy.log.Messages;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.wire.Request;

/** Data flows both ways, until one side ends. */
record Relaying(Request request, TlsConnection tls) implements SessionState {

    /** Added to the client's own time limit, so that the client gives up first. */
    private static final long EXTRA_SECONDS = 10;

    static long patienceMillis(Request request) {
        return (request.sessionSeconds() + EXTRA_SECONDS) * 1000L;
    }

    @Override
    public int interest() {
        return Interest.PLAINTEXT | Interest.CIPHERTEXT;
    }

    @Override
    public long patienceMillis() {
        return patienceMillis(request);
    }

    @Override
    public SessionState plaintext(byte[] buf, int len, Turn turn) {
        return after(tls.send(buf, 0, len), turn);
    }

    @Override
    public SessionState ciphertext(byte[] buf, int len, Turn turn) {
        return after(tls.receive(buf, 0, len), turn);
    }

    private SessionState after(Phase phase, Turn turn) {
        return switch (phase) {
            case PEER_CLOSED -> peerEnded();
            case FAILED -> failed(turn);
            case CLOSED -> new Flushing(request, tls, false);
            default -> this;
        };
    }

    /** What was decrypted still goes to the client; nothing is sent to the peer any more, not even a close_notify (as in C). */
    SessionState peerEnded() {
        return new Draining(request, tls);
    }

    private SessionState failed(Turn turn) {
        tls.failure().ifPresent(f -> turn.log().warn(TlsMessages.libraryProblem(f.code(), f.reason(), f.data())));
        return peerEnded();
    }

    /** What the client sent before has gone to the engine already; one close_notify follows it. */
    @Override
    public SessionState plaintextEnd(Turn turn) {
        tls.close();
        return new Flushing(request, tls, false);
    }

    @Override
    public SessionState ciphertextEnd(boolean broken, Turn turn) {
        tls.receiveEof();
        return peerEnded();
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        String endpoint = request.remoteEndpoint();
        turn.log().warn(clientBlocked ? Messages.plaintextDeadlock(endpoint) : Messages.ciphertextTimeout(endpoint));
        return Closed.afterSession(request, tls, turn);
    }
}
