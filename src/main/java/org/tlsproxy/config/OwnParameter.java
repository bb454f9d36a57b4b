package org.tlsproxy.config;

import java.util.List;

/**
 * One setting of {@code tlsproxy-java.conf}.
 *
 * @param tier        how often an administrator needs it
 * @param type        what its value must look like
 * @param defaultText its value when the file does not set it
 * @param minimum     least number, or least time in seconds
 * @param maximum     greatest number, or greatest time in seconds
 */
public record OwnParameter(String name, Tier tier, Type type, String defaultText, int minimum, int maximum) {

    /** The chapters of the file. */
    public enum Tier { ESSENTIAL, FREQUENT, RARE }

    /** What a value must look like. */
    public enum Type { PATH, TEXT, NUMBER, TIME, FLAG, SECCOMP }

    private static final int DAY = 86_400;

    /** All of them, in the order of the file. */
    public static final List<OwnParameter> TABLE = List.of(
        new OwnParameter("java_home", Tier.ESSENTIAL, Type.PATH, "", 0, 0),
        new OwnParameter("worker_session_limit", Tier.ESSENTIAL, Type.NUMBER, "10000", 1, 1_000_000),
        new OwnParameter("worker_limit", Tier.FREQUENT, Type.NUMBER, "0", 0, 256),
        new OwnParameter("worker_heap_megabytes", Tier.FREQUENT, Type.NUMBER, "0", 0, 65_536),
        new OwnParameter("service_max_idle", Tier.FREQUENT, Type.TIME, "1h", 1, 365 * DAY),
        new OwnParameter("hybrid_key_exchange", Tier.FREQUENT, Type.FLAG, "yes", 0, 0),
        new OwnParameter("hybrid_key_exchange_to_servers", Tier.FREQUENT, Type.FLAG, "no", 0, 0),
        new OwnParameter("worker_handshake_limit", Tier.RARE, Type.NUMBER, "16", 1, 1_000_000),
        new OwnParameter("worker_use_factor", Tier.RARE, Type.NUMBER, "1000", 1, 1_000_000),
        new OwnParameter("worker_max_idle", Tier.RARE, Type.TIME, "100s", 1, 365 * DAY),
        new OwnParameter("worker_start_timeout", Tier.RARE, Type.TIME, "30s", 1, 600),
        new OwnParameter("native_crypto", Tier.RARE, Type.FLAG, "yes", 0, 0),
        new OwnParameter("seccomp", Tier.RARE, Type.SECCOMP, "deny", 0, 0),
        new OwnParameter("postconf_command", Tier.RARE, Type.PATH, "", 0, 0),
        new OwnParameter("launcher_java_options", Tier.RARE, Type.TEXT, "", 0, 0),
        new OwnParameter("worker_java_options", Tier.RARE, Type.TEXT, "", 0, 0));

    /** What may be written, as an error message says it. */
    String allowed() {
        return switch (type) {
            case PATH -> "nothing, or a path that starts with /";
            case TEXT -> "any text";
            case NUMBER -> "a whole number from " + minimum + " to " + maximum;
            case TIME -> "a time from " + minimum + "s to " + maximum + "s: a number, and s, m, h, d or w";
            case FLAG -> "yes or no";
            case SECCOMP -> "deny, allow or none";
        };
    }
}
