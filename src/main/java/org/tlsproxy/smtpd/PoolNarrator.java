package org.tlsproxy.smtpd;

import java.util.function.Consumer;
import org.tlsproxy.log.OwnMessages;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.pool.PoolEvents;
import org.tlsproxy.posix.Processes;

/** Puts into the log what happens to workers, and passes on what they have to say. */
final class PoolNarrator implements PoolEvents {

    private final SmtpLog log;
    private final Consumer<byte[]> sink;
    private String hopeless = "";
    private Runnable onReady = () -> { };
    private Runnable giveUp = () -> { };

    /** @param sink gets workers' lines as they are */
    PoolNarrator(SmtpLog log, Consumer<byte[]> sink) {
        this.log = log;
        this.sink = sink;
    }

    /** What to do when a worker serves, and when no worker can be had. */
    void on(Runnable ready, Runnable noWorker) {
        onReady = ready;
        giveUp = noWorker;
    }

    /** Why no worker can be had; empty if one can. */
    String hopeless() {
        return hopeless;
    }

    @Override
    public void ready(int pid, long startMillis) {
        log.say(SmtpLevel.DEBUG, OwnMessages.workerReady(pid, startMillis));
        onReady.run();
    }

    @Override
    public void ended(int pid, Processes.End end, int lost, String stage) {
        log.say(SmtpLevel.WARNING, end.signal() == 0 ? OwnMessages.workerExited(pid, end.status(), lost)
            : OwnMessages.workerKilled(pid, end.signal(), lost));
    }

    @Override
    public void startFailed(int pid, String reason) {
        log.say(SmtpLevel.ERROR, OwnMessages.workerNotStarted(reason));
    }

    @Override
    public void killed(int pid, String reason) {
        log.say(SmtpLevel.WARNING, OwnMessages.killingWorker(pid, reason));
    }

    @Override
    public void takenBack(int pid, int connections) {
        log.say(SmtpLevel.WARNING, OwnMessages.handoverTimedOut(pid, connections));
    }

    @Override
    public void output(int pid, String line) {
        log.say(SmtpLevel.WARNING, OwnMessages.workerOutput(pid, line));
    }

    @Override
    public void record(byte[] record) {
        sink.accept(record);
    }

    @Override
    public void hopeless(String reason) {
        hopeless = OwnMessages.noWorker() + ": " + reason;
        giveUp.run();
    }
}
