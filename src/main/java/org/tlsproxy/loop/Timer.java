package org.tlsproxy.loop;

/**
 * Something that happens once at a time, unless it is postponed or cancelled. Made once per owner and used again and again; setting it
 * allocates nothing, and postponing a set timer costs one store: the wheel looks at it when the old time comes and files it anew.
 */
public final class Timer {

    static final long NEVER = Long.MAX_VALUE;

    final Runnable action;
    /** When it is due, in milliseconds of the loop's clock. */
    long due = NEVER;
    /** The slot that it is filed in; −1: none. */
    int slot = -1;
    Timer next;
    Timer previous;

    public Timer(Runnable action) {
        this.action = action;
    }
}
