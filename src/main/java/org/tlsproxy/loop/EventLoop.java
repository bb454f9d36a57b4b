package org.tlsproxy.loop;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.tlsproxy.log.MailLog;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;

/**
 * The one thread of a process that does everything: waits for descriptors and timers and calls their owners. A turn is what happens
 * between two waits; a test can take turns by hand.
 *
 * <p>A descriptor's number may be used again within a turn. Each registration therefore has a serial number that goes with its events,
 * and an event of an earlier registration is dropped.
 */
public final class EventLoop {

    private static final int EVENTS_PER_TURN = 256;

    private final Epoll epoll;
    private final Timers timers;
    private final Watchdog watchdog;
    private final int longestWait;
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private Ready[] owners = new Ready[256];
    private int[] serials = new int[256];
    private long now;
    private boolean stopped;
    private boolean moreIdleWork = true;
    private int hurry = Integer.MAX_VALUE;
    private Runnable endOfTurn = () -> { };
    private IdleWork idle = () -> false;

    /** Something worth doing when there is nothing to do. */
    @FunctionalInterface
    public interface IdleWork {
        /** Does a small piece. @return true if there is more */
        boolean step();
    }

    /** @param watchdog told about each turn; also bounds how long a wait may last */
    public EventLoop(Watchdog watchdog) throws ErrnoException {
        this.epoll = new Epoll(EVENTS_PER_TURN);
        this.now = System.nanoTime() / 1_000_000;
        this.timers = new Timers(now);
        this.watchdog = watchdog;
        this.longestWait = watchdog.longestWaitMillis();
    }

    /** Starts to watch a descriptor. @param mask {@link Epoll} bits */
    public void watch(int fd, int mask, Ready owner) throws ErrnoException {
        if (fd >= owners.length) {
            int size = Math.max(fd + 1, owners.length * 2);
            owners = Arrays.copyOf(owners, size);
            serials = Arrays.copyOf(serials, size);
        }
        serials[fd]++;
        epoll.add(fd, mask, token(fd));
        owners[fd] = owner;
    }

    /** Changes what is watched; with edge triggering, what is ready now is told anew. */
    public void rewatch(int fd, int mask) throws ErrnoException {
        epoll.modify(fd, mask, token(fd));
    }

    /** Stops watching; must come before the descriptor is closed, since somebody else may hold a copy of it. */
    public void unwatch(int fd) {
        if (fd < owners.length && owners[fd] != null) {
            epoll.remove(fd);
            owners[fd] = null;
            serials[fd]++;
        }
    }

    private long token(int fd) {
        return (long) serials[fd] << 32 | fd;
    }

    /** The next wait is short, whatever else there is to wait for. */
    void hurry(int millis) {
        hurry = millis;
    }

    /** At the end of a turn: hands on what was logged, and is soon back for what the log's reader did not take. */
    public void flush(MailLog log) {
        if (log.pending()) {
            log.flush();
        }
        if (log.pending()) {
            hurry(MailLog.PATIENCE_MILLIS);
        }
    }

    /** How long the next wait may last. */
    int patience() {
        int wait = moreIdleWork || !later.isEmpty() ? 0 : Math.min(hurry, timers.patience(longestWait));
        hurry = Integer.MAX_VALUE;
        return wait;
    }

    /** The wheel of this loop. */
    public Timers timers() {
        return timers;
    }

    /** Milliseconds of a monotonic clock, read once per turn. */
    public long now() {
        return now;
    }

    /** Runs something after the events of this turn, before the next wait. */
    public void later(Runnable work) {
        later.add(work);
    }

    /** Runs at the end of each turn. */
    public void atEndOfTurn(Runnable work) {
        endOfTurn = work;
    }

    /** What to do while nothing else is to be done. */
    public void whenIdle(IdleWork work) {
        idle = work;
    }

    /** There is idle work again. */
    public void wakeIdle() {
        moreIdleWork = true;
    }

    /** The loop ends after this turn. */
    public void stop() {
        stopped = true;
    }

    /** Takes turns until {@link #stop}. */
    public void run() {
        while (!stopped) {
            if (turn(patience()) == 0) {
                moreIdleWork = idle.step();
            }
        }
        watchdog.disarm();
    }

    /** Turns taken by hand are over for now: the watchdog sleeps until the next turn, whatever comes between. */
    public void pause() {
        watchdog.disarm();
    }

    /** One turn. @param millis how long to wait for something. @return how many descriptors were ready */
    public int turn(int millis) {
        watchdog.waiting();
        int ready = epoll.await(millis);
        now = System.nanoTime() / 1_000_000;
        watchdog.turning(now);
        timers.read(now);
        for (int i = 0; i < ready; i++) {
            long token = epoll.token(i);
            int fd = (int) token;
            Ready owner = owners[fd];
            if (owner != null && serials[fd] == (int) (token >>> 32)) {
                owner.ready(epoll.mask(i));
            }
        }
        timers.advance(now);
        for (int n = later.size(); n > 0; n--) {
            later.poll().run();
        }
        endOfTurn.run();
        return ready;
    }
}
