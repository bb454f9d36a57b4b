package org.tlsproxy.loop;

/**
 * A timer wheel: any number of timers at constant cost, at a tenth of a second's precision (they bound network waits of seconds to
 * minutes). Times are milliseconds of the loop's monotonic clock.
 */
public final class Timers {

    private static final int TICK_MILLIS = 100;
    private static final int SLOTS = 1024;

    private final Timer[] wheel = new Timer[SLOTS];
    private long tick;
    private long now;
    private int filed;

    Timers(long now) {
        this.now = now;
        this.tick = now / TICK_MILLIS;
    }

    /** Sets or postpones a timer to {@code millis} from now. Bringing a set timer forward works too and costs a little more. */
    public void set(Timer timer, long millis) {
        long due = now + millis;
        if (timer.slot >= 0 && due >= timer.due) {
            timer.due = due;
            return;
        }
        unfile(timer);
        timer.due = due;
        file(timer);
    }

    /** The timer will not happen. */
    public void cancel(Timer timer) {
        unfile(timer);
        timer.due = Timer.NEVER;
    }

    /** How long the loop may wait, in milliseconds, at most {@code limit}. */
    int patience(int limit) {
        if (filed == 0) {
            return limit;
        }
        int ticks = Math.max(1, limit / TICK_MILLIS);
        for (int i = 1; i <= ticks; i++) {
            if (wheel[(int) ((tick + i) % SLOTS)] != null) {
                return (int) Math.max(1, Math.min(limit, (tick + i) * TICK_MILLIS - now));
            }
        }
        return limit;
    }

    /** A turn begins: what its events set counts from here, not from before the wait. */
    void read(long time) {
        now = time;
    }

    /** Lets everything happen that is due. */
    void advance(long time) {
        now = time;
        long target = time / TICK_MILLIS;
        long steps = Math.min(target - tick, SLOTS);
        for (long i = 0; i < steps; i++) {
            tick++;
            expire((int) (tick % SLOTS));
        }
        tick = target;
    }

    /** An action may set or cancel other timers of the slot; none comes into it meanwhile, since none is filed for the present tick. */
    private void expire(int slot) {
        while (wheel[slot] != null) {
            Timer timer = wheel[slot];
            unfile(timer);
            if (timer.due <= now) {
                timer.due = Timer.NEVER;
                timer.action.run();
            } else {
                file(timer);
            }
        }
    }

    private void file(Timer timer) {
        long ticks = Math.max(tick + 1, (timer.due + TICK_MILLIS - 1) / TICK_MILLIS);
        int slot = (int) (Math.min(ticks, tick + SLOTS - 1) % SLOTS);
        timer.slot = slot;
        timer.previous = null;
        timer.next = wheel[slot];
        if (timer.next != null) {
            timer.next.previous = timer;
        }
        wheel[slot] = timer;
        filed++;
    }

    private void unfile(Timer timer) {
        if (timer.slot < 0) {
            return;
        }
        if (timer.previous != null) {
            timer.previous.next = timer.next;
        } else {
            wheel[timer.slot] = timer.next;
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        detach(timer);
    }

    private void detach(Timer timer) {
        timer.slot = -1;
        timer.next = null;
        timer.previous = null;
        filed--;
    }
}
