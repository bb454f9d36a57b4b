package org.tlsproxy.policy;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What tls_disable_workarounds and tls_ssl_options come to, as far as it means something to a library other than OpenSSL.
 *
 * @param bits             options that are on, OpenSSL 3.0's numbers: hexadecimal values in main.cf are written in them
 * @param noRenegotiation  refuse renegotiation: asked for, or Postfix 3.8 and later
 */
public record Workarounds(long bits, boolean noRenegotiation) {

    private static final long NO_EXTENDED_MASTER_SECRET = 1L;
    private static final long LEGACY_SERVER_CONNECT = 1L << 2;
    private static final long TLSEXT_PADDING = 1L << 4;
    private static final long SAFARI_ECDHE_ECDSA_BUG = 1L << 6;
    private static final long DONT_INSERT_EMPTY_FRAGMENTS = 1L << 11;
    private static final long NO_TICKET = 1L << 14;
    private static final long NO_SESSION_RESUMPTION_ON_RENEGOTIATION = 1L << 16;
    private static final long NO_COMPRESSION = 1L << 17;
    private static final long NO_ENCRYPT_THEN_MAC = 1L << 19;
    private static final long ENABLE_MIDDLEBOX_COMPAT = 1L << 20;
    private static final long PRIORITIZE_CHACHA = 1L << 21;
    private static final long TLS_ROLLBACK_BUG = 1L << 23;
    private static final long NO_RENEGOTIATION = 1L << 30;
    private static final long CRYPTOPRO_TLSEXT_BUG = 1L << 31;

    /** OpenSSL's SSL_OP_ALL, which Postfix starts from, with what a new context has by itself. */
    private static final long INITIAL = CRYPTOPRO_TLSEXT_BUG | DONT_INSERT_EMPTY_FRAGMENTS | TLSEXT_PADDING | SAFARI_ECDHE_ECDSA_BUG;

    /** Names that today's library has forgotten stand for no bit. */
    private static final Map<String, Long> DISABLE = Map.ofEntries(
        Map.entry("MICROSOFT_SESS_ID_BUG", 0L), Map.entry("NETSCAPE_CHALLENGE_BUG", 0L),
        Map.entry("LEGACY_SERVER_CONNECT", LEGACY_SERVER_CONNECT), Map.entry("NETSCAPE_REUSE_CIPHER_CHANGE_BUG", 0L),
        Map.entry("CVE-2010-4180", 0L), Map.entry("SSLREF2_REUSE_CERT_TYPE_BUG", 0L), Map.entry("MICROSOFT_BIG_SSLV3_BUFFER", 0L),
        Map.entry("MSIE_SSLV2_RSA_PADDING", 0L), Map.entry("CVE-2005-2969", 0L), Map.entry("SSLEAY_080_CLIENT_DH_BUG", 0L),
        Map.entry("TLS_D5_BUG", 0L), Map.entry("TLS_BLOCK_PADDING_BUG", 0L), Map.entry("TLS_ROLLBACK_BUG", TLS_ROLLBACK_BUG),
        Map.entry("DONT_INSERT_EMPTY_FRAGMENTS", DONT_INSERT_EMPTY_FRAGMENTS), Map.entry("CRYPTOPRO_TLSEXT_BUG", CRYPTOPRO_TLSEXT_BUG),
        Map.entry("TLSEXT_PADDING", TLSEXT_PADDING));

    private static final Map<String, Long> ENABLE = Map.of(
        "LEGACY_SERVER_CONNECT", LEGACY_SERVER_CONNECT, "NO_TICKET", NO_TICKET, "NO_COMPRESSION", NO_COMPRESSION,
        "NO_RENEGOTIATION", NO_RENEGOTIATION, "NO_SESSION_RESUMPTION_ON_RENEGOTIATION", NO_SESSION_RESUMPTION_ON_RENEGOTIATION,
        "PRIORITIZE_CHACHA", PRIORITIZE_CHACHA, "ENABLE_MIDDLEBOX_COMPAT", ENABLE_MIDDLEBOX_COMPAT);

    /** Evaluates both parameters; an unknown word is a warning, the others are used. Postfix does this once per role. */
    public static Workarounds parse(String disableWorkarounds, String sslOptions, PostfixRelease release, Consumer<String> warnings) {
        long disabled = mask("tls_disable_workarounds", disableWorkarounds, DISABLE, warnings);
        long enabled = mask("tls_ssl_options", sslOptions, ENABLE, warnings);
        long bits = INITIAL & ~disabled | ENABLE_MIDDLEBOX_COMPAT | enabled;
        return new Workarounds(bits, release.atLeast(3, 8) || (enabled & NO_RENEGOTIATION) != 0);
    }

    private static long mask(String parameter, String value, Map<String, Long> names, Consumer<String> warnings) {
        long mask = 0;
        for (String word : Words.of(value, Words.COMMA)) {
            Long named = names.get(word.toUpperCase(Locale.ROOT));
            long bits = named != null ? named : Words.hexPrefix(word, 0) ? Words.hex(word, 2, Long.MAX_VALUE) : -1;
            if (bits < 0) {
                warnings.accept(TlsLogFlags.unknown(parameter, word, value));
            } else {
                mask |= bits;
            }
        }
        return mask;
    }

    /** Server: no tickets, and no resumption in TLS 1.3; client: asks for none (TLS 1.2 and older). */
    public boolean noTickets() {
        return has(NO_TICKET);
    }

    /** Server that prefers its own order: ChaCha20 goes first if the client lists it first. */
    public boolean prioritizeChacha() {
        return has(PRIORITIZE_CHACHA);
    }

    /** Client: pad a ClientHello of 256 to 511 bytes to 512. */
    public boolean padClientHello() {
        return has(TLSEXT_PADDING);
    }

    /** Split CBC records in TLS 1.0 against the BEAST attack; off unless DONT_INSERT_EMPTY_FRAGMENTS is disabled. */
    public boolean splitCbcRecords() {
        return !has(DONT_INSERT_EMPTY_FRAGMENTS);
    }

    /** Client: talk to servers without secure renegotiation (RFC 5746). */
    public boolean legacyServerConnect() {
        return has(LEGACY_SERVER_CONNECT);
    }

    /** TLS 1.3 sends a ChangeCipherSpec for the sake of middleboxes; nothing in main.cf switches it off. */
    public boolean middleboxCompatibility() {
        return has(ENABLE_MIDDLEBOX_COMPAT);
    }

    /** Hexadecimal only: no extended master secret (RFC 7627). */
    public boolean noExtendedMasterSecret() {
        return has(NO_EXTENDED_MASTER_SECRET);
    }

    /** Hexadecimal only: no encrypt-then-MAC (RFC 7366). */
    public boolean noEncryptThenMac() {
        return has(NO_ENCRYPT_THEN_MAC);
    }

    private boolean has(long bit) {
        return (bits & bit) != 0;
    }
}
