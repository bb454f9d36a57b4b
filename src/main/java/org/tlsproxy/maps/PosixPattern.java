package org.tlsproxy.maps;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A POSIX regular expression, extended or (flag x) basic, in Java's words. Only whether there is a match counts here, so that POSIX's
 * longest match and Java's first one are the same. Extensions of the GNU library are known: back references, {@code \w \W \s \S \b \B \<
 * \> \` \'}. Faults are told in that library's words.
 */
final class PosixPattern {

    /** Letters that may follow a pattern. */
    static final String FLAGS = "imx";

    private static final int MOST_REPETITIONS = 0x7fff;
    private static final int NO_ATOM = -1;

    private final String text;
    private final boolean extended;
    private final StringBuilder out = new StringBuilder();
    /** Where the parenthesis is in {@code out} for each group that is open. */
    private final Deque<Integer> groups = new ArrayDeque<>();
    private int closedGroups;
    private int at;
    /** Where in {@code out} that starts what a repetition would apply to. */
    private int atom = NO_ATOM;
    private boolean repeated;

    private PosixPattern(String text, boolean extended) {
        this.text = text;
        this.extended = extended;
    }

    /** @throws PatternSyntaxException if it is no regular expression; its description is what to say */
    static RulePattern compile(PatternText pattern) {
        int flags = pattern.has('m', false) ? Pattern.MULTILINE | Pattern.UNIX_LINES : Pattern.DOTALL | Pattern.UNIX_LINES;
        flags |= pattern.has('i', true) ? Pattern.CASE_INSENSITIVE : 0;
        String java = new PosixPattern(pattern.pattern(), pattern.has('x', true)).translate();
        return new RulePattern(Pattern.compile(java, flags), false, pattern.negated());
    }

    /** The same expression in Java's syntax. */
    static String translate(String text, boolean extended) {
        return new PosixPattern(text, extended).translate();
    }

    private String translate() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                escape();
            } else if (c == '[') {
                atom(new PosixBracket(text, at));
            } else if (c == '.') {
                atom(".");
            } else if (extended ? "^$".indexOf(c) >= 0 : isBasicAnchor(c)) {
                anchor(c);
            } else if (isOperator(c)) {
                operator(c);
            } else {
                atom(literal(c));
            }
        }
        if (!groups.isEmpty()) {
            throw fault("Unmatched ( or \\(");
        }
        return out.toString();
    }

    /** In a basic expression {@code *} alone is an operator, and none where there is nothing to repeat. */
    private boolean isOperator(char c) {
        if (extended) {
            return "*+?{|(".indexOf(c) >= 0 || c == ')' && !groups.isEmpty();
        }
        return c == '*' && atom != NO_ATOM;
    }

    private boolean isBasicAnchor(char c) {
        boolean first = at == 1 || text.startsWith("\\(", at - 3) || text.startsWith("\\|", at - 3);
        boolean last = at == text.length() || text.startsWith("\\)", at) || text.startsWith("\\|", at);
        return c == '^' && first || c == '$' && last;
    }

    private void anchor(char c) {
        out.append(c);
        atom = NO_ATOM;
    }

    private void operator(char c) {
        switch (c) {
            case '(' -> open();
            case ')' -> close();
            case '|' -> anchor('|');
            case '{' -> interval();
            default -> repeat(String.valueOf(c));
        }
    }

    private void escape() {
        if (at == text.length()) {
            throw fault("Trailing backslash");
        }
        char c = text.charAt(at++);
        if (!extended && "(){|+?".indexOf(c) >= 0) {
            basicOperator(c);
        } else if (c >= '1' && c <= '9') {
            if (c - '0' > closedGroups) {
                throw fault("Invalid back reference");
            }
            atom("(?:\\" + c + ")");
        } else {
            escaped(c);
        }
    }

    private void basicOperator(char c) {
        if (c == ')' && groups.isEmpty()) {
            throw fault("Unmatched ) or \\)");
        }
        operator(c);
    }

    private void escaped(char c) {
        switch (c) {
            case '<' -> anchor("\\b(?=\\w)");
            case '>' -> anchor("\\b(?<=\\w)");
            case 'b', 'B' -> anchor("\\" + c);
            case '`' -> anchor("\\A");
            case '\'' -> anchor("\\z");
            case 'w', 'W', 's', 'S' -> atom("\\" + c);
            default -> atom(literal(c));
        }
    }

    private void anchor(String java) {
        out.append(java);
        atom = NO_ATOM;
    }

    private void open() {
        groups.push(out.length());
        out.append('(');
        atom = NO_ATOM;
    }

    private void close() {
        atom = groups.pop();
        repeated = false;
        closedGroups++;
        out.append(')');
    }

    private void atom(PosixBracket bracket) {
        String java = bracket.translate();
        at = bracket.end();
        atom(java);
    }

    private void atom(String java) {
        atom = out.length();
        repeated = false;
        out.append(java);
    }

    private static String literal(char c) {
        return c < 0x80 && !Character.isLetterOrDigit(c) ? "\\" + c : String.valueOf(c);
    }

    /** A repetition of a repetition is one in POSIX, and another kind of one in Java: {@code a+?}. */
    private void repeat(String java) {
        if (atom == NO_ATOM) {
            throw fault("Invalid preceding regular expression");
        }
        if (repeated) {
            out.insert(atom, "(?:").append(')');
        }
        out.append(java);
        repeated = true;
    }

    private void interval() {
        int close = text.indexOf(extended ? "}" : "\\}", at);
        if (close < 0) {
            throw fault("Unmatched \\{");
        }
        String inside = text.substring(at, close);
        at = close + (extended ? 1 : 2);
        int comma = inside.indexOf(',');
        String least = comma < 0 ? inside : inside.substring(0, comma);
        String most = comma < 0 ? inside : inside.substring(comma + 1);
        int from = least.isEmpty() && comma >= 0 ? 0 : number(least);
        int to = most.isEmpty() && comma >= 0 ? MOST_REPETITIONS : number(most);
        if (from > to) {
            throw fault("Invalid content of \\{\\}");
        }
        repeat("{" + from + (most.isEmpty() ? ",}" : "," + to + "}"));
    }

    private int number(String digits) {
        if (digits.isEmpty() || digits.length() > 9) {
            throw fault("Invalid content of \\{\\}");
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw fault("Invalid content of \\{\\}");
            }
        }
        int value = Integer.parseInt(digits);
        if (value > MOST_REPETITIONS) {
            throw fault("Regular expression too big");
        }
        return value;
    }

    private PatternSyntaxException fault(String what) {
        return new PatternSyntaxException(what, text, at);
    }
}
