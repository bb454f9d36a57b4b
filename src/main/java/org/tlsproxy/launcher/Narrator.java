package org.tlsproxy.launcher;

import org.tlsproxy.log.MailLog;
import org.tlsproxy.log.OwnMessages;
import org.tlsproxy.pool.PoolEvents;
import org.tlsproxy.posix.Processes;

/** Puts into the log what happens to workers. */
final class Narrator implements PoolEvents {

    private final MailLog log;
    private String hopeless = "";
    private boolean archivesChecked;
    private Runnable giveUp = () -> { };

    Narrator(MailLog log) {
        this.log = log;
    }

    /** What to do when no worker can be had. */
    void onHopeless(Runnable action) {
        giveUp = action;
    }

    /** Why no worker can be had; empty if one can. */
    String hopeless() {
        return hopeless;
    }

    /** Only the first worker's archive is looked at: the others have the same. */
    @Override
    public void ready(int pid, long startMillis) {
        if (!archivesChecked) {
            archivesChecked = true;
            ArchiveCheck.complaint(Processes.self(), System.getProperty("tlsproxy.archive", ""), "launcher").ifPresent(log::info);
            ArchiveCheck.complaint(pid, System.getProperty("tlsproxy.worker.archive", ""), "workers").ifPresent(log::info);
        }
        if (log.verbose()) {
            log.info(OwnMessages.workerReady(pid, startMillis));
        }
    }

    @Override
    public void ended(int pid, Processes.End end, int lost, String stage) {
        log.warn(end.signal() == 0 ? OwnMessages.workerExited(pid, end.status(), lost)
            : OwnMessages.workerKilled(pid, end.signal(), lost));
    }

    @Override
    public void startFailed(int pid, String reason) {
        log.warn(OwnMessages.workerNotStarted(reason));
    }

    @Override
    public void killed(int pid, String reason) {
        log.warn(OwnMessages.killingWorker(pid, reason));
    }

    @Override
    public void takenBack(int pid, int connections) {
        log.warn(OwnMessages.handoverTimedOut(pid, connections));
    }

    @Override
    public void output(int pid, String line) {
        log.warn(OwnMessages.workerOutput(pid, line));
    }

    @Override
    public void record(byte[] record) {
        log.relay(record, record.length);
    }

    @Override
    public void hopeless(String reason) {
        hopeless = OwnMessages.noWorker() + ": " + reason;
        giveUp.run();
    }
}
