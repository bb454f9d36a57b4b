package org.tlsproxy.session;

import java.util.Optional;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection.Phase;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Messages;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.wire.Request;

/**
 * The TLS handshake. The local client is not listened to: what it sends now is for the time after, and that it closes is noticed then.
 */
record Handshaking(Request request, RoleSession role) implements SessionState {

    /** Where Handshaking starts: a client role speaks first. */
    static SessionState begin(Request request, RoleSession role, Turn turn) {
        Handshaking next = new Handshaking(request, role);
        return next.after(role.tls().start(), turn);
    }

    @Override
    public boolean handshaking() {
        return true;
    }

    /** While a lookup is on its way the peer has to wait. */
    @Override
    public int interest() {
        return role.tls().phase() == Phase.SUSPENDED ? Interest.NOTHING : Interest.CIPHERTEXT;
    }

    @Override
    public Optional<Question> question() {
        return role.tls().question();
    }

    @Override
    public RoleSession asking() {
        return role;
    }

    @Override
    public SessionState answered(Question.Answer answer, Turn turn) {
        return after(role.tls().answer(answer), turn);
    }

    @Override
    public long patienceMillis() {
        return request.handshakeSeconds() * 1000L;
    }

    @Override
    public SessionState ciphertext(byte[] buf, int len, Turn turn) {
        Phase phase = role.tls().receive(buf, 0, len);
        return after(phase, turn);
    }

    /** Goes on after the engine did something. */
    private SessionState after(Phase phase, Turn turn) {
        return switch (phase) {
            case HANDSHAKING, SUSPENDED -> this;
            case OPEN, PEER_CLOSED -> established(phase, turn);
            case FAILED, CLOSED -> failed(turn);
        };
    }

    /** Plaintext that came right behind the handshake is in this turn's output already: the report goes in front of it. */
    private SessionState established(Phase phase, Turn turn) {
        TlsFacts facts = role.tls().facts().orElseThrow();
        role.established(facts);
        if (request.sendContext()) {
            turn.toClient().prepend(role.report(facts));
        }
        Relaying relaying = new Relaying(request, role.tls());
        if (phase != Phase.OPEN) {
            return relaying.peerEnded();
        }
        return role.tls().answerDue() ? new Settling(relaying) : relaying;
    }

    private SessionState failed(Turn turn) {
        role.tls().failure().ifPresent(f -> {
            turn.log().warn(TlsMessages.libraryProblem(f.code(), f.reason(), f.data()));
            role.tls().offered().ifPresent(offer -> role.refused(offer, f));
        });
        return new Flushing(request, role.tls(), true);
    }

    @Override
    public SessionState plaintextEnd(Turn turn) {
        return this;
    }

    @Override
    public SessionState ciphertextEnd(boolean broken, Turn turn) {
        role.tls().receiveEof();
        return Closed.afterFailure(request, role.tls(), turn);
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        turn.log().warn(Messages.ciphertextTimeout(request.remoteEndpoint()));
        return Closed.afterFailure(request, role.tls(), turn);
    }
}
