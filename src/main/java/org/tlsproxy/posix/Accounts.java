package org.tlsproxy.posix;

import java.util.Optional;
import jnr.posix.Group;
import jnr.posix.Passwd;

/** The machine's accounts, by name. Over jnr-posix; launchers look names up before any jail. */
public final class Accounts {

    private static final int MOST_GROUPS = 4096;

    private Accounts() { }

    /** @param uid user id, @param gid primary group, @param groups all groups, the primary one included */
    public record Account(String name, int uid, int gid, int[] groups) { }

    /** The account of that name with its supplementary groups. */
    public static Optional<Account> byName(String name) {
        Passwd found = Processes.posix().getpwnam(name);
        if (found == null) {
            return Optional.empty();
        }
        int uid = (int) found.getUID();
        int gid = (int) found.getGID();
        return Optional.of(new Account(name, uid, gid, groupsOf(name, gid)));
    }

    /** The name of the first account with that uid. */
    public static Optional<String> nameOf(int uid) {
        Passwd found = Processes.posix().getpwuid(uid);
        return found == null ? Optional.empty() : Optional.of(found.getLoginName());
    }

    /** The id of the group of that name. */
    public static Optional<Integer> group(String name) {
        Group found = Processes.posix().getgrnam(name);
        return found == null ? Optional.empty() : Optional.of((int) found.getGID());
    }

    /** getgrouplist(3), which jnr-posix lacks. */
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
