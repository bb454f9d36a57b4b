package org.tlsproxy.smtpd;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.pool.WorkerPool;
import org.tlsproxy.posix.Children;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.InternetSockets;
import org.tlsproxy.posix.InternetSockets.Endpoint;
import org.tlsproxy.posix.MessageSocket;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Processes;
import org.tlsproxy.posix.Signals;
import org.tlsproxy.posix.Sockets;
import org.tlsproxy.smtp.SessionName;
import org.tlsproxy.smtpd.Introduction.Asking;

/**
 * The launcher's side of all connections: starts a program for each, gives socket and pipes to a worker, and sees to it that the program
 * ends when the session has.
 *
 * <p>Each session hangs on a socket pair. The worker gets one end, in whose queue the introduction and the descriptors lie; our end tells
 * by its end of file that the session is over, however it ended.
 */
final class Floor {

    private static final long SWEEP_MILLIS = 100;
    private static final long GRACE_MILLIS = 10_000;

    private final EventLoop loop;
    private final WorkerPool pool;
    private final ProgramCommand command;
    private final Map<String, String> environment;
    private final GreylistAddress greylist;
    private final SmtpLog log;
    private final Connections connections;
    private final Set<Visit> leaving = new HashSet<>();
    private final Timer sweep = new Timer(this::sweep);
    private final MessageSocket messages = new MessageSocket();
    private final long memory = OffHeap.allocate(Introduction.MOST_BYTES);
    private final SecureRandom random = new SecureRandom();
    private Runnable empty = () -> { };

    /**
     * What a floor stands on.
     *
     * @param environment of all programs
     */
    record Ground(EventLoop loop, WorkerPool pool, SmtpLog log, Map<String, String> environment) { }

    Floor(Ground ground, ProgramCommand command, GreylistAddress greylist, Connections connections) {
        this.loop = ground.loop;
        this.pool = ground.pool;
        this.log = ground.log;
        this.environment = ground.environment;
        this.command = command;
        this.greylist = greylist;
        this.connections = connections;
        random.nextInt();   // its device is opened now, before descriptors are marked: the JVM does not close it on exec
    }

    SmtpLog log() {
        return log;
    }

    Connections connections() {
        return connections;
    }

    /** What to do when the last connection has ended. */
    void whenEmpty(Runnable action) {
        empty = action;
    }

    /** Takes a client; its socket is ours from now on. */
    void welcome(Caller caller) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String session = SessionName.random(bytes);
        SmtpLog own = log.of(session, caller.remote().address());
        try {
            int[] pair = Sockets.seqPacketPair();
            Visit visit = new Visit(session, caller, own, pair[0]);
            seat(visit, pair[1]);
        } catch (ErrnoException e) {
            own.say(SmtpLevel.ERROR, SmtpMessages.cannotPipe(e.getMessage()));
            connections.leave(caller.counted());
        } finally {
            Descriptors.close(caller.fd());
        }
    }

    private void seat(Visit visit, int workersEnd) throws ErrnoException {
        try {
            loop.watch(visit.line(), Epoll.IN | Epoll.RDHUP, events -> hear(visit));
            introduce(visit);
        } catch (ErrnoException e) {
            loop.unwatch(visit.line());
            Descriptors.close(visit.line());
            Descriptors.close(workersEnd);
            throw e;
        }
        pool.offer(workersEnd);
    }

    private void introduce(Visit visit) throws ErrnoException {
        Caller caller = visit.caller();
        Optional<Program> program = caller.implicit() ? Optional.empty() : Optional.of(start(visit, Map.of()));
        int policy = greylist.known().isPresent() ? policySocket(greylist.known().get()) : -1;
        Introduction introduction = new Introduction(visit.session(), caller.remote().address(), "unknown", caller.implicit(),
            policy >= 0 ? Asking.of(greylist.known().get()) : greylist.wanted() ? Asking.IN_VAIN : Asking.NOBODY);
        IntStream pipes = program.map(p -> IntStream.of(p.input(), p.output())).orElse(IntStream.empty());
        IntStream asked = policy >= 0 ? IntStream.of(policy) : IntStream.empty();
        send(visit, introduction.encode(), IntStream.concat(IntStream.concat(IntStream.of(caller.fd()), pipes), asked).toArray());
        program.ifPresent(Program::closePipes);
        if (policy >= 0) {
            Descriptors.close(policy);
        }
    }

    /** Without one, recipients pass or not as if nobody answered. */
    private int policySocket(Endpoint server) {
        try {
            return InternetSockets.stream(server);
        } catch (ErrnoException e) {
            log.say(SmtpLevel.ERROR, SmtpMessages.cannotPipe(e.getMessage()));
            return -1;
        }
    }

    private void send(Visit visit, byte[] message, int... descriptors) {
        OffHeap.put(memory, message, 0, message.length);
        messages.sendAll(visit.line(), memory, message.length, descriptors);
    }

    private Program start(Visit visit, Map<String, String> facts) throws ErrnoException {
        Map<String, String> variables = new HashMap<>(environment);
        visit.caller().describe(variables);
        variables.put("LOG_ID", visit.session());
        variables.putAll(facts);
        command.describe(variables);
        try {
            Program program = Program.start(command, variables);
            visit.runs(program);
            return program;
        } catch (ErrnoException e) {
            visit.log().fatal(SmtpMessages.cannotRun(command.path(), e.strerror()));
            throw e;
        }
    }

    /** The worker speaks once at most, after a TLS handshake that came first; then, or without a word, the session ends. */
    private void hear(Visit visit) {
        int n = messages.receive(visit.line(), memory, Introduction.MOST_BYTES);
        messages.closeDescriptors();
        if (n > 0 && visit.caller().implicit() && visit.program().isEmpty()) {
            byte[] bytes = new byte[n];
            OffHeap.get(memory, bytes, 0, n);
            Introduction.Negotiated tls = Introduction.Negotiated.decode(bytes);
            try {
                Program program = start(visit, Map.of("TLS_VERSION", tls.version(), "TLS_CIPHER", tls.cipher(),
                    "TLS_SERVER_NAME", tls.serverName()));
                send(visit, new byte[1], program.input(), program.output());
                program.closePipes();
                return;
            } catch (ErrnoException e) {
                leave(visit);   // why has been logged; the worker sees our end closed
                return;
            }
        }
        if (n <= 0) {
            leave(visit);
        }
    }

    private void leave(Visit visit) {
        loop.unwatch(visit.line());
        Descriptors.close(visit.line());
        visit.overdue(loop.now() + GRACE_MILLIS);
        if (!gone(visit)) {
            leaving.add(visit);
            loop.timers().set(sweep, SWEEP_MILLIS);
        }
    }

    private void sweep() {
        leaving.removeIf(this::gone);
        if (!leaving.isEmpty()) {
            loop.timers().set(sweep, SWEEP_MILLIS);
        }
    }

    /** Programs end by themselves when their input does. One that does not is told, and then made to. */
    private boolean gone(Visit visit) {
        OptionalInt status = visit.program().map(Program::ended).orElse(OptionalInt.of(0));
        if (status.isPresent()) {
            visit.program().ifPresent(program -> tell(visit, Processes.decode(status.getAsInt())));
            connections.leave(visit.caller().counted());
            if (connections.total() == 0) {
                empty.run();
            }
            return true;
        }
        if (loop.now() >= visit.overdue()) {
            int signal = visit.lastSignal() == 0 ? Signals.TERM : Signals.KILL;
            visit.log().say(SmtpLevel.DEBUG, SmtpMessages.programOverdue(signal));
            Children.signal(visit.program().orElseThrow().pid(), signal);
            visit.signalled(signal);
            visit.overdue(loop.now() + GRACE_MILLIS);
        }
        return false;
    }

    private static void tell(Visit visit, Processes.End end) {
        if (end.signal() != 0) {
            visit.log().say(SmtpLevel.WARNING, SmtpMessages.childKilled(end.signal()));
        } else {
            visit.log().say(SmtpLevel.DEBUG, SmtpMessages.childExited(end.status()));
        }
    }
}
