package org.tlsproxy.log;

import java.util.Locale;

/**
 * Postfix's words for a TLS handshake and what came of it. {@code peer} is the remote side as the role names it: in the server role
 * the endpoint in lower case, in the client role the namaddr property in lower case; {@code namaddr} is that property as received.
 */
public final class TlsMessages {

    /** OpenSSL 3.0's error codes: the top bit says errno, the next eight which of its libraries. */
    private static final int SYSTEM_FLAG = 0x80000000;
    private static final int LIBRARY_SHIFT = 23;
    private static final int BASE64_SHOWN = 30;

    private TlsMessages() { }

    // The summary line, severity info.

    /** Server role: the session is up. */
    public static String establishedFrom(Summary session) {
        return summary("from ", session);
    }

    /** Client role: the session is up. */
    public static String establishedTo(Summary session) {
        return summary("to ", session);
    }

    private static String summary(String direction, Summary s) {
        StringBuilder line = new StringBuilder(256);
        line.append(s.trust()).append(" TLS connection established ").append(direction).append(s.peer());
        if (!s.serverName().isEmpty()) {
            line.append(" to ").append(s.serverName());
        }
        line.append(": ").append(s.protocol()).append(" with cipher ").append(s.cipher().name()).append(" (")
            .append(s.cipher().usedBits()).append('/').append(s.cipher().algorithmBits()).append(" bits)");
        keyExchange(s.keyExchange(), line);
        signature(" server-", s.server(), line);
        signature(" client-", s.client(), line);
        return line.toString();
    }

    private static void keyExchange(Summary.KeyExchange kex, StringBuilder line) {
        if (kex.name().isEmpty()) {
            return;
        }
        line.append(" key-exchange ").append(kex.name());
        if (!kex.curve().isEmpty()) {
            line.append(" (").append(kex.curve()).append(')');
        } else if (kex.bits() > 0) {
            line.append(" (").append(kex.bits()).append(" bits)");
        }
    }

    private static void signature(String side, Summary.Signature sig, StringBuilder line) {
        if (sig.name().isEmpty()) {
            return;
        }
        line.append(side).append("signature ").append(sig.name());
        String raw = sig.rawPublicKey() ? " raw public key)" : ")";
        if (!sig.curve().isEmpty()) {
            line.append(" (").append(sig.curve()).append(raw);
        } else if (sig.bits() > 0) {
            line.append(" (").append(sig.bits()).append(sig.rawPublicKey() ? " bit" : " bits").append(raw);
        } else if (sig.rawPublicKey()) {
            line.append(" (raw public key)");
        }
        if (!sig.digest().isEmpty()) {
            line.append(side).append("digest ").append(sig.digest());
        }
    }

    // Failures, severity warning.

    /**
     * The library's error as OpenSSL prints it. File and line, which nobody can match on, are replaced by our name and 0.
     *
     * @param code   OpenSSL 3.0's error code
     * @param reason its phrase
     * @param data   extra text or empty
     */
    public static String libraryProblem(int code, String reason, String data) {
        return "TLS library problem: error:" + hex8(code) + ":" + library(code) + "::" + reason + ":tlsproxy-java:0:"
            + (data.isEmpty() ? "" : data + ":");
    }

    private static String hex8(int code) {
        String digits = Integer.toHexString(code).toUpperCase(Locale.ROOT);
        return "00000000".substring(digits.length()) + digits;
    }

    private static String library(int code) {
        if ((code & SYSTEM_FLAG) != 0) {
            return "system library";
        }
        return switch (code >>> LIBRARY_SHIFT & 0xff) {
            case 3 -> "rsa routines";
            case 6 -> "digital envelope routines";
            case 9 -> "PEM routines";
            case 11 -> "x509 certificate routines";
            case 13 -> "asn1 encoding routines";
            case 16 -> "elliptic curve routines";
            case 20 -> "SSL routines";
            case 32 -> "BIO routines";
            case 60 -> "DECODER routines";
            default -> "lib(" + (code >>> LIBRARY_SHIFT & 0xff) + ")";
        };
    }

    public static String invalidCipherGrade(String peer, String grade) {
        return peer + ": invalid cipher grade: \"" + grade + "\"";
    }

    public static String invalidCipherExclusion(String peer, String token) {
        return peer + ": invalid unary '!+-@' in cipher exclusion: " + token;
    }

    /** No suite is left. */
    public static String cipherGradeUnusable(String peer, String grade) {
        return peer + ": error setting cipher grade: \"" + grade + "\"";
    }

    // Server name indication. notMatched is info, the others are warnings.

    public static String serverNameInvalid(String peer, String name) {
        return "TLS SNI from " + peer + " is invalid: " + name;
    }

    public static String serverNameChanged(String peer, String first, String second) {
        return "TLS SNI changed from " + peer + " initially " + first + ", " + second + " after hello retry";
    }

    public static String serverNameNotMatched(String peer, String name) {
        return "TLS SNI " + name + " from " + peer + " not matched, using default chain";
    }

    public static String serverNameEmptyResult(String key) {
        return "tls_server_sni_maps lookup of " + key + " returns an empty string result";
    }

    public static String serverNameEmptyAdvice() {
        return "tls_server_sni_maps should return NO RESULT in case of NOT FOUND";
    }

    /** @param table {@code type:name} */
    public static String serverNameBadBase64(String table, String key, String value) {
        return "table " + table + ": key " + key + ": malformed BASE64 value: "
            + value.substring(0, Math.min(BASE64_SHOWN, value.length()));
    }

    /** @param table {@code type:name} */
    public static String serverNameLookupError(String table, String key) {
        return table + " lookup error for \"" + key + "\"";
    }

    public static String serverNameMapProblem(String name) {
        return "tls_server_sni_maps: " + name + " map lookup problem";
    }

    // During the handshake, severity info, by log level.

    public static String settingUpFrom(String endpoint) {
        return "setting up TLS connection from " + endpoint;
    }

    public static String settingUpTo(String namaddr) {
        return "setting up TLS connection to " + namaddr;
    }

    /** @param remote endpoint in the server role, namaddr in the client role */
    public static String cipherList(String remote, String list) {
        return remote + ": TLS cipher list \"" + list + "\"";
    }

    /** @param role {@code SSL_accept} or {@code SSL_connect}, @param state e.g. {@code SSLv3/TLS read client hello} */
    public static String state(String role, String state) {
        return role + ":" + state;
    }

    /** @param failure {@code failed in} or {@code error in} */
    public static String stateEnded(String role, String failure, String state) {
        return role + ":" + failure + " " + state;
    }

    /** @param received from the peer, @param level and description as on the wire */
    public static String alert(boolean received, int level, int description) {
        return "SSL3 alert " + (received ? "read:" : "write:") + (level == 1 ? "warning:" : level == 2 ? "fatal:" : "unknown:")
            + alertName(description);
    }

    /** OpenSSL's name of an alert. */
    private static String alertName(int description) {
        return switch (description) {
            case 0 -> "close notify";
            case 10 -> "unexpected_message";
            case 20 -> "bad record mac";
            case 21 -> "decryption failed";
            case 22 -> "record overflow";
            case 30 -> "decompression failure";
            case 40 -> "handshake failure";
            case 41 -> "no certificate";
            case 42 -> "bad certificate";
            case 43 -> "unsupported certificate";
            case 44 -> "certificate revoked";
            case 45 -> "certificate expired";
            case 46 -> "certificate unknown";
            case 47 -> "illegal parameter";
            case 48 -> "unknown CA";
            case 49 -> "access denied";
            case 50 -> "decode error";
            case 51 -> "decrypt error";
            case 60 -> "export restriction";
            case 70 -> "protocol version";
            case 71 -> "insufficient security";
            case 80 -> "internal error";
            case 90 -> "user canceled";
            case 100 -> "no renegotiation";
            case 110 -> "unsupported extension";
            case 111 -> "certificate unobtainable";
            case 112 -> "unrecognized name";
            case 113 -> "bad certificate status response";
            case 114 -> "bad certificate hash value";
            case 115 -> "unknown PSK identity";
            case 120 -> "no application protocol";
            default -> "unknown";
        };
    }

    /** One certificate of the peer's chain was looked at. @param subject {@code /O=…/CN=…} */
    public static String chainElement(String peer, int depth, boolean ok, String subject) {
        return peer + ": depth=" + depth + " verify=" + (ok ? 1 : 0) + " subject=" + subject;
    }

    /** 3.9 and later. */
    public static String rawKeyElement(String peer, boolean ok) {
        return peer + ": verify=" + (ok ? 1 : 0) + " raw public key";
    }

    // Sessions, severity info, log flag cache, server role.

    public static String reusingSession(String peer) {
        return peer + ": Reusing old session";
    }

    public static String reusingTicket(String peer) {
        return peer + ": Reusing old session (RFC 5077 session ticket)";
    }

    public static String lookingUpSession(String peer, String key) {
        return peer + ": looking up session " + key + " in smtpd cache";
    }

    public static String reloadedSession(String peer, String key) {
        return peer + ": reloaded session " + key + " from smtpd cache";
    }

    public static String savingSession(String peer, String key) {
        return peer + ": save session " + key + " to smtpd cache";
    }

    public static String issuingTicket(String peer, long keyExpiry) {
        return peer + ": Issuing session ticket, key expiration: " + keyExpiry;
    }

    public static String decryptingTicket(String peer, long keyExpiry) {
        return peer + ": Decrypting session ticket, key expiration: " + keyExpiry;
    }
}
