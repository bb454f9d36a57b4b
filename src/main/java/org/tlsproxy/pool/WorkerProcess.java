package org.tlsproxy.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Sockets;
import org.tlsproxy.posix.Spawn;

/**
 * One worker as its launcher sees it.
 *
 * <p>A connection that was handed over stays the launcher's, too, until it sees in the {@link Ledger} that the worker took it; a worker
 * writes that down before it touches it. The launcher looks whenever it is awake and wants to know ({@link #settle}), at the latest when
 * the next report comes. It holds a copy of the worker's end of the channel, so that it can take back what the worker has not read yet: the
 * kernel sees to it that a packet goes to one of the two only.
 */
final class WorkerProcess {

    /** What a worker is doing. */
    enum Stage { STARTING, SERVING, DRAINING, ENDED }

    private record Handover(long serial, int descriptor, long since) { }

    private record Ties(int[] control, Ledger ledger, OutputPipe output) { }

    private final int pid;
    private final ControlChannel channel;
    private final ControlChannel workerEnd;
    private final Ledger ledger;
    private final OutputPipe output;
    private final long started;
    private final ArrayDeque<Handover> untaken = new ArrayDeque<>();
    private ControlMessage.Report report = new ControlMessage.Report(0, 0, 0, 0, 0);
    private Ledger.Account account = Ledger.Account.NOTHING;
    private Stage stage = Stage.STARTING;
    private long serial;
    private long takenBack;
    private long ended;
    private int pings;
    private long lastHeard;
    private long idleSince;
    private boolean suspect;
    private boolean condemned;
    private boolean disbelieved;
    private boolean tampered;
    private boolean full;
    private boolean reaped;
    private Optional<String> failure = Optional.empty();

    private WorkerProcess(int pid, Ties ties, long now) {
        this.pid = pid;
        this.channel = new ControlChannel(ties.control[0]);
        this.workerEnd = new ControlChannel(ties.control[1]);
        this.ledger = ties.ledger;
        this.output = ties.output;
        this.started = now;
        this.lastHeard = now;
        this.idleSince = now;
    }

    /** Starts a process and sends it its orders as soon as they are there. */
    static WorkerProcess spawn(WorkerCommand command, PoolEvents events, long now) throws ErrnoException {
        Ledger ledger = Ledger.create();
        try {
            return spawn(command, ledger, events, now);
        } catch (ErrnoException e) {
            ledger.close();
            throw e;
        } finally {
            ledger.passedOn();
        }
    }

    private static WorkerProcess spawn(WorkerCommand command, Ledger ledger, PoolEvents events, long now) throws ErrnoException {
        int[] control = Sockets.seqPacketPair();
        int[] pipe = Descriptors.pipe();
        Sockets.sendBuffer(control[0], 2 * ControlMessage.MOST_BYTES);
        Descriptors.nonBlocking(pipe[0]);
        List<String> arguments = new ArrayList<>(command.arguments());
        arguments.add("-n");
        arguments.add(command.service());
        List<Spawn.Mapping> mappings = List.of(new Spawn.Mapping(pipe[1], 1), new Spawn.Mapping(pipe[1], 2),
            new Spawn.Mapping(control[1], WorkerCommand.CONTROL_DESCRIPTOR),
            new Spawn.Mapping(ledger.descriptor(), WorkerCommand.LEDGER_DESCRIPTOR));
        try {
            int pid = Spawn.start(command.program(), arguments, command.environment(), mappings);
            return new WorkerProcess(pid, new Ties(control, ledger, new OutputPipe(pipe[0], line -> events.output(pid, line))), now);
        } catch (ErrnoException e) {
            for (int fd : new int[] {control[0], control[1], pipe[0]}) {
                Descriptors.close(fd);
            }
            throw e;
        } finally {
            Descriptors.close(pipe[1]);
        }
    }

    int pid() {
        return pid;
    }

    Stage stage() {
        return stage;
    }

    void stage(Stage next) {
        stage = next;
    }

    /** Why it cannot serve, if it said so. */
    Optional<String> failure() {
        return failure;
    }

    void failed(String reason) {
        failure = Optional.of(reason);
    }

    long started() {
        return started;
    }

    long lastHeard() {
        return lastHeard;
    }

    OutputPipe output() {
        return output;
    }

    /** It will be killed. @return false if that was so before: the kernel may take its time */
    boolean condemn() {
        boolean first = !condemned;
        condemned = true;
        return first;
    }

    /** It has ended and was waited for: its number may belong to somebody else by now. */
    void reap() {
        reaped = true;
    }

    boolean reaped() {
        return reaped;
    }

    /** It gets no connections until it says something. */
    void distrust() {
        suspect = true;
    }

    int controlDescriptor() {
        return channel.descriptor();
    }

    /** Thousandths of its time that it has been computing lately, as it says. */
    int busy() {
        return report.busy();
    }

    /** Connections that it has taken since it lives. */
    long served() {
        return serial - takenBack - untaken.size();
    }

    /** Sessions that it has. */
    int open() {
        return (int) (served() - ended);
    }

    /** Sessions that it has or will have. */
    int load() {
        return open() + untaken.size();
    }

    /** Connections handed over and not taken yet. */
    int untaken() {
        return untaken.size();
    }

    /** Since when it has had nothing to do; {@link Long#MAX_VALUE} if it has. */
    long idleSince() {
        return load() == 0 ? idleSince : Long.MAX_VALUE;
    }

    ControlChannel.Sent send(ControlMessage message) {
        return channel.send(message);
    }

    void ping() {
        channel.send(new ControlMessage.Ping(++pings));
    }

    /** Hands a connection over. Unless the answer is DONE it is still wholly the caller's. */
    ControlChannel.Sent hand(int descriptor, long now) {
        ControlChannel.Sent sent = channel.send(new ControlMessage.Connection(serial + 1), descriptor);
        if (sent == ControlChannel.Sent.DONE) {
            untaken.add(new Handover(++serial, descriptor, now));
            ledger.handed(serial);
        }
        return sent;
    }

    /** The next message from the worker. */
    Optional<ControlMessage> receive(long now) throws ProtocolException, ControlChannel.Ended {
        Optional<ControlChannel.Received> received = channel.receive();
        if (received.isEmpty()) {
            return Optional.empty();
        }
        if (received.get().descriptor().isPresent()) {
            Descriptors.close(received.get().descriptor().getAsInt());
            throw new ProtocolException("a worker sent a descriptor");
        }
        lastHeard = now;
        suspect = false;
        return Optional.of(received.get().message());
    }

    /** Takes note of how the worker stands. */
    void heard(ControlMessage.Report latest, long now) throws ProtocolException {
        Ledger.Account before = new Ledger.Account(report.taken(), report.closed());
        if (latest.open() < 0 || !noted(new Ledger.Account(latest.taken(), latest.closed()), before, now)) {
            throw new ProtocolException("impossible report " + latest);
        }
        report = latest;
        settle(now);
    }

    /**
     * Looks into the ledger: what the worker took is no longer ours.
     *
     * @throws ProtocolException if what it says cannot be; once, it is not looked at again
     */
    void settle(long now) throws ProtocolException {
        if (disbelieved) {
            return;
        }
        Ledger.Account latest = ledger.account();
        disbelieved = !noted(latest, account, now);
        if (disbelieved) {
            throw new ProtocolException("impossible " + latest);
        }
        suspect &= latest.taken() == account.taken();
        account = latest;
    }

    /** @return false if it cannot be: more taken than handed over, more ended than taken, or less of either than before */
    private boolean noted(Ledger.Account latest, Ledger.Account before, long now) {
        if (latest.taken() > serial || latest.taken() < before.taken() || latest.ended() < before.ended()) {
            return false;
        }
        while (!untaken.isEmpty() && untaken.peek().serial() <= latest.taken()) {
            Descriptors.close(untaken.poll().descriptor());
        }
        if (latest.ended() > served()) {
            return false;
        }
        if (latest.ended() > ended || load() > 0) {
            idleSince = now;
        }
        ended = Math.max(ended, latest.ended());
        return true;
    }

    /** True if it can be given connections: it serves, its channel has room, and it has taken the last ones or said something since. */
    boolean able(long now) {
        return stage == Stage.SERVING && !suspect && !condemned && !full && oldestUntaken(now) < WorkerPool.TAKE_MILLIS;
    }

    /** How long the oldest connection has been waiting to be taken, in milliseconds; 0 if none is. */
    long oldestUntaken(long now) {
        return untaken.isEmpty() ? 0 : now - untaken.peek().since();
    }

    /**
     * Takes back the connections that the worker has not read. Those that it read and did not write down stay with it. Its end of the
     * channel is its own: if it was shut down, or a filter put on it, that shows here, see {@link #tampered}.
     *
     * @return descriptors, the caller's again, oldest first
     */
    List<Integer> takeBack() {
        suspect = true;
        List<Integer> back = new ArrayList<>();
        try {
            for (Optional<ControlChannel.Received> r = workerEnd.receive(); r.isPresent(); r = workerEnd.receive()) {
                if (r.get().message() instanceof ControlMessage.Connection connection) {
                    r.get().descriptor().ifPresent(Descriptors::close);
                    untaken.stream().filter(h -> h.serial() == connection.serial()).forEach(h -> back.add(h.descriptor()));
                    untaken.removeIf(h -> h.serial() == connection.serial());
                } else if (r.get().message() instanceof ControlMessage.Drain) {
                    stage = Stage.DRAINING;
                }
            }
        } catch (ProtocolException | ControlChannel.Ended e) {
            tampered = true;
        }
        takenBack += back.size();
        return back;
    }

    /** What we wrote does not come back as it was, since the worker did something to its end of the channel. */
    boolean tampered() {
        return tampered;
    }

    /** The channel has no room; it gets no connections until it has, see {@link #able}. */
    void full(boolean now) {
        full = now;
    }

    /** The worker is gone: all that it never took is ours again. */
    List<Integer> orphans() {
        List<Integer> orphans = new ArrayList<>();
        untaken.forEach(h -> orphans.add(h.descriptor()));
        takenBack += orphans.size();
        untaken.clear();
        return orphans;
    }

    void close() {
        disbelieved = true;
        orphans().forEach(Descriptors::close);
        ledger.close();
        channel.close();
        workerEnd.close();
        output.close();
    }
}
