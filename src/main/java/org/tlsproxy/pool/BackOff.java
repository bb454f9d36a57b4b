package org.tlsproxy.pool;

/** How long to wait before the next attempt: nothing at first, then one second, doubled with each failure up to a minute. */
final class BackOff {

    private static final long FIRST_MILLIS = 1000;
    private static final long MOST_MILLIS = 60_000;

    private long next;
    private long notBefore = Long.MIN_VALUE;

    /** An attempt failed at this time. */
    void failed(long now) {
        notBefore = now + next;
        next = Math.min(MOST_MILLIS, Math.max(FIRST_MILLIS, next * 2));
    }

    /** An attempt has proved good. */
    void succeeded() {
        next = 0;
        notBefore = Long.MIN_VALUE;
    }

    boolean mayTry(long now) {
        return now >= notBefore;
    }

    /** How long until {@link #mayTry}. */
    long waitMillis(long now) {
        return Math.max(0, notBefore - now);
    }
}
