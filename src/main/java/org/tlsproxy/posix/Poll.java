package org.tlsproxy.posix;

/**
 * poll(2) over a few descriptors, also such as epoll refuses (regular files, /dev/null). Filled anew before each wait. Timeouts are in
 * milliseconds.
 */
public final class Poll {

    public static final int IN = 1;
    public static final int OUT = 4;
    private static final int STRIDE = 8;

    private static final NativeLibrary.Function POLL = Libc.i("poll", "lli");

    private final long set;
    private final int capacity;
    private int count;

    /** @param capacity most descriptors */
    public Poll(int capacity) {
        this.capacity = capacity;
        this.set = OffHeap.allocate((long) capacity * STRIDE);
    }

    /** Forgets all. */
    public void clear() {
        count = 0;
    }

    /** Waits for this, too. @return its place for {@link #ready} */
    public int add(int fd, int events) {
        if (count == capacity) {
            throw new IllegalStateException("more than " + capacity + " descriptors");
        }
        long at = set + (long) count * STRIDE;
        OffHeap.putInt(at, fd);
        OffHeap.putShort(at + 4, events);
        OffHeap.putShort(at + 6, 0);
        return count++;
    }

    /** Waits. @return how many are ready; 0 after the time or a signal */
    public int await(int millis) {
        return Math.max(0, (int) POLL.call(set, count, millis));
    }

    /** True if that one can be read or written, or is broken: a read or write tells. */
    public boolean ready(int place) {
        return place >= 0 && OffHeap.getShort(set + (long) place * STRIDE + 6) != 0;
    }

    /** True if a descriptor can be read now. */
    public static boolean readable(int fd) {
        Poll poll = new Poll(1);
        try {
            poll.add(fd, IN);
            return poll.await(0) > 0;
        } finally {
            OffHeap.free(poll.set);
        }
    }
}
