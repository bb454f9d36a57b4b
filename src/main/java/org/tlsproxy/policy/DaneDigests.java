package org.tlsproxy.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which digests TLSA records may use, from tls_dane_digests.
 *
 * @param digests strongest first
 */
public record DaneDigests(List<Digest> digests) {

    private static final String PARAMETER = "tls_dane_digests";
    private static final int SHA256 = 1;
    private static final int SHA512 = 2;
    private static final int LAST = 254;
    private static final int INVALID = -1;

    /** @param name as configured, in lower case, @param matchingType its number in TLSA records, 1 to 254 */
    public record Digest(String name, int matchingType) { }

    public DaneDigests {
        digests = List.copyOf(digests);
    }

    /**
     * Reads the list. A bad element is a warning and is left out.
     *
     * @param known tells whether the machine has a digest (name in lower case); not asked for sha256 and sha512
     */
    public static DaneDigests parse(String value, Predicate<String> known, Consumer<String> warnings) {
        Parser parser = new Parser(known, warnings);
        for (String element : Words.of(value, Words.COMMA)) {
            parser.element(element);
        }
        return new DaneDigests(parser.digests);
    }

    /** Rank of a matching type, 0 for the strongest; empty if records with it are unusable. */
    public OptionalInt rank(int matchingType) {
        for (int i = 0; i < digests.size(); i++) {
            if (digests.get(i).matchingType() == matchingType) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static final class Parser {
        private final Predicate<String> known;
        private final Consumer<String> warnings;
        private final List<Digest> digests = new ArrayList<>();
        private final boolean[] specified = new boolean[LAST + 1];

        Parser(Predicate<String> known, Consumer<String> warnings) {
            this.known = known;
            this.warnings = warnings;
        }

        void element(String element) {
            int equals = element.indexOf('=');
            String name = equals < 0 ? element : element.substring(0, equals);
            String number = equals < 0 ? "" : element.substring(equals + 1);
            if (!number.isEmpty()) {
                int type = number(number);
                if (type == INVALID || type == 0) {
                    warnings.accept((type == 0 ? "Reserved" : "Invalid") + " matching type number in " + PARAMETER + ": " + element);
                } else {
                    numbered(name, type);
                }
            } else if (name.equalsIgnoreCase("sha256") || name.equalsIgnoreCase("sha512")) {
                numbered(name, name.equalsIgnoreCase("sha256") ? SHA256 : SHA512);
            } else if (!name.isEmpty()) {
                warn("digest algorithm " + name + " needs an explicit number");
            }
        }

        private void numbered(String name, int type) {
            String lower = name.toLowerCase(Locale.ROOT);
            String only = type == SHA256 ? "sha256" : type == SHA512 ? "sha512" : lower;
            if (name.isEmpty()) {
                remove(type);
            } else if (!lower.equals(only)) {
                warn("matching type " + type + " can only be " + only);
            } else if (specified[type]) {
                warn("matching type " + type + " specified more than once");
            } else {
                specified[type] = true;
                if (type == SHA256 || type == SHA512 || known.test(lower)) {
                    digests.add(new Digest(lower, type));
                } else {
                    warn("digest algorithm \"" + name + "\"(" + type + ") unknown");
                }
            }
        }

        private void remove(int type) {
            for (int i = digests.size() - 1; i >= 0; i--) {
                if (digests.get(i).matchingType() == type) {
                    digests.remove(i);
                }
            }
        }

        /** Decimal digits only, 0 to 254. */
        private static int number(String text) {
            int value = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                value = value * 10 + (c - '0');
                if (c < '0' || c > '9' || value > LAST) {
                    return INVALID;
                }
            }
            return value;
        }

        private void warn(String text) {
            warnings.accept(PARAMETER + ": " + text);
        }
    }
}
