package org.tlsproxy.smtpd;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.InternetSockets;
import org.tlsproxy.posix.InternetSockets.Endpoint;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Sockets;

/** Takes clients in: counts them, lets a trusted proxy say who its client is, and hands them to the {@link Floor}. */
final class Reception {

    private static final int ACCEPTS_PER_TURN = 64;
    private static final long PAUSE_MILLIS = 500;
    /** As many proxies may keep us waiting for their headers, or a quarter of all connections if that is more. */
    private static final int LEAST_UNANNOUNCED = 32;
    private static final byte[] TOO_MANY = "421 too many connections (#4.3.2)\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TOO_MANY_FROM_THERE =
        "421 too many connections from your address (#4.7.0)\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Endpoint NOWHERE = new Endpoint("::", 0);

    private final EventLoop loop;
    private final List<Listeners.Listener> listeners;
    private final ServiceOptions options;
    private final Floor floor;
    private final SmtpLog log;
    private final Connections connections;
    private final Timer pause = new Timer(this::open);
    private final long memory = OffHeap.allocate(ProxyHeader.MOST);
    private final Set<Proxied> unannounced = new LinkedHashSet<>();
    private boolean listening;
    private boolean closed;

    Reception(EventLoop loop, List<Listeners.Listener> listeners, ServiceOptions options, Floor floor) {
        this.loop = loop;
        this.listeners = listeners;
        this.options = options;
        this.floor = floor;
        this.log = floor.log();
        this.connections = floor.connections();
    }

    /** Begins to accept. */
    void open() {
        if (listening || closed) {
            return;
        }
        listening = true;
        for (Listeners.Listener listener : listeners) {
            try {
                loop.watch(listener.fd(), Epoll.IN, events -> accept(listener));
            } catch (ErrnoException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Accepts no more. */
    void close() {
        closed = true;
        for (Listeners.Listener listener : listeners) {
            loop.unwatch(listener.fd());
            Descriptors.close(listener.fd());
        }
        List.copyOf(unannounced).forEach(Proxied::fail);
    }

    private void pause() {
        listening = false;
        listeners.forEach(listener -> loop.unwatch(listener.fd()));
        loop.timers().set(pause, PAUSE_MILLIS);
    }

    private void accept(Listeners.Listener listener) {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            int fd = Sockets.accept(listener.fd());
            if (fd < 0) {
                int errno = NativeLibrary.errno();
                if (errno != Errno.EAGAIN && errno != Errno.EINTR && errno != Errno.ECONNABORTED) {
                    log.say(SmtpLevel.ERROR, SmtpMessages.streamEnded(true, "accept: " + Errno.text(errno)));
                    pause();
                }
                return;
            }
            admit(fd, listener.implicit());
        }
    }

    private void admit(int fd, boolean implicit) {
        Endpoint remote = InternetSockets.peer(fd).orElse(NOWHERE);
        Sockets.noDelay(fd);
        InternetSockets.keepAlive(fd);
        Caller caller = new Caller(fd, implicit, remote.address(), remote, InternetSockets.local(fd).orElse(NOWHERE));
        if (options.proxies().contain(remote.address())) {
            announce(caller);
        } else {
            seat(caller);
        }
    }

    private void seat(Caller caller) {
        Connections.Welcome welcome = connections.enter(caller.counted());
        if (welcome == Connections.Welcome.YES) {
            floor.welcome(caller);
        } else {
            turnAway(caller, welcome);
        }
    }

    /** A proxy's connection counts for nobody until it has said for whom; whoever has been silent for longest makes room for one more. */
    private void announce(Caller caller) {
        if (unannounced.size() >= Math.max(LEAST_UNANNOUNCED, options.mostConnections() / 4)) {
            unannounced.iterator().next().fail();
        }
        new Proxied(caller).listen();
    }

    private void turnAway(Caller caller, Connections.Welcome welcome) {
        int fd = caller.fd();
        Endpoint remote = caller.remote();
        boolean total = welcome == Connections.Welcome.TOO_MANY;
        log.of("", remote.address()).say(SmtpLevel.WARNING, SmtpMessages.tooManyConnections(remote.address(), total));
        if (!caller.implicit()) {
            byte[] reply = total ? TOO_MANY : TOO_MANY_FROM_THERE;
            OffHeap.put(memory, reply, 0, reply.length);
            Sockets.sendDontWait(fd, memory, reply.length);
        }
        InternetSockets.shutdownOutput(fd);
        Descriptors.close(fd);
    }

    /** A trusted proxy that has to say who its client is. */
    private final class Proxied {
        private final Caller caller;
        private final Timer patience = new Timer(this::fail);

        Proxied(Caller caller) {
            this.caller = caller;
        }

        void listen() {
            unannounced.add(this);
            try {
                loop.watch(caller.fd(), Epoll.IN | Epoll.RDHUP | Epoll.EDGE, events -> read());
                loop.timers().set(patience, options.common().waitSeconds() * 1000L);
            } catch (ErrnoException e) {
                fail();
            }
        }

        private void read() {
            int n = InternetSockets.peek(caller.fd(), memory, ProxyHeader.MOST);
            if (n < 0 && NativeLibrary.errno() == Errno.EAGAIN) {
                return;
            }
            byte[] bytes = new byte[Math.max(0, n)];
            OffHeap.get(memory, bytes, 0, bytes.length);
            try {
                Optional<ProxyHeader> header = ProxyHeader.parse(bytes);
                if (header.isPresent()) {
                    accept(header.get());
                } else if (n <= 0) {
                    fail();
                }
            } catch (ProxyHeader.Malformed e) {
                fail();
            }
        }

        private void accept(ProxyHeader header) {
            stop();
            Descriptors.read(caller.fd(), memory, header.length());
            Endpoint remote = header.ends().map(ProxyHeader.Ends::remote).orElse(caller.remote());
            Endpoint local = header.ends().map(ProxyHeader.Ends::local).orElse(caller.local());
            seat(new Caller(caller.fd(), caller.implicit(), remote.address(), remote, local));
        }

        private void stop() {
            unannounced.remove(this);
            loop.timers().cancel(patience);
            loop.unwatch(caller.fd());
        }

        private void fail() {
            stop();
            log.of("", caller.remote().address()).say(SmtpLevel.WARNING, SmtpMessages.badProxyHeader());
            Descriptors.read(caller.fd(), memory, ProxyHeader.MOST);    // or closing it would be a reset
            Descriptors.close(caller.fd());
        }
    }
}
