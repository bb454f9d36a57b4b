package org.tlsproxy.session;

import java.util.Optional;
import org.tlsproxy.log.Messages;
import org.tlsproxy.log.OwnMessages;
import org.tlsproxy.wire.Request;
import org.tlsproxy.wire.RequestReader;
import org.tlsproxy.wire.Status;

/**
 * Waiting for the local client to say what it wants. Once it began, it must come to the end in {@link #LIST_MILLIS}: the C program may be
 * killed by one client that stalls in the middle, ours loses that client only.
 *
 * @param begun     some of the request has come
 * @param connected the request itself has come and was logged; its settings are awaited
 */
record AwaitRequest(RequestReader reader, boolean begun, boolean connected) implements SessionState {

    /** A client that never says anything. */
    private static final long FIRST_MILLIS = 100_000;
    /** A client that stalls within its request. */
    private static final long LIST_MILLIS = 5_000;

    @Override
    public int interest() {
        return Interest.PLAINTEXT;
    }

    @Override
    public long patienceMillis() {
        return begun ? LIST_MILLIS : FIRST_MILLIS;
    }

    @Override
    public boolean activityCounts() {
        return false;
    }

    /** Bytes behind the request are the next state's, but nothing may come before our status: what came all the same is dropped. */
    @Override
    public SessionState plaintext(byte[] buf, int len, Turn turn) {
        reader.feed(buf, 0, len);
        return after(turn);
    }

    @Override
    public boolean requesting() {
        return true;
    }

    @Override
    public SessionState requestTooLarge(Turn turn) {
        turn.log().warn(OwnMessages.requestsTooLarge());
        return refused(turn);
    }

    @Override
    public SessionState plaintextEnd(Turn turn) {
        reader.endOfInput();
        return after(turn);
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        reader.timedOut();
        return after(turn);
    }

    private SessionState after(Turn turn) {
        boolean done = reader.progress() != RequestReader.Progress.READING;
        if (done) {
            reader.requestWarnings().forEach(turn.log()::warn);
        }
        boolean known = reader.request().isPresent();
        if (known && !connected) {
            turn.log().info(connect(reader.request().get()));
        }
        if (!done) {
            return begun && known == connected ? this : new AwaitRequest(reader, true, known);
        }
        reader.settingsWarnings().forEach(turn.log()::warn);
        return reader.progress() == RequestReader.Progress.SETTLED ? decide(reader.settled().orElseThrow(), turn) : refused(turn);
    }

    private SessionState refused(Turn turn) {
        reader.request().ifPresent(request -> Refused.logEnd(request, turn));
        return Closed.SILENTLY;
    }

    private static SessionState decide(RequestReader.Settled settled, Turn turn) {
        Request request = settled.request();
        settled.mismatch().ifPresent(turn.services()::mismatch);
        if (request.role() == Request.Role.BOGUS) {
            turn.log().warn(request.badFlagsWarning());
            turn.client(Status.UNAVAILABLE.printed());
            return new Refused(request);
        }
        Optional<RoleSession> role = turn.services().prepare(settled);
        turn.client((role.isPresent() ? Status.AVAILABLE : Status.UNAVAILABLE).printed());
        if (role.isEmpty()) {
            return new Refused(request);
        }
        if (request.probeOnly()) {
            role.get().abandon();
            return new Refused(request);
        }
        return new AwaitDescriptor(request, role.get());
    }

    private static String connect(Request request) {
        if (request.serverRole()) {
            return Messages.connectFrom(request.remoteEndpoint());
        }
        return request.clientRole() ? Messages.connectTo(request.remoteEndpoint()) : Messages.connectBogus(request.remoteEndpoint());
    }
}
