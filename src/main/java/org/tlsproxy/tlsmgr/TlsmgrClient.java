package org.tlsproxy.tlsmgr;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tlsproxy.log.Logger;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.wire.ListReader;
import org.tlsproxy.wire.TlsmgrReply;
import org.tlsproxy.wire.TlsmgrRequest;

/**
 * Asks tlsmgr(8) without ever waiting for it. Requests go one after the other over one connection; each gets its reply or, at the
 * latest when its time is over, nothing. Nobody is called back within the call that asks.
 *
 * <p>A request whose connection ends is sent once more, as Postfix does it. If that fails too, or tlsmgr is silent or answers nonsense,
 * it counts as down: everything that waits fails, and what is asked within the next second fails at once. Then a single request tries
 * again, the others still fail, so that a tlsmgr that hangs delays one handshake a time and not all of them.
 */
public final class TlsmgrClient {

    private static final int ATTEMPTS = 2;
    private static final int PAUSE_MILLIS = 250;
    private static final int BACK_OFF_MILLIS = 1000;

    private final EventLoop loop;
    private final TlsmgrService service;
    private final ClientLimits limits;
    private final Complaints complaints;
    private final Connection connection;
    private final ArrayDeque<Call<?>> queue = new ArrayDeque<>();
    private final Timer timeLimit = new Timer(this::timeLimitReached);
    private final Timer idle = new Timer(this::closeIfIdle);
    private final Timer pause = new Timer(this::pauseOver);
    private boolean pausing;
    private boolean down;
    private long downUntil;
    private boolean closed;

    public TlsmgrClient(EventLoop loop, Logger log, TlsmgrService service) {
        this(loop, log, service, ClientLimits.STANDARD);
    }

    /** With limits other than the daemon's. */
    public TlsmgrClient(EventLoop loop, Logger log, TlsmgrService service, ClientLimits limits) {
        this.loop = loop;
        this.service = service;
        this.limits = limits;
        this.complaints = new Complaints(loop, log, service.path());
        this.connection = new Connection(loop, service, new Connection.Owner() {
            @Override
            public void answered() {
                TlsmgrClient.this.answered();
            }

            @Override
            public void broken(Trouble trouble) {
                TlsmgrClient.this.broken(trouble);
            }
        });
    }

    /** Random bytes. @param size 1 to 255 */
    public void seed(int size, Consumer<Optional<TlsmgrReply.Seed>> then) {
        ask(TlsmgrRequest.seed(size), () -> TlsmgrReply.seed(service.path()), then);
    }

    /** @param cacheType smtpd, smtp or lmtp; see {@link SessionPolicy#of} */
    public void policy(String cacheType, Consumer<Optional<TlsmgrReply.Policy>> then) {
        ask(TlsmgrRequest.policy(cacheType), () -> TlsmgrReply.policy(service.path()), then);
    }

    /** See {@link SessionCache}. */
    public void lookup(String cacheType, String cacheId, Consumer<Optional<TlsmgrReply.Session>> then) {
        ask(TlsmgrRequest.lookup(cacheType, cacheId), () -> TlsmgrReply.session(service.path()), then);
    }

    /** See {@link SessionCache}. */
    public void update(String cacheType, String cacheId, byte[] session, Consumer<Optional<TlsmgrReply.Done>> then) {
        ask(TlsmgrRequest.update(cacheType, cacheId, session), () -> TlsmgrReply.done(service.path()), then);
    }

    /** See {@link SessionCache}. */
    public void delete(String cacheType, String cacheId, Consumer<Optional<TlsmgrReply.Done>> then) {
        ask(TlsmgrRequest.delete(cacheType, cacheId), () -> TlsmgrReply.done(service.path()), then);
    }

    /** @param name tlsmgr's name of the key, 16 bytes, or none for the current one; see {@link TicketKeyRing} */
    public void ticketKey(byte[] name, Consumer<Optional<TlsmgrReply.Ticket>> then) {
        ask(TlsmgrRequest.ticketKey(name), () -> TlsmgrReply.ticket(service.path()), then);
    }

    /** Everything that waits fails, and so does whatever is asked from now on. */
    public void close() {
        closed = true;
        connection.close();
        failAll();
    }

    private <T> void ask(byte[] request, Supplier<ListReader<T>> format, Consumer<Optional<T>> then) {
        Call<T> call = new Call<>(request, format, then);
        if (closed || isDown()) {
            loop.later(call::fail);
        } else if (queue.size() >= limits.requests()) {
            complaints.warn(Trouble.tooManyWaiting(service.path()).text());
            loop.later(call::fail);
        } else {
            call.waitUntil(loop.now() + limits.requestMillis());
            queue.add(call);
            if (queue.size() == 1 && !pausing) {
                next();
            }
        }
    }

    /** Down and not yet to be tried again, or being tried by the one request that waits. */
    private boolean isDown() {
        return down && (loop.now() < downUntil || !queue.isEmpty());
    }

    private void next() {
        while (!queue.isEmpty() && queue.peek().deadline() <= loop.now()) {
            complaints.warn(Trouble.tooSlow(service.path()).text());
            loop.later(queue.poll()::fail);
        }
        if (queue.isEmpty()) {
            loop.timers().set(idle, limits.idleMillis());
            return;
        }
        Call<?> call = queue.peek();
        call.begin();
        loop.timers().set(timeLimit, call.deadline() - loop.now());
        if (connection.isOpen() && loop.now() - connection.openedAt() >= limits.aliveMillis()) {
            connection.close();
        }
        if (connection.isOpen() || connect()) {
            connection.send(call);
        }
    }

    private boolean connect() {
        try {
            connection.open();
            return true;
        } catch (ErrnoException e) {
            broken(Trouble.unreachable(service.path(), e.strerror()));
            return false;
        }
    }

    private void answered() {
        Call<?> call = queue.poll();
        down = false;
        next();
        call.deliver();
    }

    /** With nothing asked it means only that tlsmgr has ended, as it does when idle. */
    private void broken(Trouble trouble) {
        if (queue.isEmpty()) {
            return;
        }
        boolean again = !down && queue.peek().attempts() < ATTEMPTS;
        if (again && trouble.kind() == Trouble.Kind.GONE) {
            next();
        } else if (again && trouble.kind() == Trouble.Kind.UNREACHABLE) {
            pausing = true;
            loop.timers().set(pause, PAUSE_MILLIS);
        } else {
            giveUp(trouble);
        }
    }

    private void pauseOver() {
        if (pausing) {
            pausing = false;
            next();
        }
    }

    private void giveUp(Trouble trouble) {
        complaints.warn(trouble.text());
        down = true;
        downUntil = loop.now() + BACK_OFF_MILLIS;
        connection.close();
        failAll();
    }

    private void failAll() {
        pausing = false;
        while (!queue.isEmpty()) {
            loop.later(queue.poll()::fail);
        }
    }

    /** All requests have the same time and keep their order, so the oldest one's limit is the first. */
    private void timeLimitReached() {
        if (queue.isEmpty()) {
            return;
        }
        long left = queue.peek().deadline() - loop.now();
        if (left > 0) {
            loop.timers().set(timeLimit, left);
        } else {
            giveUp(Trouble.tooSlow(service.path()));
        }
    }

    /** The timer is postponed whenever the queue becomes empty. */
    private void closeIfIdle() {
        if (queue.isEmpty()) {
            connection.close();
        }
    }
}
