package org.tlsproxy.maps;

import java.util.List;
import java.util.Optional;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.log.TableMessages;
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

/** The socket to proxymap, opened and closed many times: proxymap ends when it is idle, and comes back when somebody connects. */
final class ProxymapConnection {

    /** Who is told how it goes. */
    interface Owner {
        /** The call that was sent is answered. */
        void answered();

        /** The connection is closed, and a call that was under way must be sent anew. */
        void broken(List<String> warnings);
    }

    private static final int PORTION = 16 * 1024;
    private static final int CLOSED = -1;

    private final EventLoop loop;
    private final ProxymapService service;
    private final Owner owner;
    private final long memory = OffHeap.allocate(PORTION);
    private final byte[] portion = new byte[PORTION];
    private int fd = CLOSED;
    private Optional<ListReader<String>> greeting = Optional.empty();
    private Optional<ProxymapCall<?>> call = Optional.empty();
    private byte[] request = {};
    private int sent;
    private boolean blocked;

    ProxymapConnection(EventLoop loop, ProxymapService service, Owner owner) {
        this.loop = loop;
        this.service = service;
        this.owner = owner;
    }

    boolean isOpen() {
        return fd != CLOSED;
    }

    void close() {
        if (isOpen()) {
            loop.unwatch(fd);
            Descriptors.close(fd);
        }
        fd = CLOSED;
        call = Optional.empty();
    }

    /** Sends a request, connecting if need be; since 3.6 not before proxymap has said that it is proxymap. */
    void send(ProxymapCall<?> next) {
        call = Optional.of(next);
        request = next.begin();
        sent = 0;
        if (!isOpen()) {
            try {
                open();
            } catch (ErrnoException e) {
                call = Optional.empty();
                owner.broken(List.of(StartupMessages.connectFailed(service.path(), e.strerror())));
                return;
            }
        }
        if (greeting.isEmpty()) {
            flush();
        }
    }

    private void open() throws ErrnoException {
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
        greeting = service.generation().has(Trait.ANNOUNCEMENT)
            ? Optional.of(Announcement.reader(service.path())) : Optional.empty();
    }

    private void ready(int events) {
        if ((events & ~Epoll.OUT) != 0) {
            receive();
        } else if (call.isPresent()) {
            flush();
        }
    }

    private void flush() {
        while (sent < request.length) {
            int size = Math.min(PORTION, request.length - sent);
            OffHeap.put(memory, request, sent, size);
            int count = Sockets.sendDontWait(fd, memory, size);
            if (count < 0) {
                notSent(NativeLibrary.errno());
                return;
            }
            sent += count;
        }
        if (blocked) {
            blocked = false;
            rewatch(Epoll.IN);
        }
    }

    private void notSent(int errno) {
        if (errno == Errno.EAGAIN || errno == Errno.EINTR || errno == Errno.ENOBUFS) {
            blocked = true;
            rewatch(Epoll.IN | Epoll.OUT);
        } else {
            gone(Errno.text(errno));
        }
    }

    private void rewatch(int mask) {
        try {
            loop.rewatch(fd, mask);
        } catch (ErrnoException e) {
            gone(e.strerror());
        }
    }

    private void receive() {
        int count = Descriptors.read(fd, memory, PORTION);
        if (count > 0) {
            OffHeap.get(memory, portion, 0, count);
            OffHeap.wipe(memory, count);
            take(count);
        } else if (count == 0) {
            gone(Errno.text(Errno.ECONNRESET));
        } else if (NativeLibrary.errno() != Errno.EAGAIN && NativeLibrary.errno() != Errno.EINTR) {
            gone(Errno.text(NativeLibrary.errno()));
        }
    }

    private void take(int count) {
        if (greeting.isPresent()) {
            greet(greeting.get(), count);
        } else if (call.isPresent() && sent == request.length) {
            answer(call.get().reader(), count);
        } else {
            nonsense(List.of());
        }
    }

    private void greet(ListReader<String> reader, int count) {
        int used = reader.feed(portion, 0, count);
        Optional<String> protocol = reader.value();
        if (reader.failed() || used < count) {
            nonsense(reader.warnings());
        } else if (protocol.isPresent()) {
            Optional<String> objection = Announcement.PROXYMAP.objection(protocol.get(), service.path());
            greeting = Optional.empty();
            if (objection.isPresent()) {
                nonsense(List.of(objection.get()));
            } else if (call.isPresent()) {
                flush();
            }
        }
    }

    private void answer(ListReader<?> reader, int count) {
        int used = reader.feed(portion, 0, count);
        if (reader.failed() || used < count) {
            nonsense(reader.warnings());
        } else if (reader.value().isPresent()) {
            call = Optional.empty();
            owner.answered();
        }
    }

    private void gone(String strerror) {
        end(List.of(StartupMessages.serviceTrouble(service.path(), strerror)));
    }

    /** What it says is no attribute list, or not the one that was asked for. */
    private void nonsense(List<String> warnings) {
        end(warnings.isEmpty() ? List.of(TableMessages.unexpectedData(service.path())) : warnings);
    }

    private void end(List<String> warnings) {
        close();
        owner.broken(warnings);
    }
}
