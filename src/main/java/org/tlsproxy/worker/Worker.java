package org.tlsproxy.worker;

import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.MailLog;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.pool.ControlChannel;
import org.tlsproxy.pool.ControlLink;
import org.tlsproxy.pool.ControlMessage;
import org.tlsproxy.pool.Registry;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.rehearsal.IdleWork;
import org.tlsproxy.session.SessionState;
import org.tlsproxy.wire.Announcement;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.Trait;

/** A worker at work: takes connections, serves sessions, ends when it has none left and no more will come. */
final class Worker {

    private final Workbench bench;
    private final EventLoop loop;
    private final Watchdog watchdog;
    private final Tickets tickets;
    private final Generation generation;
    private final MailLog log;
    private final ControlChannel control;
    private final Registry registry;
    private final ControlLink link;
    private final byte[] greeting;
    private IdleWork idleWork = new IdleWork();
    private boolean draining;

    /** What a worker has besides its bench. */
    record Surroundings(Watchdog watchdog, Tickets tickets, MailLog log, ControlLink.Tie tie) { }

    Worker(Workbench bench, Surroundings surroundings, Generation generation) {
        this.bench = bench;
        this.loop = bench.loop;
        this.watchdog = surroundings.watchdog;
        this.tickets = surroundings.tickets;
        this.generation = generation;
        this.log = surroundings.log;
        this.control = surroundings.tie.channel();
        this.registry = new Registry(log, this::sessionEnded);
        this.link = new ControlLink(surroundings.tie, loop, registry, this::begin, this::drain);
        this.greeting = generation.has(Trait.ANNOUNCEMENT) ? Announcement.TLSPROXY.printed() : new byte[0];
        log.fallback((record, length) ->
            control.send(new ControlMessage.Log(java.util.Arrays.copyOf(record, length))) == ControlChannel.Sent.DONE);
    }

    /** What to do while there is nothing to do. */
    void whenIdle(IdleWork work) {
        idleWork = work;
    }

    /** From here to the end of the process. */
    void serve() {
        try {
            loop.watch(control.descriptor(), Epoll.IN, link::ready);
        } catch (ErrnoException e) {
            throw new Fatal(e.getMessage());
        }
        loop.whenIdle(idleWork::step);
        loop.atEndOfTurn(this::endOfTurn);
        watchdog.start();
        tickets.start();
        control.send(new ControlMessage.Ready());
        try {
            loop.run();
        } catch (RuntimeException | Error mistake) {
            log.panic(mistake);
            log.linger(500);
            Runtime.getRuntime().halt(1);
        }
        log.linger(1000);
    }

    private void endOfTurn() {
        bench.handshakes.serve();
        loop.flush(log);
    }

    private void begin(int descriptor) {
        registry.opened();
        new ProxySession(descriptor, SessionState.first(generation), bench, registry).open(greeting);
    }

    private void sessionEnded() {
        link.changed();
        if (idleWork.wanted()) {
            loop.wakeIdle();
        }
        endIfDone();
    }

    private void drain() {
        draining = true;
        endIfDone();
    }

    private void endIfDone() {
        if (draining && registry.open() == 0) {
            loop.stop();
        }
    }
}
