package org.tlsproxy.loop;

/** Somebody who is told when a descriptor can be read or written. */
@FunctionalInterface
public interface Ready {

    /** @param events {@link org.tlsproxy.posix.Epoll} bits; with edge triggering each change is told once */
    void ready(int events);
}
