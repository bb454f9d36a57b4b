package org.tlsproxy.policy;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a TLS log level such as {@code 1} or {@code summary, certmatch} asks to be logged.
 *
 * @param bits the flags
 */
public record TlsLogFlags(int bits) {

    /** Log level 0. */
    public static final TlsLogFlags NONE = new TlsLogFlags(0);

    private static final int SUMMARY = 1;
    private static final int UNTRUSTED = 1 << 1;
    private static final int PEERCERT = 1 << 2;
    private static final int CERTMATCH = 1 << 3;
    private static final int VERBOSE = 1 << 4;
    private static final int CACHE = 1 << 5;
    private static final int DANE = 1 << 6;
    private static final int SSL_DEBUG = 1 << 7;
    private static final int HANDSHAKE_DUMP = 1 << 8;
    private static final int SESSION_DUMP = 1 << 9;
    private static final int TRACE = 1 << 10;
    private static final int LEVEL2 = SUMMARY | VERBOSE | CACHE | SSL_DEBUG;
    private static final int LEVEL3 = LEVEL2 | HANDSHAKE_DUMP;
    private static final int LEVEL4 = LEVEL3 | SESSION_DUMP;
    private static final int UNKNOWN = -1;

    /**
     * Reads a level. At the first unknown word there is a warning, and the whole value counts as 0.
     *
     * @param parameter name for the warning: {@code tlsproxy_tls_loglevel}, or what the request says (log_param)
     */
    public static TlsLogFlags parse(String parameter, String value, PostfixRelease release, Consumer<String> warnings) {
        int bits = 0;
        for (String word : Words.of(value, Words.COMMA)) {
            int flags = flags(word.toLowerCase(Locale.ROOT), release);
            if (flags == UNKNOWN) {
                warnings.accept(unknown(parameter, word, value));
                return NONE;
            }
            bits |= flags;
        }
        return new TlsLogFlags(bits);
    }

    /** The warning for a word that a list parameter does not know. */
    static String unknown(String parameter, String word, String value) {
        return "unknown " + parameter + " value \"" + word + "\" in \"" + value + "\"";
    }

    private static int flags(String word, PostfixRelease release) {
        switch (word) {
            case "0", "none":
                return 0;
            case "1", "routine":
                return SUMMARY;
            case "2", "debug":
                return LEVEL2;
            case "3", "ssl-expert":
                return LEVEL3;
            case "4", "5", "6", "7", "8", "9", "ssl-developer":
                return LEVEL4;
            case "dane":
                return release.atLeast(3, 6) ? DANE : UNKNOWN;
            case "trace":
                return release.atLeast(3, 12) ? TRACE : UNKNOWN;
            default:
                return single(word);
        }
    }

    private static int single(String word) {
        switch (word) {
            case "summary":
                return SUMMARY;
            case "untrusted":
                return UNTRUSTED;
            case "peercert":
                return PEERCERT;
            case "certmatch":
                return CERTMATCH;
            case "verbose":
                return VERBOSE;
            case "cache":
                return CACHE;
            case "ssl-debug":
                return SSL_DEBUG;
            case "ssl-handshake-packet-dump":
                return HANDSHAKE_DUMP;
            case "ssl-session-packet-dump":
                return SESSION_DUMP;
            default:
                return UNKNOWN;
        }
    }

    /** The same with {@link #untrusted()}: due when a certificate is required or must match. */
    public TlsLogFlags withUntrusted() {
        return new TlsLogFlags(bits | UNTRUSTED);
    }

    /** The summary line after the handshake. */
    public boolean summary() {
        return has(SUMMARY);
    }

    /** Why a certificate is not trusted. */
    public boolean untrusted() {
        return has(UNTRUSTED);
    }

    /** Names and fingerprints of the peer's certificate, server role. */
    public boolean peerCert() {
        return has(PEERCERT);
    }

    /** Names and fingerprints of the peer's certificate, and what matched, client role. */
    public boolean certMatch() {
        return has(CERTMATCH);
    }

    /** Start, cipher list, verification depth and the like. */
    public boolean verbose() {
        return has(VERBOSE);
    }

    /** Session cache and tickets. */
    public boolean cache() {
        return has(CACHE);
    }

    /** TLSA records (3.6 and later); levels do not include it. */
    public boolean dane() {
        return has(DANE);
    }

    /** The handshake's states and alerts. */
    public boolean sslDebug() {
        return has(SSL_DEBUG);
    }

    /** Dumps of handshake packets. */
    public boolean handshakeDump() {
        return has(HANDSHAKE_DUMP);
    }

    /** Dumps of all packets. */
    public boolean sessionDump() {
        return has(SESSION_DUMP);
    }

    /** Protocol trace files (3.12). */
    public boolean trace() {
        return has(TRACE);
    }

    private boolean has(int flag) {
        return (bits & flag) != 0;
    }
}
