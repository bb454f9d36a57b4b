package org.tlsproxy.posix;

import java.util.OptionalInt;

/** waitpid(2) and kill(2) for programs that were spawned, without jnr-posix. */
public final class Children {

    private static final int WNOHANG = 1;

    private static final NativeLibrary.Function WAITPID = Libc.i("waitpid", "ili");
    private static final NativeLibrary.Function KILL = Libc.i("kill", "ii");

    private Children() { }

    /** The wait status of a child that has ended, for {@link Processes#decode}; empty while it runs. A child that is gone ended with 0. */
    public static OptionalInt poll(int pid) {
        long status = OffHeap.allocate(4);
        try {
            int found = (int) WAITPID.call(pid, status, WNOHANG);
            if (found == 0) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(found == pid ? OffHeap.getInt(status) : 0);
        } finally {
            OffHeap.free(status);
        }
    }

    /** Sends a signal; a process that is gone is no error. */
    public static void signal(int pid, int signal) {
        KILL.call(pid, signal);
    }
}
