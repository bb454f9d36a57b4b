package org.tlsproxy.maps;

import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** A bracket expression such as {@code [^]a-z[:digit:]]} in Java's words. PCRE has the same but for backslashes. */
final class PosixBracket {

    private static final Map<String, String> CLASSES = Map.ofEntries(Map.entry("alpha", "\\p{Alpha}"), Map.entry("digit", "\\p{Digit}"),
        Map.entry("alnum", "\\p{Alnum}"), Map.entry("space", "\\s"), Map.entry("blank", "\\p{Blank}"), Map.entry("punct", "\\p{Punct}"),
        Map.entry("cntrl", "\\p{Cntrl}"), Map.entry("graph", "\\p{Graph}"), Map.entry("print", "\\p{Print}"),
        Map.entry("xdigit", "\\p{XDigit}"), Map.entry("upper", "A-Z"), Map.entry("lower", "a-z"), Map.entry("word", "\\w"),
        Map.entry("ascii", "\\p{ASCII}"));

    private final String text;
    private final StringBuilder out = new StringBuilder("[");
    private int at;

    /** @param at behind the bracket that opens */
    PosixBracket(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** A character class in Java's words, or empty if there is none of that name. */
    static String named(String name) {
        return CLASSES.getOrDefault(name, "");
    }

    String translate() {
        if (peek() == '^') {
            out.append('^');
            at++;
        }
        int first = at;
        while (peek() != ']' || at == first) {
            item();
        }
        at++;
        return out.append(']').toString();
    }

    /** Behind the bracket that closes. */
    int end() {
        return at;
    }

    private char peek() {
        if (at >= text.length()) {
            throw fault("Unmatched [, [^, [:, [., or [=");
        }
        return text.charAt(at);
    }

    private void item() {
        if (text.startsWith("[:", at)) {
            String java = named(delimited(":]"));
            if (java.isEmpty()) {
                throw fault("Invalid character class name");
            }
            out.append(java);
            return;
        }
        char from = element();
        out.append(quoted(from));
        if (peek() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']') {
            at++;
            char to = element();
            if (to < from) {
                throw fault("Invalid range end");
            }
            out.append('-').append(quoted(to));
        }
    }

    private char element() {
        if (text.startsWith("[.", at) || text.startsWith("[=", at)) {
            String name = delimited(text.charAt(at + 1) + "]");
            if (name.length() != 1) {
                throw fault("Invalid collation character");
            }
            return name.charAt(0);
        }
        peek();
        return text.charAt(at++);
    }

    private String delimited(String end) {
        int close = text.indexOf(end, at + 2);
        if (close < 0) {
            throw fault("Unmatched [, [^, [:, [., or [=");
        }
        String name = text.substring(at + 2, close);
        at = close + 2;
        return name;
    }

    private static String quoted(char c) {
        return c < 0x80 && !Character.isLetterOrDigit(c) ? "\\" + c : String.valueOf(c);
    }

    private PatternSyntaxException fault(String what) {
        return new PatternSyntaxException(what, text, at);
    }
}
