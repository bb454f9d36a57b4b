package org.tlsproxy.engine;

import java.util.Optional;
import java.util.function.IntFunction;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureScheme;

/**
 * What a client offered in its ClientHello: read before the protocol engine sees the message, because the answer may depend on a
 * lookup, and kept for the log when the handshake fails. Lists hold wire values in the client's order; an empty list means that
 * the extension was absent.
 *
 * @param legacyVersion       the version field of the message
 * @param suites              cipher suites, signalling values included
 * @param versions            supported_versions
 * @param groups              supported_groups
 * @param signatureAlgorithms signature_algorithms
 * @param keyShares           groups of the key shares
 * @param serverName          the first DNS name of server_name, as sent; not checked to be a valid name
 * @param features            what else was offered
 */
public record ClientHelloFacts(int legacyVersion, int[] suites, int[] versions, int[] groups, int[] signatureAlgorithms,
                               int[] keyShares, Optional<String> serverName, Features features) {

    /**
     * @param keyShare          there was a key_share extension, perhaps an empty one
     * @param preSharedKey      pre_shared_key
     * @param pskDheKe          psk_key_exchange_modes has psk_dhe_ke
     * @param sessionTicket     session_ticket
     * @param encryptThenMac    encrypt_then_mac
     * @param maxFragmentLength max_fragment_length
     * @param earlier           what it brings to resume a session up to TLS 1.2
     */
    public record Features(boolean keyShare, boolean preSharedKey, boolean pskDheKe, boolean sessionTicket, boolean encryptThenMac,
                           boolean maxFragmentLength, Earlier earlier) { }

    /**
     * An earlier session.
     *
     * @param hexId  its id, upper case; empty for none
     * @param ticket there is a ticket
     */
    public record Earlier(String hexId, boolean ticket) {
        public static final Earlier NONE = new Earlier("", false);
    }

    static final int FALLBACK_SCSV = 0x5600;
    private static final int SHOWN = 12;

    /** True if the list has the value. */
    static boolean has(int[] list, int value) {
        for (int one : list) {
            if (one == value) {
                return true;
            }
        }
        return false;
    }

    /** The server name if it is one that may be looked up: a DNS host name, underscores allowed, not all digits and dots. */
    public Optional<String> validServerName() {
        return serverName.filter(ClientHelloFacts::isHostName);
    }

    /** What was offered, for people: versions, groups and signature algorithms, the first few of each. */
    public String description() {
        StringBuilder text = new StringBuilder("TLS versions");
        for (int version : versions.length > 0 ? versions : new int[] {legacyVersion}) {
            text.append(' ').append(versionName(version));
        }
        list(text, "groups", groups, NamedGroup::getText);
        list(text, "signature algorithms", signatureAlgorithms, SignatureScheme::getText);
        list(text, "cipher suites", suites, suite -> String.format("%04x", suite));
        serverName.ifPresent(name -> text.append("; name ").append(name));
        return text.toString();
    }

    private static void list(StringBuilder text, String title, int[] values, IntFunction<String> name) {
        if (values.length > 0) {
            text.append("; ").append(title);
            for (int i = 0; i < Math.min(SHOWN, values.length); i++) {
                text.append(' ').append(name.apply(values[i]));
            }
            text.append(values.length > SHOWN ? " and " + (values.length - SHOWN) + " more" : "");
        }
    }

    private static String versionName(int version) {
        return switch (version) {
            case 0x0304 -> "1.3";
            case 0x0303 -> "1.2";
            case 0x0302 -> "1.1";
            case 0x0301 -> "1.0";
            default -> String.format("%04x", version);
        };
    }

    private static boolean isHostName(String name) {
        if (name.isEmpty() || name.length() > 255) {
            return false;
        }
        boolean letter = false;
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (label == 0 || name.charAt(i - 1) == '-') {
                    return false;
                }
                label = 0;
            } else if (!isLabelCharacter(c) || c == '-' && label == 0 || ++label > 63) {
                return false;
            } else {
                letter |= c < '0' || c > '9';
            }
        }
        return label > 0 && name.charAt(name.length() - 1) != '-' && letter;
    }

    private static boolean isLabelCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
