package org.tlsproxy.posix;

import java.util.OptionalInt;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * Children of a launcher: how they end and how they are ended. Signals go over jnr-posix, which is loaded at the first use: it costs 80 ms
 * and 8 MB, and most launchers never signal anybody.
 */
public final class Processes {

    private static final int WNOHANG = 1;
    private static final NativeLibrary.Function WAITPID = Libc.i("waitpid", "ili");

    private Processes() { }

    private static final class Door {
        static final POSIX POSIX_CALLS = POSIXFactory.getNativePOSIX();
    }

    /** How a process ended. @param status exit status, or −1 if a signal ended it; @param signal that signal, or 0 */
    public record End(int status, int signal) { }

    /** Sends a signal; a process that is gone already is not an error. */
    public static void signal(int pid, int signal) {
        Door.POSIX_CALLS.kill(pid, signal);
    }

    /** The wait status of a child that has ended, without waiting. */
    public static OptionalInt poll(int pid) {
        long status = OffHeap.allocate(4);
        try {
            return (int) WAITPID.call(pid, status, WNOHANG) == pid ? OptionalInt.of(OffHeap.getInt(status)) : OptionalInt.empty();
        } finally {
            OffHeap.free(status);
        }
    }

    /** Reads a wait status. */
    public static End decode(int waitStatus) {
        int signal = waitStatus & 0x7f;
        return signal == 0 ? new End(waitStatus >> 8 & 0xff, 0) : new End(-1, signal);
    }

    /** Our own pid. */
    public static int self() {
        return (int) ProcessHandle.current().pid();
    }
}
