package org.tlsproxy.log;

/**
 * Postfix's words that only the client role uses. {@code peer} is the namaddr property in lower case, {@code namaddr} as received.
 */
public final class ClientMessages {

    private static final int DATA_LIMIT = 64;
    private static final int DATA_PART = 32;
    private static final int SNI_SHOWN = 100;

    private ClientMessages() { }

    // Set-up of a session, severity warning.

    public static String invalidProtocols(String namaddr, String list) {
        return namaddr + ": Invalid TLS protocol list \"" + list + "\": aborting TLS session";
    }

    /** @param limit {@code minimum} or {@code maximum}, @param version wire value */
    public static String versionNotSet(String peer, String limit, int version) {
        String hex = Integer.toHexString(version);
        return peer + ": error setting " + limit + " TLS version to: 0x" + "0000".substring(Math.min(4, hex.length())) + hex;
    }

    public static String serverNameTooLong(String namaddr, String name) {
        return namaddr + ": ignoring too long SNI hostname: " + name.substring(0, Math.min(SNI_SHOWN, name.length()));
    }

    public static String serverNameRefused(String namaddr, String name) {
        return namaddr + ": error setting SNI hostname to: " + name;
    }

    public static String noPeerNameChecks(String peer) {
        return peer + ": could not configure peer name checks";
    }

    public static String invalidMatchName(String peer) {
        return peer + ": ignoring invalid match name: \".\"";
    }

    public static String matchNameRefused(String peer, String name) {
        return peer + ": error loading match name: \"" + name + "\"";
    }

    /** 3.4 and 3.5. */
    public static String daneNotAvailable(String namaddr) {
        return namaddr + ": DANE or local trust anchor based chain verification requested, but not available";
    }

    // TLSA records, severity warning.

    /** A TLSA record as lines show it. */
    public record Tlsa(int usage, int selector, int type, byte[] data) {

        @Override
        public String toString() {
            return usage + " " + selector + " " + type + " " + hex(data);
        }
    }

    public static String unusableRecord(String peer, Tlsa record) {
        return peer + ": unusable TLSA RR: " + record;
    }

    public static String trustSettingsNotLoaded(String peer, Tlsa record) {
        return peer + ": error loading trust settings: " + record;
    }

    public static String fallbackToUnauthenticated(String peer) {
        return allRecordsUnusable(peer) + ", fallback to unauthenticated TLS";
    }

    public static String allRecordsUnusable(String peer) {
        return peer + ": all TLSA records unusable";
    }

    public static String allFingerprintsUnusable(String peer) {
        return peer + ": all fingerprints unusable";
    }

    public static String allAnchorsUnusable(String peer) {
        return peer + ": all trust anchors unusable";
    }

    /** Upper-case hex; of more than 64 bytes the first and last 32, of none three dots. */
    static String hex(byte[] data) {
        StringBuilder text = new StringBuilder(2 * Math.min(data.length, DATA_LIMIT) + 3);
        boolean cut = data.length > DATA_LIMIT;
        digits(data, 0, cut ? DATA_PART : data.length, text);
        if (cut || data.length == 0) {
            text.append("...");
        }
        if (cut) {
            digits(data, data.length - DATA_PART, data.length, text);
        }
        return text.toString();
    }

    private static void digits(byte[] data, int from, int to, StringBuilder text) {
        for (int i = from; i < to; i++) {
            text.append("0123456789ABCDEF".charAt(data[i] >> 4 & 15)).append("0123456789ABCDEF".charAt(data[i] & 15));
        }
    }

    // During and after the handshake, severity info.

    public static String serverName(String namaddr, String name) {
        return namaddr + ": SNI hostname: " + name;
    }

    /** @param type {@code smtp} or {@code lmtp}; no peer in these three */
    public static String lookingForSession(String key, String type) {
        return "looking for session " + key + " in " + type + " cache";
    }

    public static String reloadedSession(String key, String type) {
        return "reloaded session " + key + " from " + type + " cache";
    }

    public static String savingSession(String key, String type) {
        return "save session " + key + " to " + type + " cache";
    }

    /** @param name as the certificate has it */
    public static String matchedName(String peer, String name) {
        return peer + ": matched peername: " + name;
    }

    public static String matchedAnchor(String peer, int depth) {
        return peer + ": Matched trust anchor at depth " + depth;
    }

    public static String matchedFingerprint(String peer, byte[] digest) {
        return peer + ": Matched fingerprint: " + hex(digest);
    }

    public static String matchedEndEntity(String peer, Tlsa record) {
        return peer + ": Matched DANE EE certificate at depth 0: " + record;
    }

    public static String matchedAnchorCertificate(String peer, int depth, Tlsa record) {
        return peer + ": Matched DANE TA certificate at depth " + depth + ": " + record;
    }

    public static String matchedAnchorKey(String peer, int depth, Tlsa record) {
        return peer + ": Matched DANE TA public key verified certificate at depth " + depth + ": " + record;
    }

    /** 3.4 and 3.5. */
    public static String matchedAlternativeName(String namaddr, String name) {
        return namaddr + ": Matched subjectAltName: " + name;
    }

    /** 3.4 and 3.5; the digest itself, which the request has, is not repeated. */
    public static String matchedOld(String namaddr, int depth, boolean endEntity, boolean key) {
        return namaddr + ": depth=" + depth + " matched " + (endEntity ? "end entity" : "trust anchor")
            + (key ? " public-key" : " certificate");
    }

    /** 3.9 and later. */
    public static String matchedRawKey(String peer, Tlsa record) {
        return peer + ": Matched DANE raw public key: " + record;
    }
}
