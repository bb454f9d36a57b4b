package org.tlsproxy.posix;

/** Error numbers of Linux that the program tells apart, and their texts. */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int ENOBUFS = 105;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOTCONN = 107;
    public static final int ETOOMANYREFS = 109;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;

    private static final NativeLibrary.Function STRERROR = Libc.LIBRARY.longFunction("strerror", "i");

    private Errno() { }

    /** What the C library says of it, e.g. {@code No such file or directory}. */
    public static String text(int errno) {
        return OffHeap.string(STRERROR.call(errno), 256);
    }
}
