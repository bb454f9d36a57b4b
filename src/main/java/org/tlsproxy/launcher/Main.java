package org.tlsproxy.launcher;

import java.util.List;
import java.util.Map;
import org.tlsproxy.config.LogChoice;
import org.tlsproxy.log.EarlyLog;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.MailLog;
import org.tlsproxy.log.Messages;
import org.tlsproxy.log.ProcessName;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.pool.WorkerPool;
import org.tlsproxy.posix.Credentials;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Limits;
import org.tlsproxy.posix.Processes;
import org.tlsproxy.posix.Scheduling;
import org.tlsproxy.posix.Terminal;

/**
 * The process that master(8) runs as tlsproxy(8): takes connections at once, starts workers, hands over. Exit status 0 when it ends by
 * itself or on master's wish, 1 when it cannot go on.
 */
public final class Main {

    private static final int STATUS_DESCRIPTOR = 5;
    private static final int FIRST_LISTENER = 6;
    private static final int FAILURE = 1;

    private Main() { }

    /** @param arguments as master(8) composes them; {@code --train} makes a run for the class archive instead */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[arguments.length - 1].equals("--train")) {
            Training.run();
            return;
        }
        String process = System.getProperty("tlsproxy.argv0", "tlsproxy");
        MailLog log = EarlyLog.open(new ProcessName(process, Processes.self()),
            EarlyLog.settings(Map.copyOf(System.getenv()), false, false));
        try {
            serve(process, Arguments.parse(process, List.of(arguments)), log);
            exit(log, 0);
        } catch (Fatal | ErrnoException e) {
            log.fatal(e.getMessage());
            pause();
            exit(log, FAILURE);
        } catch (RuntimeException | Error mistake) {
            log.panic(mistake);
            pause();
            exit(log, FAILURE);
        }
    }

    private static void serve(String process, Arguments arguments, MailLog log) throws ErrnoException {
        if (arguments.standAlone()) {
            StandAlone.run(process, arguments, log);
            return;
        }
        if (!arguments.notDetached() && Terminal.at(0)) {
            throw new Fatal(StartupMessages.notByHand());
        }
        arguments.require();
        int generation = StatusChannel.generation(System.getenv("GENERATION"));
        long openFiles = Limits.raiseOpenFiles();
        Scheduling.preferThroughput();      // workers inherit it
        Narrator narrator = new Narrator(log);
        EventLoop loop = new EventLoop(new Watchdog(0, where -> { }));
        WorkerPool pool = new WorkerPool(loop, WorkerLauncher.command(arguments.serviceName()), narrator);
        pool.start();
        Configuration configuration = Configuration.read(process, arguments, log);
        log.configure(LogChoice.of(configuration.settings(), arguments.verbose() > 0, arguments.toStderr()));
        configuration.checkAccounts();
        refuseOperands(arguments);
        Credentials.changeDirectory(configuration.settings().text("queue_directory"));
        pool.orders(configuration.instructions(process, arguments), configuration.poolLimits(openFiles));
        Service service = new Service(loop, pool, new StatusChannel(STATUS_DESCRIPTOR, Processes.self(), generation), STATUS_DESCRIPTOR,
            listeners(arguments.sockets()), log);
        narrator.onHopeless(loop::stop);
        service.open();
        service.live(configuration.lifeCycle(arguments));
        if (log.verbose()) {
            log.info(StartupMessages.started());
        }
        loop.atEndOfTurn(() -> loop.flush(log));
        loop.run();
        if (!narrator.hopeless().isEmpty()) {
            pool.abandon();
            throw new Fatal(narrator.hopeless());
        }
    }

    private static void refuseOperands(Arguments arguments) {
        if (!arguments.operands().isEmpty()) {
            throw new Fatal(Messages.unexpectedArgument(arguments.operands().get(0)));
        }
    }

    private static int[] listeners(int count) {
        int[] listeners = new int[count];
        for (int i = 0; i < count; i++) {
            listeners[i] = FIRST_LISTENER + i;
        }
        return listeners;
    }

    /** As Postfix does after a fatal error, so that a service which cannot start does not spin. */
    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** No shutdown hooks, no waiting for threads. */
    private static void exit(MailLog log, int status) {
        log.linger(500);
        Runtime.getRuntime().halt(status);
    }
}
