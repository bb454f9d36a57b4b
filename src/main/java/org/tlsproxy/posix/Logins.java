package org.tlsproxy.posix;

import java.util.Optional;

/** Accounts by name with what a login sets, straight from the C library: without jnr-posix, which costs a short-lived process too much. */
public final class Logins {

    private static final int MOST_GROUPS = 4096;
    private static final int MOST_TEXT = 4096;

    private static final NativeLibrary.Function GETPWNAM = Libc.l("getpwnam", "l");
    private static final NativeLibrary.Function GETGROUPLIST = Libc.i("getgrouplist", "lill");

    private Logins() { }

    /** @param groups all groups, the primary one included */
    public record Login(String name, int uid, int gid, int[] groups, String home, String shell) { }

    /** struct passwd: name 0, passwd 8, uid 16, gid 20, gecos 24, dir 32, shell 40. */
    public static Optional<Login> byName(String name) {
        long text = OffHeap.cString(name);
        try {
            long found = GETPWNAM.call(text);
            if (found == 0) {
                return Optional.empty();
            }
            int gid = OffHeap.getInt(found + 20);
            String home = OffHeap.string(OffHeap.getLong(found + 32), MOST_TEXT);
            String shell = OffHeap.string(OffHeap.getLong(found + 40), MOST_TEXT);
            return Optional.of(new Login(name, OffHeap.getInt(found + 16), gid, groups(text, gid), home, shell));
        } finally {
            OffHeap.free(text);
        }
    }

    private static int[] groups(long name, int gid) {
        long list = OffHeap.allocate(4L * MOST_GROUPS);
        long count = OffHeap.allocate(4);
        try {
            OffHeap.putInt(count, MOST_GROUPS);
            GETGROUPLIST.call(name, gid, list, count);
            int[] groups = new int[Math.min(MOST_GROUPS, OffHeap.getInt(count))];
            for (int i = 0; i < groups.length; i++) {
                groups[i] = OffHeap.getInt(list + 4L * i);
            }
            return groups;
        } finally {
            OffHeap.free(list);
            OffHeap.free(count);
        }
    }
}
