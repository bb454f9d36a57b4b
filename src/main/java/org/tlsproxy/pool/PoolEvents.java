package org.tlsproxy.pool;

import org.tlsproxy.posix.Processes;

/** What a pool tells its launcher, which puts it into words. */
public interface PoolEvents {

    /** A worker serves. @param startMillis since it was spawned */
    void ready(int pid, long startMillis);

    /** A worker has ended. @param lost sessions that were open, @param stage what it was doing, e.g. {@code serving} */
    void ended(int pid, Processes.End end, int lost, String stage);

    /** A worker could not start or said why it cannot serve; the others go on, another attempt follows. */
    void startFailed(int pid, String reason);

    /** A worker is being killed, and why. */
    void killed(int pid, String reason);

    /** Connections that a worker did not take in time go to another one. */
    void takenBack(int pid, int connections);

    /** A line that a worker's JVM printed (it has no other place for it). */
    void output(int pid, String line);

    /** A record that a worker could not log itself. */
    void record(byte[] record);

    /** No worker lives and none could be started: the launcher must end. */
    void hopeless(String reason);
}
