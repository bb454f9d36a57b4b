package org.tlsproxy.tlsmgr;

/**
 * How much trouble tlsmgr may cause.
 *
 * @param requests      how many may wait; beyond, they fail at once
 * @param requestMillis how long one may wait for its answer, all told; less than the watchdog's time by far, since a handshake waits
 * @param idleMillis    a connection is closed after that long without use (ipc_idle)
 * @param aliveMillis   a connection is not used longer than that (ipc_ttl)
 */
public record ClientLimits(int requests, int requestMillis, int idleMillis, int aliveMillis) {

    /** What the daemon uses. */
    public static final ClientLimits STANDARD = new ClientLimits(1000, 5000, 5000, 1_000_000);
}
