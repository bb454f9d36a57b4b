package org.tlsproxy.smtpd;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.pool.PoolLimits;
import org.tlsproxy.pool.WorkerPool;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Limits;
import org.tlsproxy.posix.Logins.Login;
import org.tlsproxy.posix.Signals;

/**
 * {@code tlsproxy-smtpd [options] prog}: the process that stays. Listens, starts a program for each client, and lets jailed workers do the
 * rest. SIGHUP reads certificates again; SIGTERM and SIGINT let sessions finish, the second one does not. Exit status 0, 100 for a bad
 * command line, 111 for what goes wrong.
 */
public final class Launcher {

    private static final int USAGE = 100;
    private static final int FAILURE = 111;
    private static final int IDLE_WORKER_MILLIS = 60_000;
    private static final int START_MILLIS = 30_000;
    private static final int WATCHDOG_SECONDS = 30;
    private static final long RETRY_MILLIS = 200;

    private final SmtpLog log;
    private final ServiceOptions options;
    private final EventLoop loop;
    private final WorkerPool pool;
    private final PoolNarrator narrator;
    private final Briefing briefing;
    private final GreylistAddress greylist;
    private final Timer ending = new Timer(this::checkEnd);
    private final Timer rotation = new Timer(this::rotate);
    private Optional<Reception> reception = Optional.empty();
    private Optional<Floor> floor = Optional.empty();
    private boolean draining;
    private long endBy;

    private Launcher(ServiceOptions options, SmtpLog log) throws ErrnoException {
        this.options = options;
        this.log = log;
        this.loop = new EventLoop(new Watchdog(0, where -> { }));
        this.narrator = new PoolNarrator(log, Stderr::write);
        this.briefing = new Briefing(options, log);
        this.greylist = new GreylistAddress(loop, options.common().greylist(), log, Resolver::of);
        this.pool = new WorkerPool(loop, WorkerJvm.command(log.name(), options.mostConnections()), narrator);
    }

    /** @param arguments see tlsproxy-smtpd(8) */
    public static void main(String[] arguments) {
        String name = System.getProperty("tlsproxy.argv0", "tlsproxy-smtpd");
        ServiceOptions options = new ServiceOptions();
        if (Boolean.getBoolean("tlsproxy.train")) {
            ServiceTraining.launcher();
            return;
        }
        int status;
        try {
            List<String> words = OptionReader.read(List.of(arguments), ServiceOptions.WITH_VALUE, options);
            status = run(options, words, new SmtpLog(name, options.common().level(), Stderr::write));
        } catch (OptionReader.Usage e) {
            Stderr.write("tlsproxy-smtpd [options] -l address:port -f file child\n");
            status = USAGE;
        } catch (OptionReader.Refused e) {
            Filter.complain(e, new SmtpLog(name, options.common().level(), Stderr::write));
            status = USAGE;
        }
        Runtime.getRuntime().halt(status);
    }

    private static int run(ServiceOptions options, List<String> words, SmtpLog log) {
        try {
            if (options.chainFiles().isEmpty() && options.nameDirectory().isEmpty()) {
                log.fatal(SmtpMessages.noCertificate());
                return USAGE;
            }
            return new Launcher(options, log).serve(words);
        } catch (Fatal | ErrnoException e) {
            log.fatal(e.getMessage());
        } catch (RuntimeException | Error mistake) {
            log.mistake(mistake);
        }
        return FAILURE;
    }

    private int serve(List<String> words) throws ErrnoException {
        Map<String, String> environment = Environment.inherited();
        Limits.raiseOpenFiles();
        List<Listeners.Listener> listeners = Listeners.open(options.listeners(), environment);
        ProgramCommand command = command(words, environment);
        greylist.find(options.common().closed(), options.common().waitSeconds() * 1000L);
        SystemdNotice notice = new SystemdNotice(environment);
        narrator.on(notice::ready, loop::stop);
        pool.start();
        pool.orders(briefing.instructions(), limits());
        rotate();
        Floor ground = new Floor(new Floor.Ground(loop, pool, log, environment), command, greylist,
            new Connections(options.mostConnections(), options.mostPerAddress()));
        floor = Optional.of(ground);
        reception = Optional.of(new Reception(loop, listeners, options, ground));
        int signals = Signals.open(Signals.HUP, Signals.INT, Signals.TERM);
        loop.watch(signals, Epoll.IN, events -> obey(Signals.next(signals)));
        reception.get().open();
        log.say(SmtpLevel.INFO, SmtpMessages.started(options.workers()));
        loop.run();
        if (!narrator.hopeless().isEmpty()) {
            throw new Fatal(narrator.hopeless());
        }
        return 0;
    }

    private ProgramCommand command(List<String> words, Map<String, String> environment) {
        Optional<Login> user = options.common().programUser().map(name -> Account.unprivileged(name, log)
            .orElseThrow(() -> new Fatal(SmtpMessages.cannotDropPrivileges(name))));
        try {
            return ProgramCommand.of(words, user, environment.getOrDefault("PATH", "/bin:/usr/bin"));
        } catch (ErrnoException e) {
            throw new Fatal(SmtpMessages.cannotRun(words.get(0), e.strerror()));
        }
    }

    private PoolLimits limits() {
        return new PoolLimits(options.workers(), options.mostConnections(), 0, options.mostConnections() + 1, IDLE_WORKER_MILLIS,
            START_MILLIS, WATCHDOG_SECONDS * 1000L);
    }

    /** Workers that start from now on get newer ticket keys, and nobody keeps older ones. */
    private void rotate() {
        pool.brief(briefing.instructions());
        loop.timers().set(rotation, TicketSecret.EPOCH_SECONDS * 1000L);
    }

    private void obey(int signal) {
        if (signal == Signals.HUP && !draining) {
            log.say(SmtpLevel.INFO, SmtpMessages.reloading());
            greylist.refresh();
            pool.renew(briefing.instructions());
        } else if (signal == Signals.TERM || signal == Signals.INT) {
            if (draining) {
                loop.stop();
                return;
            }
            draining = true;
            endBy = loop.now() + options.common().sessionSeconds() * 1000L;
            reception.orElseThrow().close();
            log.say(SmtpLevel.INFO, SmtpMessages.draining(floor.orElseThrow().connections().total()));
            floor.orElseThrow().whenEmpty(this::checkEnd);
            checkEnd();
        }
    }

    private void checkEnd() {
        boolean placed = pool.waiting() == 0;
        boolean workersGone = placed && pool.finish();
        if (workersGone && floor.orElseThrow().connections().total() == 0 || loop.now() >= endBy) {
            loop.stop();
        } else {
            loop.timers().set(ending, RETRY_MILLIS);
        }
    }
}
