package org.tlsproxy.jail;

import java.util.Optional;

/**
 * What a worker gives up.
 *
 * @param workingDirectory the queue directory: working directory and, with {@code chroot}, the root
 * @param chroot           master.cf's chroot column, option {@code -c}
 * @param identity         who to become, option {@code -u}; empty: stay
 * @param filter           which system calls remain
 */
public record JailPlan(String workingDirectory, boolean chroot, Optional<Identity> identity, Filter filter) {

    /** A user without privileges. @param groups supplementary groups, the primary one included */
    public record Identity(int uid, int gid, int[] groups) { }

    /** Which system calls are refused. */
    public enum Filter {
        /** What a proxy never needs: programs, foreign processes, network sockets, mounts, the kernel. */
        DENY,
        /** Everything but what a worker was seen to use. */
        ALLOW,
        /** Nothing; no_new_privs is still set on all threads. */
        NONE
    }
}
