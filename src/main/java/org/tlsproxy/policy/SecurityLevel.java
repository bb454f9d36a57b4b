package org.tlsproxy.policy;

import java.util.Locale;
import java.util.Optional;

/** How much a TLS session must prove, from "none" to "secure"; numbers as they travel in requests and reports. */
public enum SecurityLevel {

    NONE("none"), MAY("may"), ENCRYPT("encrypt"), FINGERPRINT("fingerprint"), HALFDANE("halfdane"), DANE("dane"),
    DANE_ONLY("dane-only"), VERIFY("verify"), SECURE("secure");

    private static final SecurityLevel[] ALL = values();

    private final String word;

    SecurityLevel(String word) {
        this.word = word;
    }

    /** The level of a name, in any case; empty for a name that is none. */
    public static Optional<SecurityLevel> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (SecurityLevel level : ALL) {
            if (level.word.equals(lower)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** The level with a number (0 to 8); empty for others, which requests may carry (-2 invalid, -1 not found). */
    public static Optional<SecurityLevel> numbered(int number) {
        return number >= 0 && number < ALL.length ? Optional.of(ALL[number]) : Optional.empty();
    }

    /** What main.cf calls it. */
    public String word() {
        return word;
    }

    /** Its number in requests and reports. */
    public int number() {
        return ordinal();
    }

    /** True from fingerprint on: the certificate must match, untrusted ones are logged by themselves. */
    public boolean mustMatch() {
        return compareTo(FINGERPRINT) >= 0;
    }

    /** True for the levels that act on TLSA records. */
    public boolean dane() {
        return compareTo(HALFDANE) >= 0 && compareTo(DANE_ONLY) <= 0;
    }

    /** OpenSSL's security level in the client role: 1 (no keys under 80 bits, no SHA-1 signatures) where a match is needed, else 0. */
    public int librarySecurityLevel() {
        return mustMatch() ? 1 : 0;
    }

    /** What is fatal about a level that a role cannot have. */
    static String invalid(String name) {
        return "Invalid TLS level \"" + name + "\"";
    }
}
