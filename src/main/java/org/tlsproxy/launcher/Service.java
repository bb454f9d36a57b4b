package org.tlsproxy.launcher;

import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.Messages;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.pool.WorkerPool;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.Sockets;

/**
 * A launcher at work: accepts as soon as it lives, tells master, hands over, and ends when master closes the status channel, when it has
 * been idle for long, or when it retires. It exits at once then, so that master starts a successor; its workers finish their sessions.
 */
final class Service {

    private static final int ACCEPTS_PER_TURN = 64;
    /** A refused accept for lack of descriptors is tried again after this long. */
    private static final long ACCEPT_PAUSE_MILLIS = 500;
    private static final long COMPLAINT_MILLIS = 60_000;
    private static final long PLACE_RETRY_MILLIS = 100;
    /** What still waits for a worker after this long is given up, so that master may go on. */
    private static final long LAST_PLACEMENT_MILLIS = 10_000;

    private final EventLoop loop;
    private final WorkerPool pool;
    private final StatusChannel status;
    private final int statusDescriptor;
    private final int[] listeners;
    private final Logger log;
    private final Timer acceptPause = new Timer(this::listenAgain);
    private final Timer idle = new Timer(this::checkIdle);
    private final Timer retirement = new Timer(() -> end(StartupMessages.retiring()));
    private final Timer lastPlacement = new Timer(this::placeAndLeave);
    private boolean listening;
    private boolean complained;
    private boolean ending;
    private long endBy;
    private long lastComplaint;
    private long idleMillis;

    Service(EventLoop loop, WorkerPool pool, StatusChannel status, int statusDescriptor, int[] listeners, Logger log) {
        this.loop = loop;
        this.pool = pool;
        this.status = status;
        this.statusDescriptor = statusDescriptor;
        this.listeners = listeners;
        this.log = log;
    }

    /** Begins to accept. */
    void open() {
        try {
            loop.watch(statusDescriptor, Epoll.IN, events -> end(StartupMessages.masterDisconnected()));
        } catch (ErrnoException e) {
            throw new Fatal(e.getMessage());
        }
        listenAgain();
    }

    /** Applies what the configuration says about the end. */
    void live(LifeCycle lifeCycle) {
        idleMillis = lifeCycle.idleMillis();
        if (idleMillis > 0) {
            loop.timers().set(idle, idleMillis);
        }
        loop.timers().set(retirement, lifeCycle.retirementMillis());
    }

    private void listenAgain() {
        if (listening || ending) {
            return;
        }
        listening = true;
        for (int listener : listeners) {
            try {
                loop.watch(listener, Epoll.IN, events -> acceptSome(listener));
            } catch (ErrnoException e) {
                throw new Fatal(e.getMessage());
            }
        }
    }

    private void pauseListening() {
        listening = false;
        for (int listener : listeners) {
            loop.unwatch(listener);
        }
        loop.timers().set(acceptPause, ACCEPT_PAUSE_MILLIS);
    }

    /** Empties the backlog first and tells master then, see {@link StatusChannel}. */
    private void acceptSome(int listener) {
        boolean room = true;
        int accepted = 0;
        while (room && accepted < ACCEPTS_PER_TURN) {
            int fd = Sockets.accept(listener);
            if (fd < 0) {
                refused(NativeLibrary.errno());
                break;
            }
            accepted++;
            room = pool.offer(fd);
        }
        boolean master = true;
        for (int i = 0; i < accepted && master; i++) {
            master = status.accepted();
        }
        if (!master) {
            end(StartupMessages.masterDisconnected());
        } else if (!room) {
            pauseListening();
        }
    }

    /** All processes of the service share the socket: another one may have been faster. */
    private void refused(int errno) {
        if (errno == Errno.EAGAIN || errno == Errno.EINTR || errno == Errno.ECONNABORTED) {
            return;
        }
        complain(Messages.acceptFailed(Errno.text(errno)));
        pauseListening();
    }

    /** An error the first time, as Postfix has it. The thirteenth would end the process, with all that waits in it; it tries again. */
    private void complain(String text) {
        if (!complained) {
            log.error(text);
        } else if (loop.now() - lastComplaint >= COMPLAINT_MILLIS) {
            log.warn(text);
        } else {
            return;
        }
        complained = true;
        lastComplaint = loop.now();
    }

    private void checkIdle() {
        long since = pool.idleSince();
        long left = since == Long.MAX_VALUE ? idleMillis : since + idleMillis - loop.now();
        if (left > 0) {
            loop.timers().set(idle, left);
        } else {
            end(StartupMessages.idle());
        }
    }

    /** Gives up the sockets, places what is left, and goes. */
    private void end(String reason) {
        if (ending) {
            return;
        }
        ending = true;
        if (log.verbose()) {
            log.info(reason);
        }
        loop.unwatch(statusDescriptor);
        for (int listener : listeners) {
            loop.unwatch(listener);
            Descriptors.close(listener);
        }
        endBy = loop.now() + LAST_PLACEMENT_MILLIS;
        placeAndLeave();
    }

    private void placeAndLeave() {
        if (pool.drain() || loop.now() >= endBy) {
            loop.stop();
        } else {
            loop.timers().set(lastPlacement, PLACE_RETRY_MILLIS);
        }
    }
}
