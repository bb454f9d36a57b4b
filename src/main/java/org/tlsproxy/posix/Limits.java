package org.tlsproxy.posix;

/** Resource limits of this process; children inherit them. */
public final class Limits {

    private static final int RLIMIT_CORE = 4;
    private static final int RLIMIT_NOFILE = 7;

    private static final NativeLibrary.Function GETRLIMIT = Libc.i("getrlimit", "il");
    private static final NativeLibrary.Function SETRLIMIT = Libc.i("setrlimit", "il");

    private Limits() { }

    /** Raises the soft limit of open files to the hard one. @return the limit now in force */
    public static long raiseOpenFiles() throws ErrnoException {
        long pair = OffHeap.allocate(16);
        try {
            Libc.check(GETRLIMIT.call(RLIMIT_NOFILE, pair), "getrlimit RLIMIT_NOFILE");
            long hard = OffHeap.getLong(pair + 8);
            OffHeap.putLong(pair, hard);
            Libc.check(SETRLIMIT.call(RLIMIT_NOFILE, pair), "setrlimit RLIMIT_NOFILE");
            return hard;
        } finally {
            OffHeap.free(pair);
        }
    }

    /** No core files: they would hold private keys. */
    public static void noCoreFiles() throws ErrnoException {
        long pair = OffHeap.allocate(16);
        try {
            Libc.check(SETRLIMIT.call(RLIMIT_CORE, pair), "setrlimit RLIMIT_CORE");
        } finally {
            OffHeap.free(pair);
        }
    }
}
