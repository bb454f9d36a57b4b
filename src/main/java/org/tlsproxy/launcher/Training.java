package org.tlsproxy.launcher;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.config.LogChoice;
import org.tlsproxy.jail.Jail;
import org.tlsproxy.jail.JailPlan;
import org.tlsproxy.log.EarlyLog;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.MailLog;
import org.tlsproxy.log.ProcessName;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.pool.PoolLimits;
import org.tlsproxy.pool.Supervisor;
import org.tlsproxy.pool.WorkerCommand;
import org.tlsproxy.pool.WorkerPool;
import org.tlsproxy.posix.Accounts;
import org.tlsproxy.posix.Credentials;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Limits;
import org.tlsproxy.posix.Processes;
import org.tlsproxy.posix.Sockets;
import org.tlsproxy.posix.Terminal;

/**
 * A run that does what a launcher does at its start, up to the first session handed over, and ends: for the class archive. Needs no
 * Postfix; in the worker's place there is a shell that says what a worker says.
 */
final class Training {

    /** Ready (5), then, with a connection in hand, a report (7) that it was taken and is over; see ControlMessage. */
    private static final String WORKER = "printf '\\005' >&3; sleep .1; "
        + "printf '\\007\\0\\0\\0\\0\\0\\0\\0\\001\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\001\\0\\0\\0\\0\\0\\0\\0\\0' >&3";
    private static final JailPlan JAIL = new JailPlan("/", false, Optional.empty(), JailPlan.Filter.NONE);
    private static final String NOWHERE = "/nonexistent/socket";
    private static final int TURN_MILLIS = 100;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final PoolLimits LIMITS = new PoolLimits(1, 1, 0, 1, PATIENCE_MILLIS, PATIENCE_MILLIS, PATIENCE_MILLIS);
    private static final int MOST_TURNS = 50;

    private Training() { }

    static void run() {
        Arguments arguments = Arguments.parse("tlsproxy", List.of("-z", "-t", "unix", "-u"));
        Terminal.at(0);
        arguments.require();
        try {
            Limits.raiseOpenFiles();
            WorkerLauncher.command("tlsproxy");
            handOver();
            configure(arguments);
        } catch (Fatal | ErrnoException e) {
            // A machine without Postfix or seccomp makes a smaller archive: what is not in it is loaded from the jars.
        }
    }

    private static void handOver() throws ErrnoException {
        Jail.enter(JAIL);       // a worker is looked at before it gets anything, and the shell inherits this
        MailLog log = log(Map.of("POSTLOG_SERVICE", NOWHERE));
        Narrator narrator = new Narrator(log);
        EventLoop loop = new EventLoop(new Watchdog(0, where -> { }));
        WorkerCommand worker = new WorkerCommand("/bin/sh", List.of("sh", "-c", WORKER), List.of(), "tlsproxy");
        WorkerPool pool = new WorkerPool(loop, worker, narrator);
        pool.start();
        byte[] orders = {0};
        pool.orders(new Supervisor.Instructions(orders, orders, JAIL), LIMITS);
        int[] master = Sockets.streamPair();
        Service service = new Service(loop, pool, new StatusChannel(master[0], Processes.self(), StatusChannel.generation("0")), master[0],
            new int[0], log);
        narrator.onHopeless(loop::stop);
        service.open();
        service.live(new LifeCycle(PATIENCE_MILLIS, PATIENCE_MILLIS));
        loop.atEndOfTurn(() -> { });
        pool.offer(Sockets.streamPair()[0]);
        for (int turns = 0; turns < MOST_TURNS && pool.load() > 0; turns++) {
            loop.turn(TURN_MILLIS);
        }
        pool.drain();
    }

    private static void configure(Arguments arguments) throws ErrnoException {
        MailLog log = log(Map.of());
        Accounts.byName("root");
        Configuration configuration = Configuration.read("tlsproxy", arguments, log);
        log.configure(LogChoice.of(configuration.settings(), false, false));
        configuration.poolLimits(1024);
        configuration.lifeCycle(arguments);
        configuration.instructions("tlsproxy", arguments);
        Credentials.changeDirectory("/");
    }

    private static MailLog log(Map<String, String> environment) {
        return EarlyLog.open(new ProcessName("tlsproxy", Processes.self()), EarlyLog.settings(environment, false, false));
    }
}
