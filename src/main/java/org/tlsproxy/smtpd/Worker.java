package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.crypto.WorkerCrypto;
import org.tlsproxy.engine.EngineFactory;
import org.tlsproxy.jail.Jail;
import org.tlsproxy.jail.JvmPreparation;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.HandshakeQueue;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.pool.ControlChannel;
import org.tlsproxy.pool.ControlLink;
import org.tlsproxy.pool.ControlMessage;
import org.tlsproxy.pool.Ledger;
import org.tlsproxy.pool.ProtocolException;
import org.tlsproxy.pool.Registry;
import org.tlsproxy.pool.WorkerCommand;
import org.tlsproxy.pool.WorkerOrders;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.MessageSocket;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Scheduling;
import org.tlsproxy.rehearsal.IdleWork;
import org.tlsproxy.rehearsal.Rehearsal;

/** A worker of the resident service: warms up, learns what it is to do, loads keys, goes into its jail, serves. */
public final class Worker {

    private static final int FAILURE = 111;
    private static final int WATCHDOG_SECONDS = 20;
    private static final int HANDSHAKES_PER_TURN = 16;

    private final ControlChannel control;
    private final SessionBench bench;
    private final Watchdog watchdog;
    private final Registry registry;
    private final ControlLink link;
    private final IdleWork idle;
    private final SharedTickets tickets;
    private final Timer forgetting = new Timer(this::forgetOldKeys);
    private final MessageSocket messages = new MessageSocket();
    private final long memory = OffHeap.allocate(Introduction.MOST_BYTES);
    private boolean draining;

    private Worker(Equipment equipment, SessionBench bench, Watchdog watchdog) {
        this.control = equipment.tie.channel();
        this.tickets = equipment.tickets;
        this.idle = equipment.idle;
        this.bench = bench;
        this.watchdog = watchdog;
        this.registry = new Registry(new QuietLogger(bench.log), this::sessionEnded);
        this.link = new ControlLink(equipment.tie, bench.loop, registry, this::begin, this::drain);
    }

    /** @param arguments show the service to administrators; {@code --train} makes a run for the class archive instead */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--train")) {
            ServiceTraining.worker();
            return;
        }
        ControlChannel control = new ControlChannel(WorkerCommand.CONTROL_DESCRIPTOR);
        try {
            Scheduling.preferThroughput();
            ControlLink.Tie tie = new ControlLink.Tie(control, Ledger.inherited());
            JvmPreparation preparation = JvmPreparation.begin();
            WorkerCrypto crypto = WorkerCrypto.create(true);
            SharedTickets tickets = SharedTickets.alone();
            EngineFactory engine = new EngineFactory(crypto, tickets);
            Rehearsal rehearsal = new Rehearsal(engine, Rehearsal.remoteClients(WorkerCrypto.create(true)),
                Rehearsal.imaginaryProfile(crypto));
            rehearsal.play();
            rehearsal.play();
            preparation.finish();
            WorkerOrders orders = Orders.await(control);
            WorkerSettings settings = WorkerSettings.decode(orders.settings());
            tickets.adopt(settings.tickets());
            Worker worker = load(orders, settings, new Equipment(tie, engine, tickets, new IdleWork(rehearsal, crypto)));
            Runtime.getRuntime().halt(worker.serve());
        } catch (ControlChannel.Ended e) {
            Runtime.getRuntime().halt(0);   // the launcher is gone before it had orders for us
        } catch (RuntimeException | Error | ErrnoException | ProtocolException e) {
            control.send(new ControlMessage.Failed(String.valueOf(e.getMessage())));
            Runtime.getRuntime().halt(FAILURE);
        }
    }

    /** What is made before there are orders. */
    private record Equipment(ControlLink.Tie tie, EngineFactory engine, SharedTickets tickets, IdleWork idle) { }

    /** From the outside into the jail. */
    private static Worker load(WorkerOrders orders, WorkerSettings settings, Equipment equipment) throws ErrnoException {
        SmtpLog log = new SmtpLog(settings.name(), settings.level(), line -> equipment.tie.channel().send(new ControlMessage.Log(line)));
        ServerTls tls = ServerTls.load(settings, equipment.engine, log);
        Watchdog watchdog = new Watchdog(WATCHDOG_SECONDS, where -> Runtime.getRuntime().halt(FAILURE));
        EventLoop loop = new EventLoop(watchdog);
        SessionBench.Tools tools = new SessionBench.Tools(loop, new HandshakeQueue(loop, HANDSHAKES_PER_TURN), tls);
        SessionBench bench = new SessionBench(tools, settings, log);
        Worker worker = new Worker(equipment, bench, watchdog);
        Jail.enter(orders.jail());
        return worker;
    }

    private int serve() throws ErrnoException {
        bench.loop.watch(control.descriptor(), Epoll.IN, link::ready);
        bench.loop.whenIdle(idle::step);
        bench.loop.atEndOfTurn(bench.handshakes::serve);
        watchdog.start();
        forgetOldKeys();
        control.send(new ControlMessage.Ready());
        try {
            bench.loop.run();
            return 0;
        } catch (RuntimeException | Error mistake) {
            bench.log.mistake(mistake);
            return FAILURE;
        }
    }

    /** A line with an introduction in its queue. */
    private void begin(int line) {
        int n = messages.receive(line, memory, Introduction.MOST_BYTES);
        int[] descriptors = new int[messages.descriptorCount()];
        for (int i = 0; i < descriptors.length; i++) {
            descriptors[i] = messages.descriptor(i);
        }
        registry.opened();
        Optional<Introduction> introduction = n > 0 ? Optional.of(introduction(n)) : Optional.empty();
        if (introduction.isEmpty() || introduction.get().descriptors() != descriptors.length) {
            messages.closeDescriptors();
            ProgramPipes.closeLine(line);
            registry.closed();
            return;
        }
        new MailSession(new MailSession.Arrival(introduction.get(), line, descriptors), bench, registry).open();
    }

    private Introduction introduction(int length) {
        byte[] bytes = new byte[length];
        OffHeap.get(memory, bytes, 0, length);
        return Introduction.decode(bytes);
    }

    private void forgetOldKeys() {
        tickets.refresh();
        bench.loop.timers().set(forgetting, TicketSecret.EPOCH_SECONDS * 1000L);
    }

    private void sessionEnded() {
        link.changed();
        if (idle.wanted()) {
            bench.loop.wakeIdle();
        }
        endIfDone();
    }

    private void drain() {
        draining = true;
        endIfDone();
    }

    private void endIfDone() {
        if (draining && registry.open() == 0) {
            bench.loop.stop();
        }
    }
}
