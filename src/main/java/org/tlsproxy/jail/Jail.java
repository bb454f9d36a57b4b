package org.tlsproxy.jail;

import org.tlsproxy.posix.Credentials;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Limits;
import org.tlsproxy.posix.Seccomp;

/**
 * Locks the calling process in, for good. What the process needs from outside must be open by then: keys, certificates, the log socket,
 * every class that is not loaded yet (the jars stay open).
 */
public final class Jail {

    private Jail() { }

    /**
     * Enters the jail. Whoever calls this must end the process if it throws: half a jail is none.
     *
     * @throws ErrnoException        if a step fails
     * @throws IllegalStateException if a privilege is left that should not be
     */
    public static void enter(JailPlan plan) throws ErrnoException {
        Limits.noCoreFiles();
        Limits.raiseOpenFiles();
        Credentials.changeDirectory(plan.workingDirectory());
        if (plan.chroot()) {
            Credentials.changeRoot(plan.workingDirectory());
            Credentials.changeDirectory("/");
        }
        if (plan.identity().isPresent()) {
            become(plan.identity().get());
        }
        Credentials.notDumpable();
        Seccomp.install(SystemCallFilter.program(plan.filter()));
    }

    private static void become(JailPlan.Identity identity) throws ErrnoException {
        if (identity.uid() == 0 || identity.gid() == 0) {
            throw new IllegalStateException("the unprivileged user has uid or gid 0");
        }
        Credentials.groups(identity.groups());
        Credentials.group(identity.gid());
        Credentials.user(identity.uid());
        if (Credentials.uid() == 0 || Credentials.effectiveUid() == 0 || Credentials.canBecomeRoot()) {
            throw new IllegalStateException("still root after setresuid");
        }
    }
}
