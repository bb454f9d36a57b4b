package org.tlsproxy.session;

import java.util.Optional;
import org.tlsproxy.engine.Question;
import org.tlsproxy.log.Messages;
import org.tlsproxy.wire.Request;

/**
 * Waiting for the remote peer's socket. Ends in {@link Handshaking} or {@link Recalling}, or in {@link Closed} on anything but exactly one
 * descriptor.
 */
record AwaitDescriptor(Request request, RoleSession role) implements SessionState {

    private static final long PATIENCE_MILLIS = 100_000;

    @Override
    public int interest() {
        return Interest.DESCRIPTOR;
    }

    @Override
    public long patienceMillis() {
        return PATIENCE_MILLIS;
    }

    @Override
    public SessionState descriptors(int count, Turn turn) {
        return switch (count) {
            case UNUSABLE_DESCRIPTOR -> fail("Socket operation on non-socket", turn);
            case 0 -> fail("no descriptor", turn);
            case 1 -> begin(turn);
            default -> fail(count + " descriptors instead of one", turn);
        };
    }

    private SessionState begin(Turn turn) {
        if (!role.admits()) {
            return Closed.beforeHandshake(request, role, turn);
        }
        Optional<Question> wanted = role.beforehand();
        return wanted.isPresent() ? new Recalling(request, role, wanted.get()) : Handshaking.begin(request, role, turn);
    }

    @Override
    public SessionState plaintextEnd(Turn turn) {
        return fail("the client closed the connection", turn);
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        return fail("Connection timed out", turn);
    }

    private SessionState fail(String why, Turn turn) {
        turn.log().warn(Messages.descriptorNotReceived(why));
        return Closed.beforeHandshake(request, role, turn);
    }
}
