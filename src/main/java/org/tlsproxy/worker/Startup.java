package org.tlsproxy.worker;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.config.LogChoice;
import org.tlsproxy.config.OwnSettings;
import org.tlsproxy.config.Settings;
import org.tlsproxy.crypto.WorkerCrypto;
import org.tlsproxy.engine.EngineFactory;
import org.tlsproxy.engine.ProcessTicketKeys;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.jail.JvmPreparation;
import org.tlsproxy.log.EarlyLog;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.MailLog;
import org.tlsproxy.log.OwnMessages;
import org.tlsproxy.log.ProcessName;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.HandshakeQueue;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.maps.MapContext;
import org.tlsproxy.maps.MapList;
import org.tlsproxy.maps.ProxymapService;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.pool.ControlChannel;
import org.tlsproxy.pool.ControlLink;
import org.tlsproxy.pool.ControlMessage;
import org.tlsproxy.pool.ProtocolException;
import org.tlsproxy.pool.WorkerOrders;
import org.tlsproxy.posix.Credentials;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Processes;
import org.tlsproxy.rehearsal.IdleWork;
import org.tlsproxy.rehearsal.Rehearsal;
import org.tlsproxy.session.Turn;
import org.tlsproxy.tlsmgr.SessionPolicy;
import org.tlsproxy.tlsmgr.StartupQuestions;
import org.tlsproxy.tlsmgr.TlsmgrClient;
import org.tlsproxy.tlsmgr.TlsmgrService;
import org.tlsproxy.wire.Generation;

/** How a worker comes to life, outside its jail. What does not depend on the configuration is done while the launcher still reads it. */
final class Startup {

    /** A launcher that reads its configuration for longer than this is stuck. */
    private static final long ORDERS_MILLIS = 60_000;
    private static final int TLSMGR_MILLIS = 2000;

    private Optional<MailLog> log = Optional.empty();
    private Optional<WorkerCrypto> crypto = Optional.empty();
    private Optional<Rehearsal> rehearsal = Optional.empty();

    /** Loads the classes and the library that handshakes need; beside that, what has nothing to do with them. */
    void warmUp() {
        JvmPreparation preparation = JvmPreparation.begin();
        WorkerCrypto made = WorkerCrypto.create(true);
        crypto = Optional.of(made);
        Rehearsal first = new Rehearsal(new EngineFactory(made, ProcessTicketKeys.create(new SecureRandom())),
            Rehearsal.remoteClients(WorkerCrypto.create(true)), Rehearsal.imaginaryProfile(made));
        first.play();
        rehearsal = Optional.of(first);
        preparation.finish();
    }

    /** Plays more handshakes, as an idle worker does. */
    void rehearse(int times) {
        for (int i = 0; i < times; i++) {
            rehearsal.orElseThrow().play();
            crypto.orElseThrow().prepareKeys();
        }
    }

    /** Waits for the launcher; as long as it has nothing to say, goes on to rehearse what the first sessions will do. */
    WorkerOrders awaitOrders(ControlChannel control) throws ErrnoException, ProtocolException, ControlChannel.Ended {
        try (Epoll epoll = new Epoll(1)) {
            epoll.add(control.descriptor(), Epoll.IN, 0);
            long until = System.nanoTime() / 1_000_000 + ORDERS_MILLIS;
            for (int more = Rehearsal.KINDS - 1; System.nanoTime() / 1_000_000 < until; more--) {
                epoll.await(more > 0 ? 0 : 1000);
                Optional<ControlChannel.Received> received = control.receive();
                if (received.isPresent() && received.get().message() instanceof ControlMessage.Orders orders) {
                    return WorkerOrders.decode(orders.body());
                } else if (received.isPresent()) {
                    throw new ProtocolException("orders expected, not " + received.get().message());
                } else if (more > 0) {
                    rehearse(1);
                }
            }
        }
        throw new ProtocolException("no orders from the launcher");
    }

    /** Opens the log, reads the keys, makes all that the jail would forbid. */
    Worker load(WorkerOrders orders, ControlLink.Tie tie) throws ErrnoException {
        Settings settings = Settings.decode(orders.settings());
        OwnSettings own = OwnSettings.decode(orders.ownSettings());
        MailLog mailLog = openLog(orders, settings);
        log = Optional.of(mailLog);
        Credentials.changeDirectory(orders.jail().workingDirectory());
        WorkerCrypto chosen = own.guards().nativeCrypto() ? crypto.orElseThrow() : WorkerCrypto.create(false);
        if (mailLog.verbose()) {
            mailLog.info(OwnMessages.crypto(chosen.describe()));
        }
        Watchdog watchdog = new Watchdog(settings.seconds("tlsproxy_watchdog_timeout"), bark(mailLog));
        EventLoop loop = new EventLoop(watchdog);
        Tickets tickets = Tickets.prepare(loop, settings, orders.service(), mailLog);
        EngineFactory engine = new EngineFactory(chosen, tickets);
        ServerSide.Preparation preparation = new ServerSide.Preparation(settings, own.guards().hybridKeyExchange(), tickets,
            () -> new ServerNames(openMaps(settings, loop, mailLog), mailLog), files(settings, orders), mailLog);
        Optional<ServerSide> server = preparation.run().filter(side -> usable(() -> engine.prepare(side.profile()), mailLog));
        if (server.isEmpty() && orders.complete() && preparation.wanted()) {
            throw new Fatal("the TLS server role cannot be set up");
        }
        Optional<ClientSide> client = ClientSide.wanted(settings)
            ? Optional.of(ClientSide.prepare(clientCommon(settings, own, loop, engine), files(settings, orders))) : Optional.empty();
        Worker worker = assemble(settings, mailLog, loop, new Parts(engine, new RoleServices.Roles(server, client), tickets, watchdog,
            tie, new HandshakeQueue(loop, own.limits().handshakes())));
        worker.whenIdle(new IdleWork(rehearsal.orElseThrow(), chosen));
        return worker;
    }

    private ClientCommon clientCommon(Settings settings, OwnSettings own, EventLoop loop, EngineFactory engine) {
        MailLog mailLog = log.orElseThrow();
        Generation generation = generation(settings);
        TlsmgrClient tlsmgr = new TlsmgrClient(loop, mailLog, TlsmgrService.named(settings.text("tlsmgr_service_name"), generation));
        StartupQuestions questions = new StartupQuestions(loop, tlsmgr, TLSMGR_MILLIS);
        Map<String, SessionPolicy> policies = Map.of("smtp", questions.policy("smtp"), "lmtp", questions.policy("lmtp"));
        return new ClientCommon(settings, PostfixRelease.parse(settings.version().toString()).orElseThrow(), generation,
            own.guards().hybridToServers(), tlsmgr, policies, profile -> usable(() -> engine.prepare(profile), mailLog), mailLog);
    }

    /** Relative names start at the queue directory, which becomes the root of a changed root. */
    private static Authorities.Files files(Settings settings, WorkerOrders orders) {
        String queue = settings.text("queue_directory");
        return new Authorities.Files(Certificates.files(queue), Certificates.files(orders.jail().chroot() ? "/" : queue));
    }

    private static boolean usable(Runnable preparation, MailLog log) {
        try {
            preparation.run();
            return true;
        } catch (IllegalArgumentException e) {
            log.warn(e.getMessage() + ": " + StartupMessages.disabling());
            return false;
        }
    }

    private static MapList openMaps(Settings settings, EventLoop loop, MailLog log) {
        String proxymap = settings.text("proxymap_service_name");
        ProxymapService service = ProxymapService.standard("private/" + proxymap, generation(settings));
        return MapList.open(settings.text("tls_server_sni_maps"), MapContext.of(log, loop, service));
    }

    private static Generation generation(Settings settings) {
        return Generation.of(settings.version().toString())
            .orElseThrow(() -> new Fatal("unsupported mail_version: " + settings.version()));
    }

    private record Parts(EngineFactory engine, RoleServices.Roles roles, Tickets tickets, Watchdog watchdog,
                         ControlLink.Tie tie, HandshakeQueue handshakes) { }

    private static Worker assemble(Settings settings, MailLog log, EventLoop loop, Parts parts) {
        Workbench.Outboxes out = new Workbench.Outboxes(new Outbox(), new Outbox());
        TlsConnection.Output output = new TlsConnection.Output(out.toNetwork(), out.toClient());
        Generation generation = generation(settings);
        RoleServices services = new RoleServices(parts.roles, parts.engine, output, generation, log);
        Workbench bench = new Workbench(loop, parts.handshakes, out, new Turn(services, log, out.toClient()));
        return new Worker(bench, new Worker.Surroundings(parts.watchdog, parts.tickets, log, parts.tie), generation);
    }

    /** Says where the loop hangs and ends the process; runs in the watchdog's thread, which has a log of its own. */
    private static Watchdog.Bark bark(MailLog log) {
        MailLog own = log.sibling();
        return where -> {
            own.stack("main", where);
            own.fatal(StartupMessages.watchdogTimeout());
            Runtime.getRuntime().halt(1);
        };
    }

    private static MailLog openLog(WorkerOrders orders, Settings settings) {
        ProcessName name = new ProcessName(orders.process(), Processes.self());
        return new MailLog(name, LogChoice.of(settings, orders.verbose(), orders.stderr()), org.tlsproxy.log.EpochClock.SYSTEM);
    }

    /** Why this worker never served; the launcher logs it too, with what it does about it. */
    void lastWords(Exception e) {
        MailLog last = log.orElseGet(() -> EarlyLog.open(new ProcessName(System.getProperty("tlsproxy.argv0", "tlsproxy"),
            Processes.self()), EarlyLog.settings(Map.copyOf(System.getenv()), false, false)));
        if (e instanceof Fatal) {
            last.fatal(e.getMessage());
        } else {
            last.panic(e);
        }
        last.linger(500);
    }
}
