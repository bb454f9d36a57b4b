package org.tlsproxy.session;

import java.util.Optional;
import org.tlsproxy.engine.Question;
import org.tlsproxy.log.Messages;
import org.tlsproxy.wire.Request;

/** Before a client says hello it looks for a session of earlier to resume. The remote peer is not listened to yet. */
record Recalling(Request request, RoleSession role, Question wanted) implements SessionState {

    @Override
    public int interest() {
        return Interest.NOTHING;
    }

    @Override
    public long patienceMillis() {
        return request.handshakeSeconds() * 1000L;
    }

    @Override
    public Optional<Question> question() {
        return Optional.of(wanted);
    }

    @Override
    public RoleSession asking() {
        return role;
    }

    @Override
    public SessionState answered(Question.Answer answer, Turn turn) {
        role.recalled(answer);
        return Handshaking.begin(request, role, turn);
    }

    @Override
    public SessionState plaintextEnd(Turn turn) {
        return this;
    }

    @Override
    public SessionState ciphertextEnd(boolean broken, Turn turn) {
        return Closed.beforeHandshake(request, role, turn);
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        turn.log().warn(Messages.ciphertextTimeout(request.remoteEndpoint()));
        return Closed.beforeHandshake(request, role, turn);
    }
}
