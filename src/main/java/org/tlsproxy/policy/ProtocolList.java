package org.tlsproxy.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The TLS versions that a protocol list such as {@code >=TLSv1} or {@code !SSLv3, !TLSv1} leaves usable.
 *
 * <p>SSLv2 is a known word without effect, as with every library that cannot do it: {@code SSLv2} alone does not even count as an
 * inclusion (observed with Postfix 3.7 and OpenSSL 3.0). SSLv3 counts, but is never usable.
 *
 * @param enabled  usable versions as wire values (0x0301 … 0x0304), highest first; may have holes, may be empty
 * @param warnings one text per limit that no TLS version has, such as {@code <=0305}; such a limit is without effect
 */
public record ProtocolList(List<Integer> enabled, List<String> warnings) {

    private static final int SSL30 = 0x0300;
    private static final int TLS13 = 0x0304;
    /** SSLv3 is bit 0, TLS 1.3 bit 4. */
    private static final int ALL = 0x1f;
    private static final int UNKNOWN = -1;

    public ProtocolList {
        enabled = List.copyOf(enabled);
        warnings = List.copyOf(warnings);
    }

    /** Reads a list; empty if it is invalid. Limits ({@code >=}, {@code <=}) are known from Postfix 3.6 on. */
    public static Optional<ProtocolList> parse(String text, PostfixRelease release) {
        return new Parser(release).parse(text);
    }

    /** What is logged when the server role's list is invalid. */
    public static String disablingTls(String text) {
        return "Invalid TLS protocol list \"" + text + "\": disabling TLS support";
    }

    /** What is logged, after the peer's name and a colon, when a client request's list is invalid. */
    public static String abortingSession(String text) {
        return "Invalid TLS protocol list \"" + text + "\": aborting TLS session";
    }

    /**
     * The versions that a client offers, highest first: the lowest contiguous range, because OpenSSL's ClientHello before TLS 1.3
     * could name only one range and it kept that rule. A server may use {@link #enabled} with its holes.
     */
    public List<Integer> offered() {
        int from = enabled.size() - 1;
        while (from > 0 && enabled.get(from - 1) == enabled.get(from) + 1) {
            from--;
        }
        return enabled.isEmpty() ? enabled : enabled.subList(from, enabled.size());
    }

    private static int version(String name) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "sslv2":
                return 0;
            case "sslv3":
                return SSL30;
            case "tlsv1":
                return 0x0301;
            case "tlsv1.1":
                return 0x0302;
            case "tlsv1.2":
                return 0x0303;
            case "tlsv1.3":
                return TLS13;
            default:
                return UNKNOWN;
        }
    }

    private static int bit(int version) {
        return version == 0 ? 0 : 1 << version - SSL30;
    }

    /** One pass over the words. */
    private static final class Parser {
        private final boolean limits;
        private final List<String> warnings = new ArrayList<>();
        private int included;
        private int excluded;
        private int lowest;
        private int highest;

        Parser(PostfixRelease release) {
            limits = release.atLeast(3, 6);
        }

        Optional<ProtocolList> parse(String text) {
            List<String> words = Words.of(text, Words.COLON);
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                boolean limit = limits && (word.startsWith(">=") || word.startsWith("<="));
                if (!(limit ? limit(word) : name(word))) {
                    return Optional.empty();
                }
            }
            return Optional.of(result());
        }

        private boolean name(String word) {
            boolean exclude = word.startsWith("!");
            int version = version(exclude ? word.substring(1) : word);
            if (version == UNKNOWN) {
                return false;
            }
            if (exclude) {
                excluded |= bit(version);
            } else {
                included |= bit(version);
            }
            return true;
        }

        private boolean limit(String word) {
            int version = limitVersion(word.substring(2));
            if (version == UNKNOWN) {
                return false;
            }
            if (word.charAt(0) == '>') {
                lowest = version;
            } else {
                highest = version;
            }
            return true;
        }

        /** A name, or a hexadecimal number as strtoul(3) reads it; numbers beyond a C int are errors. */
        private static int limitVersion(String text) {
            if (text.isEmpty() || text.equalsIgnoreCase("none")) {
                return 0;
            }
            int named = version(text);
            if (named > 0) {
                return named;
            }
            int start = text.charAt(0) == '+' ? 1 : 0;
            return (int) Words.hex(text, Words.hexPrefix(text, start) ? start + 2 : start, Integer.MAX_VALUE);
        }

        private ProtocolList result() {
            int usable = included == 0 ? ALL : included;
            usable &= ~excluded & ~bit(SSL30);
            int from = effective(lowest, "minimum", SSL30);
            int to = effective(highest, "maximum", TLS13);
            List<Integer> enabled = new ArrayList<>(4);
            for (int version = TLS13; version > SSL30; version--) {
                if ((usable & bit(version)) != 0 && version >= from && version <= to) {
                    enabled.add(version);
                }
            }
            return new ProtocolList(enabled, warnings);
        }

        private int effective(int limit, String which, int otherwise) {
            if (limit >= SSL30 && limit <= TLS13) {
                return limit;
            }
            // DTLS versions are known to the library, which silently finds them meaningless for TLS.
            if (limit != 0 && limit != 0x0100 && limit != 0xfeff && limit != 0xfefd) {
                String digits = Integer.toHexString(limit);
                warnings.add("error setting " + which + " TLS version to: 0x" + "0".repeat(Math.max(0, 4 - digits.length())) + digits);
            }
            return otherwise;
        }
    }
}
