package org.tlsproxy.maps;

import java.util.regex.Pattern;

/**
 * The compiled pattern of a rule.
 *
 * @param compiled as Java has it
 * @param anchored true if it must match at the start (PCRE's flag A)
 * @param negated  true if the rule is for keys that do not match
 */
record RulePattern(Pattern compiled, boolean anchored, boolean negated) {

    /** @throws Budget.Spent if that takes too many steps */
    boolean matches(Budget text) {
        var matcher = compiled.matcher(text);
        return (anchored ? matcher.lookingAt() : matcher.find()) != negated;
    }
}
