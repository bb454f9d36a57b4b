package org.tlsproxy.config;

import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.Logger;

/**
 * Replaces {@code $name} and its relatives in a value by what they stand for, as often as needed. An error is explained by
 * warnings in Postfix's words and then stops the process.
 */
final class Expander {

    private static final int MAXIMUM_NESTING = 100;

    /** Where names are looked up. */
    interface Dictionary {

        /** The unexpanded value; empty when there is none, which no expression can tell from an empty value. */
        String raw(String name);
    }

    private final Dictionary dictionary;
    private final Logger logger;
    private boolean failed;

    Expander(Dictionary dictionary, Logger logger) {
        this.dictionary = dictionary;
        this.logger = logger;
    }

    String expand(String value) {
        failed = false;
        String result = expand(value, 0);
        if (failed) {
            throw error();
        }
        return result;
    }

    /**
     * One level of expansion. After an error the rest is still read for what is wrong with its form, up to the next
     * bracketed expression, and nothing is looked up any more: Postfix's warnings are those.
     */
    String expand(String value, int level) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int dollar = value.indexOf('$'); dollar >= 0; dollar = value.indexOf('$', at)) {
            appendLiteral(out, value.substring(at, dollar), level);
            char next = dollar + 1 < value.length() ? value.charAt(dollar + 1) : '\0';
            if (next == '$') {
                out.append('$');
                at = dollar + 2;
            } else if (next == '{' || next == '(') {
                int close = matching(value, dollar + 1);
                if (!checkBracket(value, dollar + 2, close) || failed) {
                    return "";
                }
                checkNesting(level, value.substring(dollar + 2, close));
                out.append(new Expression(value.substring(dollar + 2, close), this, level).result());
                at = close + 1;
            } else {
                at = endOfName(value, dollar + 1);
                if (at == dollar + 1) {
                    warn("empty macro name: \"" + value + "\"");
                    return "";
                }
                out.append(lookup(value.substring(dollar + 1, at), level));
            }
        }
        appendLiteral(out, value.substring(at), level);
        return out.toString();
    }

    /** The expanded value of a name; empty after an error. */
    String lookup(String name, int level) {
        if (failed) {
            return "";
        }
        checkNesting(level, name);
        return expand(dictionary.raw(name), level + 1);
    }

    /** An operand of a comparison: what is wrong in it does not keep the other operand from being read. */
    String operand(String text, int level) {
        boolean before = failed;
        failed = false;
        String result = expand(text, level + 1);
        failed |= before;
        return result;
    }

    boolean isDefined(String name) {
        return !dictionary.raw(name).isEmpty();
    }

    boolean hasFailed() {
        return failed;
    }

    /** Says what is wrong and remembers that something is. */
    void warn(String text) {
        failed = true;
        logger.warn(text);
    }

    /** The end of the longest run of letters, digits and underscores. */
    static int endOfName(String text, int from) {
        int end = from;
        while (end < text.length() && (isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || CNumber.isDigit(c);
    }

    /** The bracket that closes the one at {@code open}, counting brackets of that kind only; -1 if there is none. */
    static int matching(String text, int open) {
        char opening = text.charAt(open);
        char closing = opening == '{' ? '}' : ')';
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == opening) {
                depth++;
            } else if (c == closing && --depth == 0) {
                return at;
            }
        }
        return -1;
    }

    private void appendLiteral(StringBuilder out, String text, int level) {
        if (!text.isEmpty()) {
            checkNesting(level, text);
            out.append(text);
        }
    }

    private boolean checkBracket(String value, int start, int close) {
        if (close < 0) {
            warn("truncated macro reference: \"" + value + "\"");
        } else if (close == start) {
            warn("empty macro name: \"" + value + "\"");
        }
        return close > start;
    }

    /** Ends at once instead of warning again on every level on the way out, as Postfix does: one warning says it all. */
    private void checkNesting(int level, String text) {
        if (level > MAXIMUM_NESTING) {
            warn("unreasonable macro call nesting: \"" + text + "\"");
            throw error();
        }
    }

    private static Fatal error() {
        return new Fatal("dictionary mail_dict: macro processing error");
    }
}
