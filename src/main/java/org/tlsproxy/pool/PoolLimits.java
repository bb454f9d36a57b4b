package org.tlsproxy.pool;

/**
 * Bounds of a pool.
 *
 * @param workers         most workers that serve at a time
 * @param sessions        most open sessions of one worker
 * @param sessionsInLife  a worker that has served this many is replaced; 0: never
 * @param queue           most accepted connections that wait for a worker, or to be taken by it
 * @param idleMillis      an additional worker without work for this long ends
 * @param startMillis     a worker that is not ready after this long is ended
 * @param watchdogMillis  a worker that answers nothing for this long is ended
 */
public record PoolLimits(int workers, int sessions, long sessionsInLife, int queue, long idleMillis, long startMillis,
                         long watchdogMillis) {

    /** While the configuration is being read there is one worker, which is starting. */
    static final PoolLimits UNTIL_CONFIGURED = new PoolLimits(1, 1, 0, 100, 100_000, 60_000, 60_000);
}
