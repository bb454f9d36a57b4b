package org.tlsproxy.config;

import org.tlsproxy.log.Fatal;

/**
 * What stands between the brackets of {@code ${...}}: a name, a name with texts for "set" and "not set", or a comparison of
 * two texts. Reads its content from left to right, once.
 */
final class Expression {

    private static final String OPERATOR_CHARACTERS = "<>!=?+-*/~&|%";
    /** Postfix quotes it so. */
    private static final String OPERATOR_EXPECTED = "\"==\" or \"!=\"\" or \"<\"\" or \"<=\"\" or \">=\"\" or \">\" expected";
    private static final int QUOTED_IN_WARNING = 20;

    private final String content;
    private final Expander expander;
    private final int level;
    private int at;

    Expression(String content, Expander expander, int level) {
        this.content = content;
        this.expander = expander;
        this.level = level;
    }

    /** The text that takes the place of the expression; empty after an error, which the expander then knows of. */
    String result() {
        skipBlanks();
        return isAt('{') ? comparison() : nameOrConditional();
    }

    private String nameOrConditional() {
        int start = at;
        at = Expander.endOfName(content, start);
        int end = at;
        String name = content.substring(start, end);
        skipBlanks();
        if (isAtEnd()) {
            return expander.lookup(name, level);
        }
        if (isAt('?') || isAt(':')) {
            return choice(expander.isDefined(name));
        }
        return expected("attribute name syntax error", content.substring(0, end), content.substring(end));
    }

    private String comparison() {
        String left = braced();
        if (expander.hasFailed()) {
            return "";
        }
        skipBlanks();
        int start = at;
        String operator = operator();
        if (!isOperator(operator)) {
            return expected(OPERATOR_EXPECTED, left + "}", content.substring(start));
        }
        String suffix = suffix();
        if (!suffix.isEmpty() && !suffix.equals("level")) {
            expander.warn("bad operator suffix at: \"..." + operator + ">>>" + suffix + "\"");
            return "";
        }
        int rest = at;
        skipBlanks();
        if (!isAt('{')) {
            return expected("\"{expression}\" expected", "{" + left + "} " + operator, content.substring(rest));
        }
        String right = braced();
        if (expander.hasFailed()) {
            return "";
        }
        boolean holds = holds(left, operator, right, !suffix.isEmpty());
        return expander.hasFailed() ? "" : outcome(holds);
    }

    private String outcome(boolean holds) {
        skipBlanks();
        if (isAtEnd()) {
            return holds ? "true" : "";
        }
        if (isAt('?') || isAt(':')) {
            return choice(holds);
        }
        return expected("\"?\" or \":\" expected", "}", content.substring(at));
    }

    /** Reads {@code ?text}, {@code :text} or {@code ?text:text} and expands the one that is wanted. */
    private String choice(boolean condition) {
        String positive = "";
        if (isAt('?')) {
            at++;
            positive = resultText();
            if (!expander.hasFailed() && !isAtEnd() && !isAt(':')) {
                return expected("\":\" expected", positive + "}", content.substring(at));
            }
        }
        String negative = "";
        if (!expander.hasFailed() && !isAtEnd()) {
            at++;
            negative = resultText();
            if (!expander.hasFailed() && !isAtEnd()) {
                return expected("unexpected input", negative + "}", content.substring(at));
            }
        }
        return expander.hasFailed() ? "" : expander.expand(condition ? positive : negative, level + 1);
    }

    /** A text in braces, or without them all that is left, blanks included. */
    private String resultText() {
        int start = at;
        skipBlanks();
        if (!isAt('{')) {
            at = content.length();
            return content.substring(start);
        }
        String text = braced();
        skipBlanks();
        return text;
    }

    private String braced() {
        int close = Expander.matching(content, at);
        if (close < 0) {
            expander.warn("unbalanced {} in attribute expression: \"" + content.substring(at) + "\"");
            return "";
        }
        String inside = content.substring(at + 1, close);
        at = close + 1;
        return inside;
    }

    private String operator() {
        int start = at;
        while (!isAtEnd() && OPERATOR_CHARACTERS.indexOf(content.charAt(at)) >= 0) {
            at++;
        }
        return content.substring(start, at);
    }

    private String suffix() {
        int start = at;
        while (!isAtEnd() && Expander.isLetterOrDigit(content.charAt(at))) {
            at++;
        }
        return content.substring(start, at);
    }

    private boolean holds(String leftText, String operator, String rightText, boolean levels) {
        String left = expander.operand(leftText, level);
        boolean leftFailed = expander.hasFailed();
        String right = expander.operand(rightText, level);
        if (leftFailed || expander.hasFailed()) {
            return false;
        }
        if (levels) {
            return compareLevels(left, operator, right);
        }
        if (isAllDigits(left) && isAllDigits(right)) {
            return satisfies(operator, Long.compare(number(left), number(right)));
        }
        return satisfies(operator, left.compareTo(right));
    }

    private boolean compareLevels(String left, String operator, String right) {
        for (String side : new String[] {left, right}) {
            if (CompatibilityLevel.parse(side).isEmpty()) {
                expander.warn("malformed compatibility level syntax: \"" + side + "\"");
                return false;
            }
        }
        return satisfies(operator, Long.compare(CompatibilityLevel.parse(left).getAsLong(), CompatibilityLevel.parse(right).getAsLong()));
    }

    private String expected(String what, String read, String rest) {
        String shown = rest.length() > QUOTED_IN_WARNING ? rest.substring(0, QUOTED_IN_WARNING) : rest;
        expander.warn(what + " at: \"..." + read + ">>>" + shown + "\"");
        return "";
    }

    private void skipBlanks() {
        at = Blanks.skip(content, at);
    }

    private boolean isAtEnd() {
        return at == content.length();
    }

    private boolean isAt(char c) {
        return at < content.length() && content.charAt(at) == c;
    }

    private static boolean isOperator(String text) {
        return switch (text) {
            case "==", "!=", "<", "<=", ">=", ">" -> true;
            default -> false;
        };
    }

    private static boolean satisfies(String operator, int order) {
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            default -> order > 0;
        };
    }

    private static boolean isAllDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!CNumber.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static long number(String digits) {
        CNumber number = CNumber.parse(digits);
        if (number.overflow()) {
            throw new Fatal("mac_exp_eval: bad conversion: " + digits);
        }
        return number.value();
    }
}
