package org.tlsproxy.posix;

import java.io.File;

/** File descriptors as plain ints. Memory is passed by address. */
public final class Descriptors {

    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FD_CLOEXEC = 1;
    private static final int O_NONBLOCK = 2048;

    private static final NativeLibrary.Function READ = Libc.l("read", "ill");
    private static final NativeLibrary.Function WRITE = Libc.l("write", "ill");
    private static final NativeLibrary.Function CLOSE = Libc.i("close", "i");
    private static final NativeLibrary.Function FCNTL = Libc.i("fcntl", "iil");
    private static final NativeLibrary.Function DUP2 = Libc.i("dup2", "ii");
    private static final NativeLibrary.Function PIPE2 = Libc.i("pipe2", "li");

    private Descriptors() { }

    /** read(2). @return bytes, 0 at the end, −1 with {@link NativeLibrary#errno} set */
    public static int read(int fd, long address, int size) {
        return (int) READ.call(fd, address, size);
    }

    /** write(2). @return bytes written or −1 with {@link NativeLibrary#errno} set */
    public static int write(int fd, long address, int size) {
        return (int) WRITE.call(fd, address, size);
    }

    /** close(2); the descriptor is gone whatever it returns. */
    public static void close(int fd) {
        CLOSE.call(fd);
    }

    /** O_NONBLOCK on; it belongs to the open file, so every process that shares it sees it. */
    public static void nonBlocking(int fd) throws ErrnoException {
        int flags = Libc.check(FCNTL.call(fd, F_GETFL, 0), "fcntl F_GETFL");
        Libc.check(FCNTL.call(fd, F_SETFL, flags | O_NONBLOCK), "fcntl F_SETFL");
    }

    /** Close-on-exec on or off. @return false if there is no such descriptor */
    public static boolean closeOnExec(int fd, boolean on) {
        int flags = (int) FCNTL.call(fd, F_GETFD, 0);
        return flags >= 0 && FCNTL.call(fd, F_SETFD, on ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC) == 0;
    }

    /** True if the number is an open descriptor of this process. */
    public static boolean isOpen(int fd) {
        return (int) FCNTL.call(fd, F_GETFD, 0) >= 0;
    }

    /** A copy with a number of at least {@code lowest}, close-on-exec. */
    public static int duplicate(int fd, int lowest) throws ErrnoException {
        return Libc.check(FCNTL.call(fd, F_DUPFD_CLOEXEC, lowest), "fcntl F_DUPFD_CLOEXEC");
    }

    /** dup2(2): the copy is inherited by children. */
    public static void duplicateTo(int fd, int target) throws ErrnoException {
        Libc.check(DUP2.call(fd, target), "dup2");
    }

    /** A pipe, close-on-exec. @return {read end, write end} */
    public static int[] pipe() throws ErrnoException {
        long pair = OffHeap.allocate(8);
        try {
            Libc.check(PIPE2.call(pair, Sockets.CLOEXEC), "pipe2");
            return new int[] {OffHeap.getInt(pair), OffHeap.getInt(pair + 4)};
        } finally {
            OffHeap.free(pair);
        }
    }

    /**
     * Marks every descriptor from 3 on close-on-exec. The JVM's own and those that master(8) gave are mostly not, and nothing of
     * ours may leak into a child.
     */
    public static void closeAllOnExec() {
        String[] names = new File("/proc/self/fd").list();
        if (names == null) {
            throw new IllegalStateException("/proc is not mounted");
        }
        for (String name : names) {
            int fd = Integer.parseInt(name);
            if (fd > 2) {
                closeOnExec(fd, true);
            }
        }
    }
}
