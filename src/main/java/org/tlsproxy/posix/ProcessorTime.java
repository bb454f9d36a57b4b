package org.tlsproxy.posix;

/** How much processor time a thread has used. */
public final class ProcessorTime {

    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final NativeLibrary.Function CLOCK_GETTIME = Libc.i("clock_gettime", "il");
    private static final long TIMESPEC = OffHeap.allocate(16);

    private ProcessorTime() { }

    /** Milliseconds of the calling thread, without those of the JIT and the garbage collector. Not for several threads at a time. */
    public static long ofThisThreadMillis() {
        CLOCK_GETTIME.call(CLOCK_THREAD_CPUTIME_ID, TIMESPEC);
        return OffHeap.getLong(TIMESPEC) * 1000 + OffHeap.getLong(TIMESPEC + 8) / 1_000_000;
    }
}
