package org.tlsproxy.posix;

/**
 * Who this process is and what it may see. The glibc wrappers are used throughout, because only they switch every thread of the process
 * (a raw system call would leave the JVM's other threads as root).
 */
public final class Credentials {

    private static final int PR_SET_DUMPABLE = 4;

    private static final NativeLibrary.Function GETUID = Libc.i("getuid", "");
    private static final NativeLibrary.Function GETEUID = Libc.i("geteuid", "");
    private static final NativeLibrary.Function CHROOT = Libc.i("chroot", "l");
    private static final NativeLibrary.Function CHDIR = Libc.i("chdir", "l");
    private static final NativeLibrary.Function SETGROUPS = Libc.i("setgroups", "ll");
    private static final NativeLibrary.Function SETRESGID = Libc.i("setresgid", "iii");
    private static final NativeLibrary.Function SETRESUID = Libc.i("setresuid", "iii");
    private static final NativeLibrary.Function PRCTL = Libc.i("prctl", "illll");

    private Credentials() { }

    public static int uid() {
        return (int) GETUID.call();
    }

    public static int effectiveUid() {
        return (int) GETEUID.call();
    }

    public static void changeDirectory(String path) throws ErrnoException {
        byPath(CHDIR, path, "chdir");
    }

    /** chroot(2); the caller changes to "/" next. */
    public static void changeRoot(String path) throws ErrnoException {
        byPath(CHROOT, path, "chroot");
    }

    private static void byPath(NativeLibrary.Function call, String path, String name) throws ErrnoException {
        long text = OffHeap.cString(path);
        try {
            Libc.check(call.call(text), name + " " + path);
        } finally {
            OffHeap.free(text);
        }
    }

    /** Replaces the supplementary groups. */
    public static void groups(int... gids) throws ErrnoException {
        long list = OffHeap.allocate(4L * Math.max(1, gids.length));
        try {
            for (int i = 0; i < gids.length; i++) {
                OffHeap.putInt(list + 4L * i, gids[i]);
            }
            Libc.check(SETGROUPS.call(gids.length, list), "setgroups");
        } finally {
            OffHeap.free(list);
        }
    }

    /** Real, effective and saved group id, for good. */
    public static void group(int gid) throws ErrnoException {
        Libc.check(SETRESGID.call(gid, gid, gid), "setresgid " + gid);
    }

    /** Real, effective and saved user id, for good. */
    public static void user(int uid) throws ErrnoException {
        Libc.check(SETRESUID.call(uid, uid, uid), "setresuid " + uid);
    }

    /** True if this process could become root again: after {@link #user} it must not. */
    public static boolean canBecomeRoot() {
        return (int) SETRESUID.call(0, 0, 0) == 0;
    }

    /** No core dumps, no ptrace, /proc files owned by root. */
    public static void notDumpable() throws ErrnoException {
        Libc.check(PRCTL.call(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl PR_SET_DUMPABLE");
    }
}
