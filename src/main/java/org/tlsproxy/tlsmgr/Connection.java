package org.tlsproxy.tlsmgr;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Sockets;
import org.tlsproxy.wire.Announcement;
import org.tlsproxy.wire.ListReader;
import org.tlsproxy.wire.Trait;

/**
 * The socket to tlsmgr, opened and closed many times: tlsmgr ends when it is idle, and comes back when master(8) sees a connection.
 * One request at a time: tlsmgr looks at its socket, not at what it has read beyond the first request.
 */
final class Connection {

    /** Who is told how it goes. The connection is closed already when it is {@link #broken}. */
    interface Owner {
        /** The call that was sent is answered; the next one may be sent. */
        void answered();

        void broken(Trouble trouble);
    }

    private static final int PORTION = 8 * 1024;
    private static final int CLOSED = -1;

    private final EventLoop loop;
    private final TlsmgrService service;
    private final Owner owner;
    private final long memory = OffHeap.allocate(PORTION);
    private final byte[] portion = new byte[PORTION];
    private int fd = CLOSED;
    private long openedAt;
    private Optional<ListReader<String>> greeting = Optional.empty();
    private Optional<Call<?>> call = Optional.empty();
    private int sent;
    private boolean blocked;

    Connection(EventLoop loop, TlsmgrService service, Owner owner) {
        this.loop = loop;
        this.service = service;
        this.owner = owner;
    }

    boolean isOpen() {
        return fd != CLOSED;
    }

    /** When it was opened, in milliseconds of the loop's clock. */
    long openedAt() {
        return openedAt;
    }

    /** Connects without waiting. @throws ErrnoException when nobody listens or the backlog is full */
    void open() throws ErrnoException {
        int socket = Sockets.unixStream();
        try {
            Sockets.connectUnix(socket, service.path());
            loop.watch(socket, Epoll.IN, this::ready);
        } catch (ErrnoException e) {
            Descriptors.close(socket);
            throw e;
        }
        fd = socket;
        blocked = false;
        openedAt = loop.now();
        greeting = service.generation().has(Trait.ANNOUNCEMENT)
            ? Optional.of(Announcement.reader(service.path())) : Optional.empty();
    }

    void close() {
        if (isOpen()) {
            loop.unwatch(fd);
            Descriptors.close(fd);
        }
        fd = CLOSED;
        call = Optional.empty();
    }

    /** Sends a request, as soon as tlsmgr has said that it is tlsmgr. */
    void send(Call<?> next) {
        call = Optional.of(next);
        sent = 0;
        if (greeting.isEmpty()) {
            flush(next.request());
        }
    }

    private void ready(int events) {
        if ((events & ~Epoll.OUT) != 0) {
            receive();
        } else if (call.isPresent()) {
            flush(call.get().request());
        }
    }

    private void flush(byte[] request) {
        while (sent < request.length) {
            int size = Math.min(PORTION, request.length - sent);
            OffHeap.put(memory, request, sent, size);
            int count = Sockets.sendDontWait(fd, memory, size);
            OffHeap.wipe(memory, size);
            if (count < 0) {
                notSent(NativeLibrary.errno());
                return;
            }
            sent += count;
        }
        if (blocked) {
            blocked = false;
            watch(Epoll.IN);
        }
    }

    private void notSent(int errno) {
        if (errno == Errno.EAGAIN || errno == Errno.EINTR || errno == Errno.ENOBUFS) {
            blocked = true;
            watch(Epoll.IN | Epoll.OUT);
        } else {
            end(Trouble.gone(service.path(), errno));
        }
    }

    private void watch(int mask) {
        try {
            loop.rewatch(fd, mask);
        } catch (ErrnoException e) {
            end(Trouble.gone(service.path(), e.errno()));
        }
    }

    private void receive() {
        int count = Descriptors.read(fd, memory, PORTION);
        if (count > 0) {
            OffHeap.get(memory, portion, 0, count);
            OffHeap.wipe(memory, count);
            take(count);
            Arrays.fill(portion, 0, count, (byte) 0);
        } else if (count == 0) {
            end(Trouble.gone(service.path(), call.isPresent() ? call.get().cutOff() : List.of()));
        } else if (NativeLibrary.errno() != Errno.EAGAIN && NativeLibrary.errno() != Errno.EINTR) {
            end(Trouble.gone(service.path(), NativeLibrary.errno()));
        }
    }

    private void take(int count) {
        if (greeting.isPresent()) {
            greet(greeting.get(), count);
        } else if (call.isPresent() && sent == call.get().request().length) {
            answer(call.get(), count);
        } else {
            end(Trouble.nonsense(service.path(), List.of()));
        }
    }

    private void greet(ListReader<String> reader, int count) {
        int used = reader.feed(portion, 0, count);
        Optional<String> protocol = reader.value();
        if (reader.failed() || used < count) {
            end(Trouble.nonsense(service.path(), reader.warnings()));
        } else if (protocol.isPresent()) {
            Optional<String> objection = Announcement.TLSMGR.objection(protocol.get(), service.path());
            greeting = Optional.empty();
            if (objection.isPresent()) {
                end(Trouble.nonsense(service.path(), List.of(objection.get())));
            } else if (call.isPresent()) {
                flush(call.get().request());
            }
        }
    }

    private void answer(Call<?> asked, int count) {
        int used = asked.feed(portion, count);
        if (asked.isNonsense() || used < count) {
            end(Trouble.nonsense(service.path(), asked.warnings()));
        } else if (asked.isAnswered()) {
            call = Optional.empty();
            owner.answered();
        }
    }

    private void end(Trouble trouble) {
        close();
        owner.broken(trouble);
    }
}
