package org.tlsproxy.posix;

/**
 * Signals as something to read (signalfd(2)). They must be blocked in every thread, or one of them would act on the signal: the process has
 * to be started that way, by env(1) with {@code --block-signal}.
 */
public final class Signals {

    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int KILL = 9;
    public static final int TERM = 15;

    private static final int SET_BYTES = 128;
    private static final int INFO_BYTES = 128;
    private static final int FLAGS = 0x80000 | 0x800;

    private static final NativeLibrary.Function SIGNALFD = Libc.i("signalfd", "ili");

    private Signals() { }

    /** A descriptor that can be read when one of the signals has come. */
    public static int open(int... signals) throws ErrnoException {
        long set = OffHeap.allocate(SET_BYTES);
        try {
            long bits = 0;
            for (int signal : signals) {
                bits |= 1L << signal - 1;
            }
            OffHeap.putLong(set, bits);
            return Libc.check(SIGNALFD.call(-1, set, FLAGS), "signalfd");
        } finally {
            OffHeap.free(set);
        }
    }

    /** The next signal that came, 0 if none did. */
    public static int next(int fd) {
        long info = OffHeap.allocate(INFO_BYTES);
        try {
            return Descriptors.read(fd, info, INFO_BYTES) == INFO_BYTES ? OffHeap.getInt(info) : 0;
        } finally {
            OffHeap.free(info);
        }
    }
}
