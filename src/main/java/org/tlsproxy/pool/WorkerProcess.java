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
 * <p>A connection that was handed over stays the launcher's, too, until the worker says that it took it; a worker says so before it
 * touches it. The launcher holds a copy of the worker's end of the channel, so that it can take back what the worker has not read yet:
 * the kernel sees to it that a packet goes to one of the two only.
 */
final class WorkerProcess {

    /** What a worker is doing. */
    enum Stage { STARTING, SERVING, DRAINING, ENDED }

    private record Handover(long serial, int descriptor, long since) { }

    private final int pid;
    private final ControlChannel channel;
    private final ControlChannel workerEnd;
    private final OutputPipe output;
    private final long started;
    private final ArrayDeque<Handover> untaken = new ArrayDeque<>();
    private ControlMessage.Report report = new ControlMessage.Report(0, 0, 0, 0, 0);
    private Stage stage = Stage.STARTING;
    private long serial;
    private int pings;
    private long lastHeard;
    private long idleSince;
    private boolean suspect;
    private boolean condemned;
    private Optional<String> failure = Optional.empty();

    private WorkerProcess(int pid, int[] control, OutputPipe output, long now) {
        this.pid = pid;
        this.channel = new ControlChannel(control[0]);
        this.workerEnd = new ControlChannel(control[1]);
        this.output = output;
        this.started = now;
        this.lastHeard = now;
        this.idleSince = now;
    }

    /** Starts a process and sends it its orders as soon as they are there. */
    static WorkerProcess spawn(WorkerCommand command, PoolEvents events, long now) throws ErrnoException {
        int[] control = Sockets.seqPacketPair();
        int[] pipe = Descriptors.pipe();
        Sockets.sendBuffer(control[0], 2 * ControlMessage.MOST_BYTES);
        Descriptors.nonBlocking(pipe[0]);
        List<String> arguments = new ArrayList<>(command.arguments());
        arguments.add("-n");
        arguments.add(command.service());
        List<Spawn.Mapping> mappings = List.of(new Spawn.Mapping(pipe[1], 1), new Spawn.Mapping(pipe[1], 2),
            new Spawn.Mapping(control[1], WorkerCommand.CONTROL_DESCRIPTOR));
        try {
            int pid = Spawn.start(command.program(), arguments, command.environment(), mappings);
            return new WorkerProcess(pid, control, new OutputPipe(pipe[0], line -> events.output(pid, line)), now);
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

    /** It gets no connections until it says something. */
    void distrust() {
        suspect = true;
    }

    int controlDescriptor() {
        return channel.descriptor();
    }

    ControlMessage.Report report() {
        return report;
    }

    /** Sessions that it has or will have. */
    int load() {
        return report.open() + untaken.size();
    }

    /** Connections handed over and not acknowledged. */
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

    /** Takes note of how the worker stands; what it took is no longer ours. */
    void heard(ControlMessage.Report latest, long now) throws ProtocolException {
        if (latest.taken() > serial || latest.taken() < report.taken() || latest.closed() < report.closed() || latest.open() < 0) {
            throw new ProtocolException("impossible report " + latest);
        }
        while (!untaken.isEmpty() && untaken.peek().serial() <= latest.taken()) {
            Descriptors.close(untaken.poll().descriptor());
        }
        if (latest.open() > 0 || latest.closed() != report.closed()) {
            idleSince = now;
        }
        report = latest;
    }

    /** True if it can be given connections: it serves, and it has taken the last ones or said something since. */
    boolean able(long now) {
        return stage == Stage.SERVING && !suspect && !condemned && oldestUntaken(now) < WorkerPool.TAKE_MILLIS;
    }

    /** How long the oldest connection has been waiting to be taken, in milliseconds; 0 if none is. */
    long oldestUntaken(long now) {
        return untaken.isEmpty() ? 0 : now - untaken.peek().since();
    }

    /**
     * Takes back the connections that the worker has not read. Those that it read and did not report stay with it.
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
            throw new IllegalStateException("reading back our own messages", e);
        }
        return back;
    }

    /** The worker is gone: all that it never took is ours again. */
    List<Integer> orphans() {
        List<Integer> orphans = new ArrayList<>();
        untaken.forEach(h -> orphans.add(h.descriptor()));
        untaken.clear();
        return orphans;
    }

    void close() {
        orphans().forEach(Descriptors::close);
        channel.close();
        workerEnd.close();
        output.close();
    }
}
