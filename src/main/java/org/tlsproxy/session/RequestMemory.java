package org.tlsproxy.session;

/**
 * What the requests of all sessions of a worker may take of its memory. There is room with each session for a request of ordinary
 * size; what longer ones have beyond that, they have from a share of all, and whoever wants more than is left of it loses its own session.
 * So many clients with long requests, finished or not, take neither the memory nor the sessions of others.
 */
public final class RequestMemory {

    /** A request of smtp(8) without TLSA records has about 1500 bytes, with some 2500; the heap has twice as much for each session. */
    static final int ORDINARY = 4096;
    /** A list is larger in memory than on its way, up to five times; and the heap has other uses. */
    private static final int PART_OF_HEAP = 16;

    private final long share;
    private long used;

    /** @param share bytes beyond the ordinary, of all requests together */
    public RequestMemory(long share) {
        this.share = share;
    }

    /** The share that fits a heap of this size. */
    public static RequestMemory of(long heapBytes) {
        return new RequestMemory(heapBytes / PART_OF_HEAP);
    }

    /**
     * Bytes of a request came.
     *
     * @param before so many had come before
     * @return false if there is no room for them; nothing has changed then
     */
    public boolean grow(int before, int more) {
        long wanted = beyond(before + more) - beyond(before);
        if (wanted > 0 && used + wanted > share) {
            return false;
        }
        used += wanted;
        return true;
    }

    /** A session is over that had a request of so many bytes. */
    public void free(int bytes) {
        used -= beyond(bytes);
    }

    private static long beyond(int bytes) {
        return Math.max(0, bytes - ORDINARY);
    }

    /** Bytes beyond the ordinary that are in use. */
    long used() {
        return used;
    }
}
