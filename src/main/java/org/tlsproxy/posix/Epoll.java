package org.tlsproxy.posix;

/** An epoll set. Tokens are the caller's 64-bit names of what it registered. */
public final class Epoll implements AutoCloseable {

    public static final int IN = 0x1;
    public static final int OUT = 0x4;
    public static final int ERR = 0x8;
    public static final int HUP = 0x10;
    public static final int RDHUP = 0x2000;
    public static final int EDGE = 0x80000000;

    private static final int ADD = 1;
    private static final int DEL = 2;
    private static final int MOD = 3;

    private static final NativeLibrary.Function CREATE = Libc.i("epoll_create1", "i");
    private static final NativeLibrary.Function CTL = Libc.i("epoll_ctl", "iiil");
    private static final NativeLibrary.Function WAIT = Libc.i("epoll_wait", "ilii");

    /** struct epoll_event is packed on x86-64 only. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int STRIDE = PACKED ? 12 : 16;
    private static final int DATA = PACKED ? 4 : 8;

    private final int fd;
    private final int capacity;
    private final long events;
    private final long scratch;

    /** @param capacity how many events one wait may return */
    public Epoll(int capacity) throws ErrnoException {
        this.fd = Libc.check(CREATE.call(Sockets.CLOEXEC), "epoll_create1");
        this.capacity = capacity;
        this.events = OffHeap.allocate((long) capacity * STRIDE);
        this.scratch = OffHeap.allocate(STRIDE);
    }

    public void add(int target, int mask, long token) throws ErrnoException {
        Libc.check(control(ADD, target, mask, token), "epoll_ctl ADD");
    }

    public void modify(int target, int mask, long token) throws ErrnoException {
        Libc.check(control(MOD, target, mask, token), "epoll_ctl MOD");
    }

    /** Takes a descriptor out; harmless if it is not in. */
    public void remove(int target) {
        control(DEL, target, 0, 0);
    }

    private long control(int operation, int target, int mask, long token) {
        OffHeap.putInt(scratch, mask);
        OffHeap.putLong(scratch + DATA, token);
        return CTL.call(fd, operation, target, scratch);
    }

    /** @param millis −1 waits for ever. @return how many events there are; an interrupted wait counts as none */
    public int await(int millis) {
        return Math.max(0, (int) WAIT.call(fd, events, capacity, millis));
    }

    /** The events of the i-th result of the last {@link #await}. */
    public int mask(int i) {
        return OffHeap.getInt(events + (long) i * STRIDE);
    }

    /** The token of the i-th result of the last {@link #await}. */
    public long token(int i) {
        return OffHeap.getLong(events + (long) i * STRIDE + DATA);
    }

    @Override
    public void close() {
        Descriptors.close(fd);
        OffHeap.free(events);
        OffHeap.free(scratch);
    }
}
