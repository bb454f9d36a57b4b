package org.tlsproxy.config;

/** White space as the C library's {@code isspace} sees it in the C locale: six ASCII characters and nothing of Unicode. */
final class Blanks {

    private Blanks() { }

    static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** The first position at or after {@code from} that is not blank, or the length. */
    static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static String trim(String text) {
        return trimEnd(text.substring(skip(text, 0)));
    }

    static String trimEnd(String text) {
        int end = text.length();
        while (end > 0 && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
