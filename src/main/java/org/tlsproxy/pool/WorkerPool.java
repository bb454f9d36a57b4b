package org.tlsproxy.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Processes;

/**
 * The workers of one service: places connections on the least loaded one, keeps what cannot be placed yet, and lets the
 * {@link Supervisor} see to it that there are enough of them and that they live.
 */
public final class WorkerPool {

    /** A worker that has not taken a connection after this long loses it to another one. */
    static final long TAKE_MILLIS = 500;

    private static final int SIGKILL = 9;

    private final EventLoop loop;
    private final WorkerCommand command;
    private final PoolEvents events;
    private final Supervisor supervisor;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private PoolLimits limits = PoolLimits.UNTIL_CONFIGURED;
    private final Timer takeTimer = new Timer(this::checkTaken);
    private boolean takeDue;

    public WorkerPool(EventLoop loop, WorkerCommand command, PoolEvents events) {
        this.loop = loop;
        this.command = command;
        this.events = events;
        this.supervisor = new Supervisor(this, loop, events);
    }

    /** Spawns the first worker; it gets its orders by {@link #orders}. */
    public void start() {
        supervisor.start();
    }

    /** What every worker, present and future, is told first, how to check its jail, and the pool's bounds from now on. */
    public void orders(Supervisor.Instructions instructions, PoolLimits bounds) {
        limits = bounds;
        supervisor.instruct(instructions, bounds);
    }

    /** Other orders for workers that are started from now on; those that there are stay. */
    public void brief(Supervisor.Instructions instructions) {
        supervisor.brief(instructions);
    }

    /**
     * Other orders from now on. The workers that there are serve until one that has these is ready; if none comes to life they go on.
     */
    public void renew(Supervisor.Instructions instructions) {
        supervisor.renew(instructions);
    }

    /** Lets all workers finish what they have, and starts no more. @return true if none is left */
    public boolean finish() {
        supervisor.finish();
        return workers.isEmpty();
    }

    /** Takes an accepted connection; it is the pool's from now on. @return false if the queue is full: do not accept more for now */
    public boolean offer(int descriptor) {
        queue.add(descriptor);
        place();
        return held() < limits.queue();
    }

    /** Descriptors of connections that are here: those that wait, and those that a worker has not taken yet. */
    private int held() {
        int sum = queue.size();
        for (WorkerProcess worker : workers) {
            sum += worker.untaken();
        }
        return sum;
    }

    /** How many connections wait for a worker. */
    public int waiting() {
        return queue.size();
    }

    /** Sessions open or handed over, and connections waiting. */
    public int load() {
        int sum = queue.size();
        for (WorkerProcess worker : workers) {
            sum += worker.load();
        }
        return sum;
    }

    /** Since when there has been no client at all; {@link Long#MAX_VALUE} while there is one. */
    public long idleSince() {
        return queue.isEmpty() ? supervisor.idleSince() : Long.MAX_VALUE;
    }

    /** Looks into the ledgers: what workers took is no longer here. */
    void settle() {
        for (WorkerProcess worker : workers) {
            try {
                worker.settle(loop.now());
            } catch (ProtocolException e) {
                broken(worker, e);
            }
        }
    }

    /** A worker that does not keep to the rules is ended, and not listened to any more. */
    void broken(WorkerProcess worker, ProtocolException e) {
        kill(worker, "it broke the control protocol: " + e.getMessage());
        loop.unwatch(worker.controlDescriptor());
    }

    /** Places what it can and tells all workers to finish what they have. @return true when nothing waits any more */
    public boolean drain() {
        place();
        if (!queue.isEmpty()) {
            placeOnStarting();
        }
        if (queue.isEmpty()) {
            workers.forEach(worker -> worker.send(new ControlMessage.Drain()));
        }
        return queue.isEmpty();
    }

    /** A worker that is still starting reads its messages when it is ready: better than no worker. */
    private void placeOnStarting() {
        for (WorkerProcess worker : workers) {
            if (worker.stage() == WorkerProcess.Stage.STARTING && supervisor.instructed()) {
                while (!queue.isEmpty() && worker.hand(queue.peek(), loop.now()) == ControlChannel.Sent.DONE) {
                    queue.poll();
                }
            }
        }
    }

    List<WorkerProcess> workers() {
        return workers;
    }

    int serving() {
        int n = 0;
        for (WorkerProcess worker : workers) {
            n += worker.stage() == WorkerProcess.Stage.SERVING ? 1 : 0;
        }
        return n;
    }

    /** Places what waits. */
    void place() {
        settle();
        while (!queue.isEmpty()) {
            WorkerProcess best = leastLoaded();
            if (best == null) {
                return;
            }
            ControlChannel.Sent sent = best.hand(queue.peek(), loop.now());
            if (sent == ControlChannel.Sent.GONE) {
                best.distrust();
                continue;
            }
            if (sent != ControlChannel.Sent.DONE) {
                awaitRoom(best, sent);
                continue;
            }
            queue.poll();
            supervisor.busy();
            checkTakenIn(TAKE_MILLIS);
        }
    }

    /** The worker will read on: what waits is placed when it has read some of it, else a little later. */
    private void awaitRoom(WorkerProcess worker, ControlChannel.Sent sent) {
        worker.full(true);
        checkTakenIn(TAKE_MILLIS);
        if (sent == ControlChannel.Sent.FULL) {
            watchFor(worker, Epoll.IN | Epoll.OUT);
        }
    }

    /** Whoever comes later does not put it off: others may wait already. */
    private void checkTakenIn(long millis) {
        if (!takeDue) {
            takeDue = true;
            loop.timers().set(takeTimer, millis);
        }
    }

    private void watchFor(WorkerProcess worker, int mask) {
        try {
            loop.rewatch(worker.controlDescriptor(), mask);
        } catch (ErrnoException e) {
            // it is not watched any more, since it ended or is to end: what waits goes elsewhere when the timer fires
        }
    }

    private void ready(WorkerProcess worker, int events) {
        if ((events & Epoll.OUT) != 0) {
            worker.full(false);
            watchFor(worker, Epoll.IN);
            place();
        }
        if (events != Epoll.OUT) {
            supervisor.listen(worker);
        }
    }

    private WorkerProcess leastLoaded() {
        WorkerProcess best = null;
        for (WorkerProcess worker : workers) {
            boolean able = worker.able(loop.now()) && worker.load() < limits.sessions();
            if (able && (best == null || worker.load() < best.load()
                || worker.load() == best.load() && worker.busy() < best.busy())) {
                best = worker;
            }
        }
        return best;
    }

    /** Whoever is too slow to take its connections loses them. */
    private void checkTaken() {
        boolean pending = false;
        takeDue = false;
        settle();
        for (WorkerProcess worker : List.copyOf(workers)) {
            worker.full(false);
            if (worker.stage() == WorkerProcess.Stage.SERVING && worker.oldestUntaken(loop.now()) >= TAKE_MILLIS) {
                takeBack(worker);
                supervisor.suspect();
            }
            pending |= worker.oldestUntaken(loop.now()) > 0;
        }
        place();
        if (pending || !queue.isEmpty()) {
            checkTakenIn(TAKE_MILLIS / 2);
        }
    }

    private void takeBack(WorkerProcess worker) {
        giveBack(worker, worker.takeBack());
        if (worker.tampered()) {
            broken(worker, new ProtocolException("its end of the channel was changed"));
        }
    }

    private void giveBack(WorkerProcess worker, List<Integer> descriptors) {
        if (!descriptors.isEmpty()) {
            events.takenBack(worker.pid(), descriptors.size());
            for (int i = descriptors.size() - 1; i >= 0; i--) {
                queue.addFirst(descriptors.get(i));
            }
        }
    }

    /** Starts one more worker. @throws ErrnoException if that fails at once */
    WorkerProcess spawn() throws ErrnoException {
        WorkerProcess worker = WorkerProcess.spawn(command, events, loop.now());
        workers.add(worker);
        loop.watch(worker.controlDescriptor(), Epoll.IN, events -> ready(worker, events));
        loop.watch(worker.output().descriptor(), Epoll.IN, ready -> readOutput(worker));
        return worker;
    }

    private void readOutput(WorkerProcess worker) {
        if (!worker.output().read(loop.now())) {
            loop.unwatch(worker.output().descriptor());
            supervisor.gone(worker);
        }
    }

    void kill(WorkerProcess worker, String reason) {
        if (worker.condemn()) {
            events.killed(worker.pid(), reason);
        }
        if (!worker.reaped()) {
            Processes.signal(worker.pid(), SIGKILL);
        }
    }

    /** Forgets a worker that has ended; what it had not taken goes to another one. */
    void forget(WorkerProcess worker) {
        worker.stage(WorkerProcess.Stage.ENDED);
        workers.remove(worker);
        giveBack(worker, worker.orphans());
        loop.unwatch(worker.controlDescriptor());
        loop.unwatch(worker.output().descriptor());
        worker.close();
        place();
    }

    /** Whether a process has ended, and how. */
    static OptionalInt waitStatus(WorkerProcess worker) {
        OptionalInt status = Processes.poll(worker.pid());
        if (status.isPresent()) {
            worker.reap();
        }
        return status;
    }

    /** Closes what still waits: nobody is left to serve it. */
    public void abandon() {
        queue.forEach(Descriptors::close);
        queue.clear();
    }
}
