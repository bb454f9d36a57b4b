package org.tlsproxy.maps;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.log.TableMessages;

/** How Postfix takes lists apart: by commas and blanks, except within braces. */
final class Braces {

    private Braces() { }

    static boolean isSeparator(char c) {
        return c == ',' || isBlank(c);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** The words of a list, braces kept. */
    static List<String> split(String text) {
        return split(text, true);
    }

    /** The words of a list in which braces mean nothing. */
    static List<String> splitPlainly(String text) {
        return split(text, false);
    }

    private static List<String> split(String text, boolean nesting) {
        List<String> words = new ArrayList<>();
        int depth = 0;
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean end = i == text.length() || depth <= 0 && isSeparator(text.charAt(i));
            if (end) {
                if (start >= 0) {
                    words.add(text.substring(start, i));
                }
                start = -1;
                continue;
            }
            start = start < 0 ? i : start;
            depth += nesting ? step(text.charAt(i)) : 0;
        }
        return words;
    }

    private static int step(char c) {
        return c == '{' ? 1 : c == '}' ? -1 : 0;
    }

    /** True if the text is one pair of braces with something in between. */
    static boolean isGroup(String text) {
        return text.startsWith("{") && closing(text) == text.length() - 1;
    }

    /** The brace that closes the first one, −1 if there is none. */
    private static int closing(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += step(text.charAt(i));
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** What is between the braces that a text starts with, without blanks at both ends. */
    static String inside(String text) throws BadTable {
        int close = closing(text);
        if (close < 0) {
            throw new BadTable(TableMessages.missingBrace(text));
        }
        if (!trim(text.substring(close + 1)).isEmpty()) {
            throw new BadTable(TableMessages.textAfterBrace(text));
        }
        return trim(text.substring(1, close));
    }

    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
