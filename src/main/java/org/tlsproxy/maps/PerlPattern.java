package org.tlsproxy.maps;

import java.util.regex.Pattern;

/**
 * A Perl-compatible regular expression in Java's words. The two languages are nearly one; what differs is rewritten: names of groups,
 * brackets, braces that repeat nothing, comments. Java has no recursion, no conditions, no branch reset and no verbs: such a rule is left
 * out with a warning, as any that cannot be compiled.
 */
final class PerlPattern {

    /** Letters that may follow a pattern. E, U and X change nothing here: names have no newlines, and only whether they match counts. */
    static final String FLAGS = "imsxAEUX";

    private final String text;
    private final boolean comments;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private PerlPattern(String text, boolean comments) {
        this.text = text;
        this.comments = comments;
    }

    /** @throws java.util.regex.PatternSyntaxException if it is no regular expression */
    static RulePattern compile(PatternText pattern) {
        int flags = Pattern.UNIX_LINES;
        flags |= pattern.has('i', true) ? Pattern.CASE_INSENSITIVE : 0;
        flags |= pattern.has('m', false) ? Pattern.MULTILINE : 0;
        flags |= pattern.has('s', true) ? Pattern.DOTALL : 0;
        boolean comments = pattern.has('x', false);
        flags |= comments ? Pattern.COMMENTS : 0;
        String java = new PerlPattern(pattern.pattern(), comments).translate();
        return new RulePattern(Pattern.compile(java, flags), pattern.has('A', false), pattern.negated());
    }

    /** The same expression in Java's syntax. */
    static String translate(String text) {
        return new PerlPattern(text, false).translate();
    }

    private String translate() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                escape();
            } else if (c == '[') {
                bracket();
            } else if (c == '(') {
                parenthesis();
            } else if (c == '{' && !isRepetition()) {
                out.append("\\{");
                at++;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private void escape() {
        if (text.startsWith("\\Q", at)) {
            int end = text.indexOf("\\E", at);
            out.append(text, at, end < 0 ? text.length() : end + 2);
            at = end < 0 ? text.length() : end + 2;
        } else if (text.startsWith("\\K", at) || text.startsWith("\\E", at)) {
            at += 2;
        } else if (text.startsWith("\\k", at) || text.startsWith("\\g", at)) {
            reference();
        } else {
            int end = Math.min(at + 2, text.length());
            out.append(text, at, end);
            at = end;
        }
    }

    /** {@code \k<n> \k{n} \k'n' \g{n} \g{1} \g1}. */
    private void reference() {
        int start = at + 2;
        char open = start < text.length() ? text.charAt(start) : ' ';
        char close = open == '{' ? '}' : open == '<' ? '>' : open;
        int end = "{<'".indexOf(open) < 0 ? -1 : text.indexOf(close, start + 1);
        if (end < 0) {
            out.append(Character.isDigit(open) ? "\\" : "\\k");
            at = start;
            return;
        }
        String name = text.substring(start + 1, end);
        boolean number = !name.isEmpty() && Character.isDigit(name.charAt(0));
        out.append(number ? "(?:\\" + name + ")" : "\\k<" + name + ">");
        at = end + 1;
    }

    private void parenthesis() {
        if (text.startsWith("(?#", at)) {
            int end = text.indexOf(')', at);
            at = end < 0 ? text.length() : end + 1;
        } else if (text.startsWith("(?P<", at)) {
            out.append("(?<");
            at += 4;
        } else if (text.startsWith("(?P=", at) && text.indexOf(')', at) > 0) {
            int end = text.indexOf(')', at);
            out.append("\\k<").append(text, at + 4, end).append('>');
            at = end + 1;
        } else if (text.startsWith("(?'", at) && text.indexOf('\'', at + 3) > 0) {
            int end = text.indexOf('\'', at + 3);
            out.append("(?<").append(text, at + 3, end).append('>');
            at = end + 1;
        } else {
            out.append('(');
            at++;
        }
    }

    private boolean isRepetition() {
        int i = at + 1;
        int digits = i;
        while (i < text.length() && Character.isDigit(text.charAt(i))) {
            i++;
        }
        if (i == digits) {
            return false;
        }
        if (i < text.length() && text.charAt(i) == ',') {
            i++;
            while (i < text.length() && Character.isDigit(text.charAt(i))) {
                i++;
            }
        }
        return i < text.length() && text.charAt(i) == '}';
    }

    /** Java takes a bracket or two ampersands in a bracket for more than that, and blanks for nothing under flag x. */
    private void bracket() {
        out.append('[');
        at++;
        if (text.startsWith("^", at)) {
            out.append('^');
            at++;
        }
        int first = at;
        while (at < text.length() && (text.charAt(at) != ']' || at == first)) {
            member();
        }
        if (at < text.length()) {
            out.append(']');
            at++;
        }
    }

    private void member() {
        char c = text.charAt(at);
        int close = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
        if (close > 0) {
            boolean negated = text.startsWith("^", at + 2);
            String java = PosixBracket.named(text.substring(at + (negated ? 3 : 2), close));
            out.append(negated ? "[^" + java + "]" : java);
            at = close + 2;
        } else if (c == '\\' && at + 1 < text.length()) {
            out.append(text.charAt(at + 1) == 'b' ? "\\x08" : text.substring(at, at + 2));
            at += 2;
        } else {
            boolean plain = "[]&^#".indexOf(c) < 0 && !(comments && Braces.isBlank(c));
            out.append(plain ? "" : "\\").append(c);
            at++;
        }
    }
}
