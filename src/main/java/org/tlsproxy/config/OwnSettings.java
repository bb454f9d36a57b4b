package org.tlsproxy.config;

import java.util.Locale;

/**
 * The settings that Postfix does not have: those of {@code tlsproxy-java.conf}.
 *
 * @param java     the Java that runs us
 * @param postconf path of postconf(1); empty = searched for
 * @param limits   how much a worker and a service take on
 * @param times    how long things last, in seconds
 * @param guards   what a worker may do and how it computes
 */
public record OwnSettings(Java java, String postconf, Limits limits, Times times, Guards guards) {

    private static final byte[] MAGIC = {'T', 'P', 'O', '1'};

    /**
     * @param home            the Java installation; empty = searched for
     * @param launcherOptions added to ours
     * @param workerOptions   added to ours
     */
    public record Java(String home, String launcherOptions, String workerOptions) { }

    /**
     * @param workers       most workers of a service; 0 = as many as there are CPUs
     * @param sessions      most sessions of one worker
     * @param handshakes    most steps of handshakes in one turn of a worker's event loop
     * @param useFactor     a worker is replaced after {@code max_use} times this many sessions
     * @param heapMegabytes the Java heap of a worker; 0 = computed from the sessions
     */
    public record Limits(int workers, int sessions, int handshakes, int useFactor, int heapMegabytes) { }

    /**
     * @param serviceMaxIdle     with no client for so long the service ends, unless max_idle is set explicitly
     * @param workerMaxIdle      with no session for so long a worker beyond the first ends
     * @param workerStartTimeout a worker that is not ready by then has failed
     */
    public record Times(int serviceMaxIdle, int workerMaxIdle, int workerStartTimeout) { }

    /**
     * @param seccomp           how system calls are restricted
     * @param hybridKeyExchange true when the server role prefers X25519MLKEM768
     * @param hybridToServers   true when the client role offers it
     * @param nativeCrypto      true when the machine's libcrypto may be used
     */
    public record Guards(Seccomp seccomp, boolean hybridKeyExchange, boolean hybridToServers, boolean nativeCrypto) { }

    /** The snapshot that a worker is given; {@link #decode} reads it. */
    public byte[] encode() {
        SnapshotWriter out = new SnapshotWriter(MAGIC);
        out.text(java.home()).text(java.launcherOptions()).text(java.workerOptions()).text(postconf);
        out.number(limits.workers()).number(limits.sessions()).number(limits.handshakes());
        out.number(limits.useFactor()).number(limits.heapMegabytes());
        out.number(times.serviceMaxIdle()).number(times.workerMaxIdle()).number(times.workerStartTimeout());
        out.number(guards.seccomp().ordinal()).flag(guards.hybridKeyExchange()).flag(guards.hybridToServers())
            .flag(guards.nativeCrypto());
        return out.bytes();
    }

    /** @throws IllegalArgumentException when the bytes are not exactly what {@link #encode} makes */
    public static OwnSettings decode(byte[] snapshot) {
        SnapshotReader in = new SnapshotReader(snapshot, MAGIC);
        Java java = new Java(in.text(), in.text(), in.text());
        String postconf = in.text();
        Limits limits = new Limits(in.number(), in.number(), in.number(), in.number(), in.number());
        Times times = new Times(in.number(), in.number(), in.number());
        Guards guards = new Guards(in.oneOf(Seccomp.values()), in.flag(), in.flag(), in.flag());
        in.end();
        return new OwnSettings(java, postconf, limits, times, guards);
    }

    static Seccomp seccomp(String text) {
        return Seccomp.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
