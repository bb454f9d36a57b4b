package org.tlsproxy.posix;

/** What the machine calls itself. */
public final class HostName {

    private static final int MOST = 256;
    private static final NativeLibrary.Function GETHOSTNAME = Libc.i("gethostname", "ll");

    private HostName() { }

    /** gethostname(2). */
    public static String get() {
        long text = OffHeap.allocate(MOST);
        try {
            GETHOSTNAME.call(text, MOST - 1);
            return OffHeap.string(text, MOST);
        } finally {
            OffHeap.free(text);
        }
    }
}
