package org.tlsproxy.launcher;

import java.util.List;
import java.util.Map;
import org.tlsproxy.config.LogChoice;
import org.tlsproxy.log.EarlyLog;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.MailLog;
import org.tlsproxy.log.ProcessName;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.pool.WorkerPool;
import org.tlsproxy.posix.Accounts;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Processes;

/** A run that loads what a launcher loads at its start, and ends: for the class archive. Needs no Postfix and starts no worker. */
final class Training {

    private Training() { }

    static void run() {
        MailLog log = EarlyLog.open(new ProcessName("tlsproxy", Processes.self()), EarlyLog.settings(Map.of(), false, false));
        Arguments arguments = Arguments.parse("tlsproxy", List.of("-z", "-t", "unix", "-u"));
        arguments.require();
        try {
            EventLoop loop = new EventLoop(new Watchdog(0, where -> { }));
            loop.timers().set(new org.tlsproxy.loop.Timer(() -> { }), 1);
            loop.turn(1);
            new WorkerPool(loop, WorkerLauncher.command("tlsproxy"), new Narrator(log));
            Accounts.byName("root");
            Configuration configuration = Configuration.read("tlsproxy", arguments, log);
            configuration.poolLimits(1024);
            configuration.lifeCycle(arguments);
            log.configure(LogChoice.of(configuration.settings(), false, false));
        } catch (Fatal | ErrnoException e) {
            // A machine without Postfix makes a smaller archive: what is not in it is loaded from the jars.
        }
    }
}
