package org.tlsproxy.worker;

import java.util.Optional;
import org.tlsproxy.engine.Question;
import org.tlsproxy.loop.Ready;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.pool.Registry;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Sockets;
import org.tlsproxy.session.Interest;
import org.tlsproxy.session.SessionState;

/**
 * The owner of a session's two sockets: reads when the state wants to and the sockets can, writes what comes out, and alone closes them.
 *
 * <p>Both sockets are watched edge-triggered from their first to their last moment, so that a session costs two epoll_ctl calls and not
 * two per change of mind; what the kernel said last is remembered here. A socket that has ended stays readable until the read that says so.
 */
final class ProxySession {

    private static final int WATCH = Epoll.IN | Epoll.RDHUP | Epoll.EDGE;
    private static final int ENDED = Epoll.RDHUP | Epoll.HUP | Epoll.ERR;
    /** Reads in a row before the others get their turn. */
    private static final int READS_PER_TURN = 8;
    private static final int NONE = -1;

    private final Workbench bench;
    private final Registry registry;
    private final Timer timer = new Timer(this::timeUp);
    private final Side client;
    private Side network = new Side(NONE);
    private SessionState state;
    private int requestBytes;
    private boolean queued;
    private boolean proceeding;
    private boolean awaitsStep;
    private boolean mayStep;
    private boolean asked;
    private boolean closed;

    /** One socket as the kernel last described it. */
    private static final class Side {
        final int fd;
        final Pending pending = new Pending();
        boolean readable;
        boolean ended;
        boolean awaitsSpace;

        Side(int fd) {
            this.fd = fd;
        }

        void learn(int events) {
            ended |= (events & ENDED) != 0;
            readable |= (events & Epoll.IN) != 0 || ended;
        }

        /** A short read emptied the socket; its end is still to be read. */
        void read(int bytes, int asked) {
            readable = ended || bytes == asked;
        }
    }

    ProxySession(int clientDescriptor, SessionState first, Workbench bench, Registry registry) {
        this.client = new Side(clientDescriptor);
        this.state = first;
        this.bench = bench;
        this.registry = registry;
    }

    /** Starts to serve. @param greeting sent before anything is read; may be empty */
    void open(byte[] greeting) {
        try {
            bench.loop.watch(client.fd, WATCH, clientReady());
        } catch (ErrnoException e) {
            registry.cannotWatch(e);
            close();
            return;
        }
        bench.toClient.accept(greeting, 0, greeting.length);
        bench.loop.timers().set(timer, state.patienceMillis());
        proceed();
    }

    private Ready clientReady() {
        return events -> {
            client.learn(events);
            proceed();
        };
    }

    private Ready networkReady() {
        return events -> {
            network.learn(events);
            proceed();
        };
    }

    /** Does what can be done now: the only place from which a session moves on. */
    private void proceed() {
        queued = false;
        proceeding = true;
        work();
        proceeding = false;
    }

    private void work() {
        flush();
        for (int reads = 0; reads < READS_PER_TURN && !state.over(); reads++) {
            int wanted = Interest.of(state, client.pending.size(), network.pending.size());
            if (network.readable && (wanted & Interest.CIPHERTEXT) != 0) {
                if (state.handshaking() && !mayStep) {
                    awaitStep();
                    return;
                }
                readNetwork();
            } else if (client.readable && (wanted & Interest.PLAINTEXT) != 0) {
                readClient();
            } else if (client.readable && (wanted & Interest.DESCRIPTOR) != 0) {
                readDescriptor();
            } else {
                return;
            }
            askWhatIsMissing();
            flush();
        }
        if (!state.over() && !queued) {
            queued = true;
            bench.loop.later(this::proceed);
        }
    }

    /** A step of a handshake costs much: it comes after everybody's data of this turn. */
    private void awaitStep() {
        if (!awaitsStep) {
            awaitsStep = true;
            bench.handshakes.add(this::step);
        }
    }

    private void step() {
        awaitsStep = false;
        if (!closed) {
            mayStep = true;
            proceed();
            mayStep = false;
        }
    }

    /** A lookup may be answered at once or much later, when this session may be gone. */
    private void askWhatIsMissing() {
        Optional<Question> question = state.question();
        if (question.isPresent() && !asked) {
            asked = true;
            state.asking().ask(question.get(), this::answered);
        }
    }

    private void answered(Question.Answer answer) {
        asked = false;
        if (closed) {
            return;
        }
        move(state.answered(answer, bench.turn), true);
        if (!proceeding) {
            proceed();
        }
    }

    private void readClient() {
        int n = Sockets.receiveDontWait(client.fd, bench.readMemory, Workbench.READ_BYTES);
        if (n > 0) {
            client.read(n, Workbench.READ_BYTES);
            OffHeap.get(bench.readMemory, bench.readBytes, 0, n);
            boolean room = !state.requesting() || keepsRequest(n);
            move(room ? state.plaintext(bench.readBytes, n, bench.turn) : state.requestTooLarge(bench.turn), true);
        } else if (n == 0 || !again()) {
            client.readable = false;
            move(state.plaintextEnd(bench.turn), false);
        } else {
            client.readable = false;
        }
    }

    private boolean keepsRequest(int bytes) {
        boolean room = bench.requests.grow(requestBytes, bytes);
        if (room) {
            requestBytes += bytes;
        }
        return room;
    }

    private void readNetwork() {
        int n = Sockets.receiveDontWait(network.fd, bench.readMemory, Workbench.READ_BYTES);
        if (n > 0) {
            network.read(n, Workbench.READ_BYTES);
            OffHeap.get(bench.readMemory, bench.readBytes, 0, n);
            move(state.ciphertext(bench.readBytes, n, bench.turn), true);
        } else if (n == 0 || !again()) {
            network.readable = false;
            move(state.ciphertextEnd(n < 0, bench.turn), false);
        } else {
            network.readable = false;
        }
    }

    private static boolean again() {
        int errno = NativeLibrary.errno();
        return errno == Errno.EAGAIN || errno == Errno.EINTR;
    }

    /** One byte and what comes with it; whatever is not wanted is closed. */
    private void readDescriptor() {
        int n = bench.messages.receive(client.fd, bench.readMemory, 1);
        if (n < 0 && again()) {
            client.readable = false;
            return;
        }
        if (n <= 0) {
            bench.messages.closeDescriptors();
            move(state.plaintextEnd(bench.turn), false);
            return;
        }
        int count = bench.messages.descriptorCount();
        boolean adopted = count == 1 && adopt(bench.messages.descriptor(0));
        if (!adopted) {
            bench.messages.closeDescriptors();
        }
        move(state.descriptors(count == 1 && !adopted ? SessionState.UNUSABLE_DESCRIPTOR : count, bench.turn), true);
    }

    /**
     * Its flags stay as they are: whoever passed it shares them, and could change them behind our back. Nothing here reads or writes
     * without MSG_DONTWAIT.
     *
     * @return false if the descriptor is of a kind that cannot be waited for, such as a file; it is still the caller's then
     */
    private boolean adopt(int fd) {
        try {
            bench.loop.watch(fd, WATCH, networkReady());
            network = new Side(fd);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    private void move(SessionState next, boolean activity) {
        if (next != state) {
            state = next;
            bench.loop.timers().cancel(timer);
            if (!state.over()) {
                bench.loop.timers().set(timer, state.patienceMillis());
            }
        } else if (activity && state.activityCounts()) {
            bench.loop.timers().set(timer, state.patienceMillis());
        }
    }

    /** Writes what the last event produced, and tells the state when nothing is left. */
    private void flush() {
        SessionState before;
        do {
            before = state;
            boolean clientDone = write(client, bench.toClient);
            boolean networkDone = network.fd == NONE || writeNetwork();
            if (clientDone && networkDone && !state.over()) {
                move(state.flushed(bench.turn), false);
            }
        } while (state != before);
        bench.toNetwork.clear();
        if (state.over()) {
            close();
        }
    }

    private boolean writeNetwork() {
        if (state.holdsCiphertext() && network.pending.hold(bench.toNetwork)) {
            return true;
        }
        network.pending.release(bench.toNetwork);
        return write(network, bench.toNetwork);
    }

    /** @return true if nothing waits any more */
    private boolean write(Side side, Outbox outbox) {
        if (side.pending.size() == 0 && outbox.length() == 0) {
            return true;
        }
        int before = side.pending.size() + outbox.length();
        Pending.Result result = side.pending.write(side.fd, outbox);
        if (result == Pending.Result.BROKEN) {
            side.readable = true;
            side.ended = true;
            move(side == client ? state.plaintextEnd(bench.turn) : state.ciphertextEnd(true, bench.turn), false);
            return true;
        }
        if (side.pending.size() < before && state.activityCounts()) {
            bench.loop.timers().set(timer, state.patienceMillis());
        }
        awaitSpace(side, result == Pending.Result.BLOCKED);
        return result == Pending.Result.ALL_WRITTEN;
    }

    private void awaitSpace(Side side, boolean wanted) {
        if (side.awaitsSpace != wanted) {
            try {
                bench.loop.rewatch(side.fd, wanted ? WATCH | Epoll.OUT : WATCH);
                side.awaitsSpace = wanted;
            } catch (ErrnoException e) {
                registry.cannotWatch(e);
            }
        }
    }

    private void timeUp() {
        move(state.timeout(client.pending.size() > 0, bench.turn), false);
        proceed();
    }

    /** Both sockets are ours alone to close, once. */
    private void close() {
        bench.toClient.clear();
        bench.toNetwork.clear();
        if (closed) {
            return;
        }
        closed = true;
        bench.loop.timers().cancel(timer);
        bench.requests.free(requestBytes);
        close(network);
        Sockets.end(client.fd);     // the launcher may not have closed its copy yet
        discardUnread();
        close(client);
        registry.closed();
    }

    /** Descriptors in it are closed here, whatever that takes, and not in the launcher, should its copy be the last one. */
    private void discardUnread() {
        int bytes;
        do {
            bytes = Sockets.receiveDontWait(client.fd, bench.readMemory, Workbench.READ_BYTES);
        } while (bytes > 0);
    }

    private void close(Side side) {
        side.pending.free();
        if (side.fd != NONE) {
            bench.loop.unwatch(side.fd);
            Descriptors.close(side.fd);
        }
    }
}
