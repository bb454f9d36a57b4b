package org.tlsproxy.posix;

import java.util.Optional;

/**
 * The machine's accounts, by name; launchers look names up before any jail. Over jffi: jnr-posix has these calls too, but loading it costs
 * a launcher 80 ms between the moment a worker is waiting for its orders and the orders.
 */
public final class Accounts {

    private static final int MOST_GROUPS = 4096;
    private static final int MOST_NAME = 256;
    /** struct passwd of Linux: name 0, password 8, uid 16, gid 20. */
    private static final int UID = 16;
    private static final int GID = 20;
    /** struct group: name 0, password 8, gid 16. */
    private static final int GROUP_GID = 16;

    private Accounts() { }

    /** @param uid user id, @param gid primary group, @param groups all groups, the primary one included */
    public record Account(String name, int uid, int gid, int[] groups) { }

    /** The account of that name with its supplementary groups. */
    public static Optional<Account> byName(String name) {
        long found = look("getpwnam", name);
        if (found == 0) {
            return Optional.empty();
        }
        int uid = OffHeap.getInt(found + UID);
        int gid = OffHeap.getInt(found + GID);
        return Optional.of(new Account(name, uid, gid, groupsOf(name, gid)));
    }

    /** The name of the first account with that uid. */
    public static Optional<String> nameOf(int uid) {
        long found = Libc.l("getpwuid", "i").call(uid);
        return found == 0 ? Optional.empty() : Optional.of(OffHeap.string(OffHeap.getLong(found), MOST_NAME));
    }

    /** The id of the group of that name. */
    public static Optional<Integer> group(String name) {
        long found = look("getgrnam", name);
        return found == 0 ? Optional.empty() : Optional.of(OffHeap.getInt(found + GROUP_GID));
    }

    /** The structure that the C library keeps until its next look-up; 0 if there is none. One thread asks. */
    private static long look(String function, String name) {
        long text = OffHeap.cString(name);
        try {
            return Libc.l(function, "l").call(text);
        } finally {
            OffHeap.free(text);
        }
    }

    private static int[] groupsOf(String name, int gid) {
        NativeLibrary.Function list = Libc.i("getgrouplist", "lill");
        long text = OffHeap.cString(name);
        long groups = OffHeap.allocate(4L * MOST_GROUPS);
        long count = OffHeap.allocate(4);
        try {
            OffHeap.putInt(count, MOST_GROUPS);
            list.call(text, gid, groups, count);
            int[] result = new int[Math.min(MOST_GROUPS, OffHeap.getInt(count))];
            for (int i = 0; i < result.length; i++) {
                result[i] = OffHeap.getInt(groups + 4L * i);
            }
            return result;
        } finally {
            OffHeap.free(text);
            OffHeap.free(groups);
            OffHeap.free(count);
        }
    }
}
