package org.tlsproxy.posix;

/** alarm(2): the kernel ends this process with SIGALRM when the time is up, whatever state the JVM is in. */
public final class Alarm {

    private static final int SIGALRM = 14;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIGSET_BYTES = 128;

    private static final NativeLibrary.Function ALARM = Libc.i("alarm", "i");
    private static final NativeLibrary.Function SIGNAL = Libc.l("signal", "il");
    /** On Linux that is the calling thread's; pthread_sigmask(3) does the same, but is in libc.so.6 only from glibc 2.32 on. */
    private static final NativeLibrary.Function SIGMASK = Libc.i("sigprocmask", "ill");

    private Alarm() { }

    /** Undoes an inherited "ignore" or a blocked mask in the calling thread, either of which would disarm the alarm. */
    public static void restoreDefault() {
        SIGNAL.call(SIGALRM, 0);
        long set = OffHeap.allocate(SIGSET_BYTES);
        OffHeap.putLong(set, 1L << SIGALRM - 1);
        SIGMASK.call(SIG_UNBLOCK, set, 0);
        OffHeap.free(set);
    }

    /** (Re)arms; 0 disarms. Costs half a microsecond. */
    public static void arm(int seconds) {
        ALARM.call(seconds);
    }
}
