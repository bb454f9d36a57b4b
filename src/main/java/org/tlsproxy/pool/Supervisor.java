package org.tlsproxy.pool;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tlsproxy.jail.JailCheck;
import org.tlsproxy.jail.JailPlan;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Processes;

/**
 * Sees to it that there are enough workers and that they live: starts one at once, more when those that serve are busy, fewer when they
 * idle; replaces who died, who is worn out, who does not answer. A worker that says it is ready is believed only after a look at all its
 * threads.
 */
public final class Supervisor {

    private static final int TICK_MILLIS = 1000;
    private static final int BUSY = 700;
    private static final int TICKS_BUSY_BEFORE_GROWTH = 2;
    /** A worker that has served for this long is no part of a crash loop. */
    private static final long PROVEN_MILLIS = 10_000;
    /** Who dies while it starts and does not say why may have met an accident. */
    private static final int ACCIDENTS = 3;
    /** Messages of one worker before the others, and new connections, get their turn. */
    private static final int MESSAGES_PER_TURN = 64;
    /** More than a channel holds: somebody else has a copy of a dead worker's end, and goes on. */
    private static final int LAST_MESSAGES = 4096;

    private final WorkerPool pool;
    private final EventLoop loop;
    private final PoolEvents events;
    private final BackOff backOff = new BackOff();
    private final SpareTime spareTime = new SpareTime();
    private final Timer tick = new Timer(this::tick);
    private final Timer reaper = new Timer(this::reap);
    private final Timer retry = new Timer(this::replenish);
    private Optional<Instructions> instructions = Optional.empty();
    private PoolLimits limits = PoolLimits.UNTIL_CONFIGURED;
    private int busyTicks;
    private int accidents;
    private long idleSince;
    private long nextPing;
    private boolean finishing;
    private Set<Integer> outdated = Set.of();

    /**
     * What workers are told.
     *
     * @param first       orders for a worker when none serves: it serves with whatever part of the configuration is good
     * @param replacement orders for one that others do not depend on: it refuses to serve with less than they have
     * @param jail        what every thread of a worker must have given up
     */
    public record Instructions(byte[] first, byte[] replacement, JailPlan jail) { }

    Supervisor(WorkerPool pool, EventLoop loop, PoolEvents events) {
        this.pool = pool;
        this.loop = loop;
        this.events = events;
        this.idleSince = loop.now();
    }

    void start() {
        spawn();
        loop.timers().set(tick, TICK_MILLIS);
    }

    void instruct(Instructions given, PoolLimits bounds) {
        limits = bounds;
        instructions = Optional.of(given);
        pool.workers().forEach(this::sendOrders);
    }

    /** What workers that are started from now on are told; those that there are go on with what they were told. */
    void brief(Instructions given) {
        instructions = Optional.of(given);
    }

    /** From now on other orders hold: a worker that has them is started, and those without end once it serves. */
    void renew(Instructions given) {
        instructions = Optional.of(given);
        Set<Integer> old = new HashSet<>();
        pool.workers().forEach(worker -> old.add(worker.pid()));
        outdated = old;
        spawn();
    }

    private void retireOutdated() {
        for (WorkerProcess worker : pool.workers()) {
            if (outdated.contains(worker.pid()) && worker.stage() == WorkerProcess.Stage.SERVING) {
                retire(worker);
            }
        }
    }

    /** No worker is started any more; those that serve finish what they have. */
    void finish() {
        finishing = true;
        for (WorkerProcess worker : pool.workers()) {
            if (worker.stage() == WorkerProcess.Stage.SERVING) {
                retire(worker);
            }
        }
    }

    boolean instructed() {
        return instructions.isPresent();
    }

    private void sendOrders(WorkerProcess worker) {
        instructions.ifPresent(i ->
            worker.send(new ControlMessage.Orders(pool.serving() == 0 ? i.first() : i.replacement())));
    }

    private void spawn() {
        if (finishing) {
            return;
        }
        try {
            sendOrders(pool.spawn());
        } catch (ErrnoException e) {
            backOff.failed(loop.now());
            events.startFailed(0, e.getMessage());
            giveUpIfHopeless(e.getMessage());
        }
    }

    /** There is work: what was said about idleness is void. */
    void busy() {
        idleSince = Long.MAX_VALUE;
    }

    long idleSince() {
        return idleSince;
    }

    /** Reads what a worker says, but not for ever: one that was broken into may talk faster than we can listen. */
    void listen(WorkerProcess worker) {
        listen(worker, MESSAGES_PER_TURN);
    }

    private void listen(WorkerProcess worker, int most) {
        try {
            for (int n = 0; n < most; n++) {
                Optional<ControlMessage> message = worker.receive(loop.now());
                if (message.isEmpty()) {
                    return;
                }
                heard(worker, message.get());
            }
        } catch (ProtocolException e) {
            pool.broken(worker, e);
        } catch (ControlChannel.Ended e) {
            worker.distrust();
            loop.unwatch(worker.controlDescriptor());
        }
    }

    private void heard(WorkerProcess worker, ControlMessage message) throws ProtocolException {
        if (message instanceof ControlMessage.Report report) {
            worker.heard(report, loop.now());
            if (pool.waiting() > 0) {
                pool.place();
            }
        } else if (message instanceof ControlMessage.Ready && worker.stage() == WorkerProcess.Stage.STARTING) {
            admit(worker);
        } else if (message instanceof ControlMessage.Failed failed && worker.stage() == WorkerProcess.Stage.STARTING) {
            worker.failed(failed.reason());
        } else if (message instanceof ControlMessage.Log log) {
            events.record(log.record());
        } else {
            throw new ProtocolException("unexpected " + message.getClass().getSimpleName());
        }
    }

    private void admit(WorkerProcess worker) {
        Optional<String> defect = instructions.flatMap(i -> JailCheck.defect(worker.pid(), i.jail()));
        if (defect.isPresent()) {
            pool.kill(worker, "it is not in its jail: " + defect.get());
            return;
        }
        worker.stage(WorkerProcess.Stage.SERVING);
        accidents = 0;
        pool.place();       // somebody may have been waiting for this
        events.ready(worker.pid(), loop.now() - worker.started());
        if (!outdated.contains(worker.pid())) {
            retireOutdated();
        }
        retireWornOut();
    }

    /** A worker's output ended, so it has; its wait status may need another moment. */
    void gone(WorkerProcess worker) {
        if (!reapOne(worker)) {
            loop.timers().set(reaper, 1);
        }
    }

    private void reap() {
        for (WorkerProcess worker : List.copyOf(pool.workers())) {
            reapOne(worker);
        }
    }

    private boolean reapOne(WorkerProcess worker) {
        OptionalInt status = WorkerPool.waitStatus(worker);
        if (status.isEmpty()) {
            return false;
        }
        listen(worker, LAST_MESSAGES);
        pool.settle();
        WorkerProcess.Stage stage = worker.stage();
        Processes.End end = Processes.decode(status.getAsInt());
        boolean clean = end.status() == 0 && stage == WorkerProcess.Stage.DRAINING;
        if (!clean && worker.failure().isEmpty()) {
            events.ended(worker.pid(), end, worker.open(), stage.name().toLowerCase(java.util.Locale.ROOT));
        }
        pool.forget(worker);
        if (stage == WorkerProcess.Stage.STARTING || !clean && loop.now() - worker.started() < PROVEN_MILLIS) {
            backOff.failed(loop.now());
        }
        if (stage == WorkerProcess.Stage.STARTING) {
            startFailed(worker);
        }
        replenish();
        return true;
    }

    /** With others alive it is a warning, and so is an accident; without any, and again and again, it is the end. */
    private void startFailed(WorkerProcess worker) {
        String reason = worker.failure().orElse("worker " + worker.pid() + " ended before it could serve");
        boolean accident = worker.failure().isEmpty() && ++accidents < ACCIDENTS;
        if (accident || !pool.workers().isEmpty()) {
            events.startFailed(worker.pid(), reason);
        }
        if (!accident) {
            giveUpIfHopeless(reason);
        }
    }

    private void giveUpIfHopeless(String reason) {
        if (finishing) {
            return;
        }
        for (WorkerProcess worker : pool.workers()) {
            if (worker.stage() != WorkerProcess.Stage.ENDED) {
                return;
            }
        }
        events.hopeless(reason);
    }

    /** A worker did not take its connections: another one is needed at once if it is the only one. */
    void suspect() {
        replenish();
    }

    private void tick() {
        loop.timers().set(tick, TICK_MILLIS);
        reap();
        pool.settle();
        checkAlive();
        grow();
        shrink();
        retireWornOut();
        replenish();
        forgive();
        if (idleSince == Long.MAX_VALUE && pool.load() == 0) {
            idleSince = loop.now();
        }
    }

    /** The youngest worker shows whether a start can be trusted: older ones may stem from better times. */
    private void forgive() {
        List<WorkerProcess> workers = pool.workers();
        WorkerProcess youngest = workers.isEmpty() ? null : workers.get(workers.size() - 1);
        if (youngest != null && youngest.stage() == WorkerProcess.Stage.SERVING && loop.now() - youngest.started() >= PROVEN_MILLIS) {
            backOff.succeeded();
        }
    }

    private void checkAlive() {
        boolean ping = loop.now() >= nextPing;
        if (ping) {
            nextPing = loop.now() + limits.watchdogMillis() / 3;
        }
        for (WorkerProcess worker : List.copyOf(pool.workers())) {
            long limit = worker.stage() == WorkerProcess.Stage.STARTING ? limits.startMillis() : limits.watchdogMillis();
            if (loop.now() - worker.lastHeard() > limit) {
                pool.kill(worker, "watchdog: no answer for " + (loop.now() - worker.lastHeard()) / 1000 + " s");
            } else if (ping && worker.stage() != WorkerProcess.Stage.STARTING) {
                worker.ping();
            }
        }
    }

    private void grow() {
        if (starting()) {
            return;
        }
        busyTicks = overloaded() ? busyTicks + 1 : 0;
        if (busyTicks >= TICKS_BUSY_BEFORE_GROWTH && pool.serving() < limits.workers() && backOff.mayTry(loop.now())) {
            busyTicks = 0;
            spawn();
        }
    }

    /**
     * All that serve are full, or compute nearly all the time while processors idle. Seven eighths is full: clients that come fast would
     * otherwise wait for the start of the next worker.
     */
    private boolean overloaded() {
        boolean computing = false;
        for (WorkerProcess worker : pool.workers()) {
            boolean room = worker.load() < limits.sessions() - limits.sessions() / 8;
            if (worker.stage() == WorkerProcess.Stage.SERVING && room) {
                if (worker.busy() <= BUSY) {
                    return false;
                }
                computing = true;
            }
        }
        return pool.serving() > 0 && (!computing || spareTime.since(loop.now()));
    }

    private void shrink() {
        for (WorkerProcess worker : pool.workers()) {
            if (worker.stage() == WorkerProcess.Stage.SERVING && pool.serving() > 1
                && worker.idleSince() != Long.MAX_VALUE && loop.now() - worker.idleSince() >= limits.idleMillis()) {
                retire(worker);
                return;
            }
        }
    }

    /** A worn-out worker goes when a fresh one is there to take over; else the fresh one is started first. */
    private void retireWornOut() {
        for (WorkerProcess worker : pool.workers()) {
            boolean worn = worker.stage() == WorkerProcess.Stage.SERVING && worn(worker);
            if (worn && freshOnes() > 0) {
                retire(worker);
                return;
            }
            if (worn && !starting() && backOff.mayTry(loop.now())) {
                spawn();
                return;
            }
        }
    }

    private boolean worn(WorkerProcess worker) {
        return limits.sessionsInLife() > 0 && worker.served() >= limits.sessionsInLife();
    }

    private int freshOnes() {
        int n = 0;
        for (WorkerProcess worker : pool.workers()) {
            n += worker.stage() == WorkerProcess.Stage.SERVING && !worn(worker) ? 1 : 0;
        }
        return n;
    }

    private void retire(WorkerProcess worker) {
        if (worker.send(new ControlMessage.Drain()) == ControlChannel.Sent.DONE) {
            worker.stage(WorkerProcess.Stage.DRAINING);
        }
    }

    private boolean starting() {
        for (WorkerProcess worker : pool.workers()) {
            if (worker.stage() == WorkerProcess.Stage.STARTING) {
                return true;
            }
        }
        return false;
    }

    /**
     * There must be one that serves, or one that will. Where all of them seem to hang it may be the machine that has too much to
     * do, and one more makes that worse each time: there are never more than two for each that is wanted, until the watchdog has
     * seen to the others.
     */
    private void replenish() {
        pool.settle();
        for (WorkerProcess worker : pool.workers()) {
            if (worker.able(loop.now()) || worker.stage() == WorkerProcess.Stage.STARTING) {
                return;
            }
        }
        if (pool.serving() >= 2 * limits.workers()) {
            return;
        }
        if (backOff.mayTry(loop.now())) {
            spawn();
        } else {
            loop.timers().set(retry, backOff.waitMillis(loop.now()));
        }
    }
}
