package org.tlsproxy.smtp;

import java.util.Optional;

/**
 * A sender or recipient as a command names it.
 *
 * @param text       with the brackets that the client used
 * @param parameters what follows it
 */
record Path(String text, String parameters) {

    /** @param keyword {@code MAIL FROM:} or {@code RCPT TO:}; empty if the line does not start like that */
    static Optional<Path> of(String line, String keyword) {
        if (!line.regionMatches(true, 0, keyword, 0, keyword.length())) {
            return Optional.empty();
        }
        int start = keyword.length();
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        int end = end(line, start);
        return Optional.of(new Path(line.substring(start, end), line.substring(end).strip()));
    }

    /** The first space ends it, unless it is quoted (RFC 5321 section 4.1.2). */
    private static int end(String line, int start) {
        boolean quoted = false;
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                return i;
            }
        }
        int space = line.indexOf(' ', start);
        return quoted && space >= 0 ? space : line.length();
    }

    /** The address itself. */
    String address() {
        boolean bracketed = text.length() >= 2 && text.charAt(0) == '<' && text.charAt(text.length() - 1) == '>';
        return bracketed ? text.substring(1, text.length() - 1) : text;
    }

    /** The value of a parameter such as SIZE, empty if it is not there. */
    String parameter(String name) {
        for (String word : parameters.split(" ")) {
            if (word.length() > name.length() && word.charAt(name.length()) == '='
                && word.regionMatches(true, 0, name, 0, name.length())) {
                return word.substring(name.length() + 1);
            }
        }
        return "";
    }
}
