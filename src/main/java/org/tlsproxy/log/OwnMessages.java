package org.tlsproxy.log;

/**
 * The lines that Postfix does not have: what is particular to this program. Each is a record of its own, so that those which
 * Postfix has stay as they are. Warnings unless said otherwise.
 */
public final class OwnMessages {

    private OwnMessages() { }

    // The log itself.

    /** The log's reader was too slow or gone for too long. */
    public static String recordsLost(long count) {
        return "log: " + count + (count == 1 ? " record" : " records") + " lost, the log daemon did not take them";
    }

    public static String stackOf(String thread) {
        return "stack of thread " + thread + ":";
    }

    public static String stackFrame(String frame) {
        return "  at " + frame;
    }

    // Workers, as the launcher sees them.

    /** Info, with -v. */
    public static String workerReady(long pid, long millis) {
        return "worker " + pid + " ready after " + millis + " ms";
    }

    public static String workerExited(long pid, int status, int sessions) {
        return "worker " + pid + " ended: exit status " + status + lost(sessions);
    }

    /** A worker ended by a signal; SIGALRM is the watchdog's. */
    public static String workerKilled(long pid, int signal, int sessions) {
        return "worker " + pid + " ended: killed by signal " + signal + (signal == 14 ? " (watchdog)" : "") + lost(sessions);
    }

    private static String lost(int sessions) {
        return ", " + sessions + (sessions == 1 ? " session lost" : " sessions lost");
    }

    /** Why the launcher ends a worker. */
    public static String killingWorker(long pid, String reason) {
        return "worker " + pid + ": " + reason + ": killing it";
    }

    /** What a worker's JVM printed. */
    public static String workerOutput(long pid, String line) {
        return "worker " + pid + ": " + line;
    }

    /** The kernel will not tell when a descriptor is ready. */
    public static String cannotWatch(String strerror) {
        return "cannot watch a socket, its session is lost: " + strerror;
    }

    /** The limits of a pool make this rare: somebody else's descriptors must have filled the process. */
    public static String noRoom() {
        return "a connection is lost: too many open files";
    }

    public static String workerNotStarted(String reason) {
        return "cannot start a worker: " + reason;
    }

    /** Fatal. */
    public static String noWorker() {
        return "no worker lives and none can be started";
    }

    /** Of long requests of all clients together; it costs the client that wants more than is left. */
    public static String requestsTooLarge() {
        return "no memory left for long requests: closing the connection of a client that sends one";
    }

    /** A worker did not take a connection in time; another one gets it. */
    public static String handoverTimedOut(long pid, int connections) {
        return "worker " + pid + " did not take " + connections + (connections == 1 ? " connection" : " connections")
            + " in time, given to another";
    }

    // Other services.

    /** Info: trouble with one service makes at most one warning a minute. */
    public static String warningsLeftOut(String service, int count) {
        return service + ": " + count + (count == 1 ? " more warning" : " more warnings") + " left out in the last minute";
    }

    /** tlsmgr is of another kind of machine than this program. */
    public static String ticketKeyUnusable(int size) {
        return "session ticket key of " + size + " bytes from tlsmgr is not usable; no session tickets";
    }

    // Handshakes.

    /** Info: nothing in common. @param offer in words, @param setting which one refused it, {@code name = value} */
    public static String refusedOffer(String peer, String offer, String setting) {
        return peer + ": the client offered " + offer + ": refused by " + setting;
    }

    // The runtime and the machine.

    /** Info: a class archive of an older Java, or of other flags. */
    public static String archiveNotMapped(String file) {
        return "class archive " + file + " is stale and not used: starts are slower; run packaging/archive again";
    }

    /** Info. */
    public static String noArchive(String role) {
        return "there is no class archive for the " + role + " with this Java and these jars: starts are slower; run packaging/archive";
    }

    /** Info, with -v. */
    public static String crypto(String description) {
        return "crypto: using " + description;
    }
}
