package org.tlsproxy.trust;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes internationalized domain names in ASCII, as certificates and SNI have them (UTS #46). The JDK knows the rules of 2003 alone, in
 * which {@code ß} is {@code ss}; here it, {@code ς} and the joiners stay what they are, unless the old rules are asked for.
 */
public final class DomainName {

    private static final int MOST_NAME = 253;
    private static final int MOST_LABEL = 63;
    private static final String KEPT = "\u00df\u03c2\u200c\u200d";
    private static final String DOTS = ".\u3002\uff0e\uff61";
    private static final String DROPPED = "\u00ad\u034f\u180b\u180c\u180d\u200b\u2060\u2064\ufeff";

    private DomainName() { }

    /** True if there is nothing to convert. */
    public static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** @param transitional the rules of IDNA 2003 (enable_idna2003_compatibility). @return empty for what is no domain name */
    public static Optional<String> toAscii(String name, boolean transitional) {
        try {
            String ascii = transitional ? IDN.toASCII(name, IDN.ALLOW_UNASSIGNED) : labels(mapped(name));
            return ascii.length() > MOST_NAME ? Optional.empty() : Optional.of(ascii);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** UTS #46 4, steps 1 and 2: lower case, compatible forms, one kind of dot. */
    private static String mapped(String name) {
        StringBuilder text = new StringBuilder(name.length());
        name.codePoints().forEach(point -> {
            if (DOTS.indexOf(point) >= 0) {
                text.append('.');
            } else if (DROPPED.indexOf(point) < 0 && (point < 0xfe00 || point > 0xfe0f)) {
                String one = Character.toString(point);
                text.append(KEPT.contains(one) ? one : one.toLowerCase(Locale.ROOT));
            }
        });
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder lower = new StringBuilder(composed.length());
        composed.codePoints().forEach(point -> lower.append(Character.toString(point).toLowerCase(Locale.ROOT)));
        return Normalizer.normalize(lower, Normalizer.Form.NFKC);
    }

    private static String labels(String name) {
        String[] labels = name.split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            if (!isAscii(labels[i])) {
                check(labels[i]);
                labels[i] = "xn--" + punycode(labels[i].codePoints().toArray());
            }
            boolean root = i > 0 && i == labels.length - 1;
            if (labels[i].length() > MOST_LABEL || labels[i].isEmpty() && !root) {
                throw new IllegalArgumentException("label of " + labels[i].length());
            }
        }
        return String.join(".", labels);
    }

    /** UTS #46 4.1, as far as the JDK's tables tell. */
    private static void check(String label) {
        boolean good = !label.startsWith("-") && !label.endsWith("-") && !label.startsWith("xn--") && !isMark(label.codePointAt(0))
            && label.codePoints().allMatch(DomainName::mayStand);
        if (!good) {
            throw new IllegalArgumentException(label);
        }
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean mayStand(int point) {
        return switch (Character.getType(point)) {
            case Character.UNASSIGNED, Character.CONTROL, Character.PRIVATE_USE, Character.SURROGATE, Character.SPACE_SEPARATOR,
                Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> KEPT.indexOf(point) >= 0;
            default -> true;
        };
    }

    /** RFC 3492 6.3. */
    private static String punycode(int[] points) {
        StringBuilder out = new StringBuilder();
        for (int point : points) {
            if (point < 0x80) {
                out.append((char) point);
            }
        }
        int handled = out.length();
        int basic = handled;
        if (basic > 0) {
            out.append('-');
        }
        Bias bias = new Bias();
        int next = 0x80;
        int delta = 0;
        while (handled < points.length) {
            int smallest = Integer.MAX_VALUE;
            for (int point : points) {
                smallest = point >= next && point < smallest ? point : smallest;
            }
            delta = Math.addExact(delta, Math.multiplyExact(smallest - next, handled + 1));
            next = smallest;
            for (int point : points) {
                delta += point < next ? 1 : 0;
                if (point == next) {
                    bias.digits(delta, out);
                    bias.adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            next++;
        }
        return out.toString();
    }

    /** RFC 3492 3.3 and 3.4. */
    private static final class Bias {
        private static final int BASE = 36;
        private static final int LEAST = 1;
        private static final int MOST = 26;
        private static final byte[] DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789".getBytes(StandardCharsets.US_ASCII);
        private int bias = 72;

        void digits(int delta, StringBuilder out) {
            int rest = delta;
            int weight = BASE;
            int threshold = threshold(weight);
            while (rest >= threshold) {
                out.append((char) DIGITS[threshold + (rest - threshold) % (BASE - threshold)]);
                rest = (rest - threshold) / (BASE - threshold);
                weight += BASE;
                threshold = threshold(weight);
            }
            out.append((char) DIGITS[rest]);
        }

        private int threshold(int weight) {
            return Math.max(LEAST, Math.min(MOST, weight - bias));
        }

        void adapt(int delta, int points, boolean first) {
            int scaled = first ? delta / 700 : delta / 2;
            scaled += scaled / points;
            int weight = 0;
            while (scaled > (BASE - LEAST) * MOST / 2) {
                scaled /= BASE - LEAST;
                weight += BASE;
            }
            bias = weight + (BASE - LEAST + 1) * scaled / (scaled + 38);
        }
    }
}
