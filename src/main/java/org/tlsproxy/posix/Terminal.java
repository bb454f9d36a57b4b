package org.tlsproxy.posix;

/** Whether somebody sits at the other end. */
public final class Terminal {

    private static final NativeLibrary.Function ISATTY = Libc.i("isatty", "i");

    private Terminal() { }

    /** isatty(3). */
    public static boolean at(int fd) {
        return ISATTY.call(fd) == 1;
    }
}
