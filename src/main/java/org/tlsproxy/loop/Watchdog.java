package org.tlsproxy.loop;

import org.tlsproxy.posix.Alarm;

/**
 * Ends a process whose loop is stuck (tlsproxy_watchdog_timeout). Three nets, each for what the one before cannot see: a thread that says
 * where the loop hangs and ends the process; the kernel's alarm two seconds later, when every Java thread is frozen; and the launcher's
 * heartbeat, when the process is stopped and gets no alarm.
 *
 * <p>Waiting is not hanging: waits are bounded to a third of the time, so that the alarm is re-armed while nothing happens.
 */
public final class Watchdog {

    private static final int GRACE_SECONDS = 2;
    private static final int REARM_MILLIS = 1000;

    private final int seconds;
    private final Thread loop;
    private final Bark bark;
    /** When the turn began that is going on, or 0 while waiting. Written by the loop, read by the thread. */
    private volatile long turnStarted;
    private long armed = Long.MIN_VALUE / 2;

    /** What to do when the loop hangs; must not return. */
    @FunctionalInterface
    public interface Bark {
        void stuck(StackTraceElement[] where);
    }

    /**
     * For the calling thread, which is the one that will run the loop.
     *
     * @param seconds how long one turn may last; 0 switches the watchdog off
     */
    public Watchdog(int seconds, Bark bark) {
        this.seconds = seconds;
        this.loop = Thread.currentThread();
        this.bark = bark;
    }

    /** Starts both nets of this process. */
    public void start() {
        if (seconds == 0) {
            return;
        }
        Alarm.restoreDefault();
        Thread thread = new Thread(this::guard, "watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    int longestWaitMillis() {
        return seconds == 0 ? 60_000 : seconds * 1000 / 3;
    }

    void waiting() {
        turnStarted = 0;
    }

    void turning(long nowMillis) {
        if (seconds == 0) {
            return;
        }
        turnStarted = nowMillis;
        if (nowMillis - armed >= REARM_MILLIS) {
            Alarm.arm(seconds + GRACE_SECONDS + REARM_MILLIS / 1000);
            armed = nowMillis;
        }
    }

    void disarm() {
        if (seconds != 0) {
            turnStarted = 0;
            armed = Long.MIN_VALUE / 2;
            Alarm.arm(0);
        }
    }

    private void guard() {
        try {
            while (true) {
                Thread.sleep(Math.max(100, seconds * 100L));
                long started = turnStarted;
                if (started != 0 && System.nanoTime() / 1_000_000 - started >= seconds * 1000L) {
                    bark.stuck(loop.getStackTrace());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
