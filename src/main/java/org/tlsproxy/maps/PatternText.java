package org.tlsproxy.maps;

import org.tlsproxy.log.TableMessages;

/**
 * A rule or condition, taken apart.
 *
 * @param negated true for an odd number of {@code !} before the pattern
 * @param pattern between the delimiters, backslashes kept
 * @param flags   the letters behind the pattern
 * @param rest    what follows, without blanks at both ends
 */
record PatternText(boolean negated, String pattern, String flags, String rest) {

    static PatternText parse(String text) throws BadTable {
        boolean negated = false;
        int at = 0;
        while (at < text.length() && (text.charAt(at) == '!' || Braces.isBlank(text.charAt(at)))) {
            negated ^= text.charAt(at++) == '!';
        }
        if (at == text.length()) {
            throw new BadTable(TableMessages.noPattern());
        }
        char delimiter = text.charAt(at);
        int start = at + 1;
        int end = start;
        while (end < text.length() && text.charAt(end) != delimiter) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw new BadTable(TableMessages.noClosingDelimiter(delimiter));
        }
        int flagsEnd = end + 1;
        while (flagsEnd < text.length() && !Braces.isBlank(text.charAt(flagsEnd))) {
            flagsEnd++;
        }
        return new PatternText(negated, text.substring(start, end), text.substring(end + 1, flagsEnd),
            Braces.trim(text.substring(flagsEnd)));
    }

    /** @throws BadTable if a flag is none of the letters known */
    PatternText withFlagsOf(String known) throws BadTable {
        for (int i = 0; i < flags.length(); i++) {
            if (known.indexOf(flags.charAt(i)) < 0) {
                throw new BadTable(TableMessages.unknownOption(flags.charAt(i)));
            }
        }
        return this;
    }

    /** True if the flag is on: each time it is given toggles it. */
    boolean has(char flag, boolean initially) {
        boolean on = initially;
        for (int i = 0; i < flags.length(); i++) {
            on ^= flags.charAt(i) == flag;
        }
        return on;
    }
}
