package org.tlsproxy.maps;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TableMessages;
import org.tlsproxy.posix.ErrnoException;

/** Reads the rules of a regexp or pcre table. A rule that is wrong is left out with a warning in Postfix's words. */
final class PatternFile {

    private static final byte[] NOTHING = {};

    private final String type;
    private final String name;
    private final Logger log;
    private final List<PatternTable.Rule> rules = new ArrayList<>();
    /** Indices of IF rules without ENDIF so far. */
    private final Deque<Integer> open = new ArrayDeque<>();

    private PatternFile(String type, String name, Logger log) {
        this.type = type;
        this.name = name;
        this.log = log;
    }

    /** @param name a path, or the rules themselves: {@code {{rule}, {rule}...}} (Postfix 3.7) */
    static List<PatternTable.Rule> read(String type, String name, Logger log) throws BadTable {
        PatternFile file = new PatternFile(type, name, log);
        for (LogicalLines.Line line : lines(type, name, log)) {
            file.take(line);
        }
        while (!file.open.isEmpty()) {
            int unclosed = file.open.pop();
            file.warn(file.rules.get(unclosed).line(), TableMessages.ifWithoutEndif());
            file.close(unclosed);
        }
        return List.copyOf(file.rules);
    }

    private static List<LogicalLines.Line> lines(String type, String name, Logger log) throws BadTable {
        if (name.startsWith("{")) {
            return LogicalLines.of(inlineRules(type, name), name, log);
        }
        try {
            return LogicalLines.read(name, log);
        } catch (ErrnoException e) {
            throw new BadTable(TableMessages.fileNotRead("open", name, e.strerror()));
        }
    }

    /** The text of a table that is written in the parameter itself, one line for each rule. */
    static String inlineRules(String type, String name) throws BadTable {
        StringBuilder text = new StringBuilder();
        for (String word : Braces.split(Braces.inside(name))) {
            if (!word.startsWith("{")) {
                throw new BadTable(TableMessages.ruleWithoutBrace(type, word));
            }
            text.append(Braces.inside(word)).append('\n');
        }
        return text.toString();
    }

    private void take(LogicalLines.Line line) {
        String text = line.text();
        if (!isWordCharacter(text.charAt(0))) {
            rule(line);
        } else if (isStatement(text, "IF")) {
            condition(line.number(), Braces.trim(text.substring(2)));
        } else if (isStatement(text, "ENDIF")) {
            endif(line.number(), Braces.trim(text.substring(5)));
        } else {
            warn(line.number(), TableMessages.unrecognizedRequest());
        }
    }

    private static boolean isStatement(String text, String word) {
        return text.regionMatches(true, 0, word, 0, word.length())
            && (text.length() == word.length() || !isWordCharacter(text.charAt(word.length())));
    }

    private static boolean isWordCharacter(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** Postfix reads the value's files before it looks at the pattern. */
    private void rule(LogicalLines.Line line) {
        try {
            PatternText pattern = parse(line.text());
            if (pattern.rest().isEmpty()) {
                warn(line.number(), TableMessages.noReplacement());
            }
            byte[] value = value(pattern.rest());
            rules.add(new PatternTable.Rule(line.number(), compile(pattern), value, rules.size() + 1, false));
        } catch (BadTable e) {
            warn(line.number(), e.getMessage());
        }
    }

    private PatternText parse(String text) throws BadTable {
        return PatternText.parse(text).withFlagsOf(isPerl() ? PerlPattern.FLAGS : PosixPattern.FLAGS);
    }

    private boolean isPerl() {
        return type.equals("pcre");
    }

    private static byte[] value(String list) throws BadTable {
        try {
            return ValueFiles.read(list);
        } catch (BadTable e) {
            throw new BadTable(TableMessages.ruleSkipped(e.getMessage()));
        }
    }

    private void condition(int number, String text) {
        try {
            PatternText pattern = parse(text);
            if (!pattern.rest().isEmpty()) {
                warn(number, TableMessages.textAfterIf(pattern.rest()));
                warn(number, TableMessages.noBlankBetweenIfAndEndif());
            }
            rules.add(new PatternTable.Rule(number, compile(pattern), NOTHING, 0, true));
            open.push(rules.size() - 1);
        } catch (BadTable e) {
            warn(number, e.getMessage());
        }
    }

    private void endif(int number, String rest) {
        if (open.isEmpty()) {
            warn(number, TableMessages.endifWithoutIf());
            return;
        }
        if (!rest.isEmpty()) {
            warn(number, TableMessages.textAfterEndif());
        }
        close(open.pop());
    }

    private void close(int index) {
        PatternTable.Rule unclosed = rules.get(index);
        rules.set(index, new PatternTable.Rule(unclosed.line(), unclosed.pattern(), NOTHING, rules.size(), true));
    }

    private RulePattern compile(PatternText pattern) throws BadTable {
        try {
            return isPerl() ? PerlPattern.compile(pattern) : PosixPattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new BadTable(isPerl() ? TableMessages.badPerlPattern(Math.max(e.getIndex(), 0), e.getDescription())
                : e.getDescription());
        }
    }

    private void warn(int number, String what) {
        log.warn(TableMessages.inPatterns(type, name, number, what));
    }
}
