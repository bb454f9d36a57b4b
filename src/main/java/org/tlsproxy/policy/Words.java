package org.tlsproxy.policy;

import java.util.ArrayList;
import java.util.List;

/** Splits the list-like values of main.cf into words. Plain loops: every process start runs this, cold. */
final class Words {

    /** Blanks and comma, as for most lists. */
    static final String COMMA = " \t\r\n,";
    /** The same and the colon: protocols, cipher exclusions, key exchange groups. */
    static final String COLON = " \t\r\n,:";

    private Words() { }

    /** The non-empty words of a value. */
    static List<String> of(String value, String separators) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= value.length(); i++) {
            boolean separator = i == value.length() || separators.indexOf(value.charAt(i)) >= 0;
            if (!separator && start < 0) {
                start = i;
            } else if (separator && start >= 0) {
                words.add(value.substring(start, i));
                start = -1;
            }
        }
        return words;
    }

    /** The value of the hexadecimal digits from an index to the end; -1 if it is none or above {@code max}, a number 2^n - 1. */
    static long hex(String text, int start, long max) {
        long value = 0;
        for (int i = start; i < text.length(); i++) {
            int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0 || value > max >> 4) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return start < text.length() ? value : -1;
    }

    /** True if a text begins with {@code 0x} or {@code 0X} at an index. */
    static boolean hexPrefix(String text, int at) {
        return text.regionMatches(true, at, "0x", 0, 2);
    }
}
