package org.tlsproxy.smtpd;

import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.NativeLibrary;

/**
 * One descriptor of a session as the kernel last described it, and what waits to be written there. Watched edge-triggered from its first to
 * its last moment, for everything: a session changes its mind more often than a system call is worth.
 */
final class Stream {

    private static final int WATCH = Epoll.IN | Epoll.OUT | Epoll.RDHUP | Epoll.EDGE;
    private static final int ENDED = Epoll.RDHUP | Epoll.HUP | Epoll.ERR;

    final int fd;
    final Outflow out = new Outflow();
    private final boolean socket;
    private boolean readable;
    private boolean writable = true;
    private boolean ended;
    private boolean broken;

    Stream(int fd, boolean socket) {
        this.fd = fd;
        this.socket = socket;
    }

    void watch(EventLoop loop, Runnable owner) throws ErrnoException {
        loop.watch(fd, WATCH, events -> {
            ended |= (events & ENDED) != 0;
            readable |= (events & Epoll.IN) != 0 || ended;
            writable |= (events & Epoll.OUT) != 0 || (events & (Epoll.ERR | Epoll.HUP)) != 0;
            owner.run();
        });
    }

    boolean readable() {
        return readable;
    }

    /** True if something waits and the kernel takes nothing now. */
    boolean blocked() {
        return !out.isEmpty() && !broken;
    }

    boolean broken() {
        return broken;
    }

    /** Reads. @return bytes, 0 at the end or when it is broken, −1 if there is nothing now */
    int read(long memory, int size) {
        int n = Descriptors.read(fd, memory, size);
        if (n > 0) {
            readable = ended || n == size;
            return n;
        }
        readable = false;
        boolean later = n < 0 && (NativeLibrary.errno() == Errno.EAGAIN || NativeLibrary.errno() == Errno.EINTR);
        return later ? -1 : 0;
    }

    /** Writes what it can. @return true if something went */
    boolean flush() {
        if (out.isEmpty() || !writable || broken) {
            return false;
        }
        int before = out.size();
        broken = !out.flush(fd, socket);
        writable = out.isEmpty() || broken;
        if (broken) {
            out.clear();
        }
        return out.size() < before;
    }

    void close(EventLoop loop) {
        out.clear();
        loop.unwatch(fd);
        Descriptors.close(fd);
    }
}
