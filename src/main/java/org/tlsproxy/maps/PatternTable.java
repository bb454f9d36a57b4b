package org.tlsproxy.maps;

import java.util.List;
import java.util.function.Consumer;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TableMessages;

/**
 * {@code regexp:} and {@code pcre:}: the first rule whose pattern matches gives the value. The key is matched as asked, and patterns
 * ignore case unless their flags say otherwise. Values are files, so {@code $1} is never replaced, as in Postfix.
 */
final class PatternTable implements Table {

    /**
     * A rule.
     *
     * @param line    where it starts
     * @param pattern what is searched for
     * @param value   if the pattern matches; empty and without meaning in an IF
     * @param resume  where to go on when it does not match: the next rule, or the one behind an IF's ENDIF
     * @param isIf    true if the rule only guards those up to {@code resume}
     */
    record Rule(int line, RulePattern pattern, byte[] value, int resume, boolean isIf) { }

    private final String type;
    private final String name;
    private final List<Rule> rules;

    private PatternTable(String type, String name, List<Rule> rules) {
        this.type = type;
        this.name = name;
        this.rules = rules;
    }

    static Table open(String type, String name, Logger log) throws BadTable {
        return new PatternTable(type, name, PatternFile.read(type, name, log));
    }

    @Override
    public String title() {
        return type + ":" + name;
    }

    @Override
    public void find(String key, Consumer<Answer> then) {
        then.accept(find(key));
    }

    private Answer find(String key) {
        Budget text = new Budget(key);
        int at = 0;
        while (at < rules.size()) {
            Rule rule = rules.get(at);
            boolean matches;
            try {
                matches = rule.pattern().matches(text);
            } catch (Budget.Spent | StackOverflowError e) {
                return new Answer.Failed(List.of(TableMessages.patternTooCostly(type, name, rule.line())));
            }
            if (matches && !rule.isIf()) {
                return new Answer.Found(rule.value());
            }
            at = matches ? at + 1 : rule.resume();
        }
        return Answer.MISSING;
    }
}
