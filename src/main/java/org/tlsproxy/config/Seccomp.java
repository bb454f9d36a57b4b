package org.tlsproxy.config;

/** How a worker's system calls are restricted once it is in its jail. */
public enum Seccomp {

    /** What a worker never needs is refused (execve, ptrace, mount, sockets other than AF_UNIX); the rest is allowed. */
    DENY,
    /** What a worker is known to need is allowed; the rest is refused. */
    ALLOW,
    /** No restriction; new privileges are still ruled out. */
    NONE
}
