package org.tlsproxy.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Something in which the service is known to differ from the C program: how to make of the C program's lines what is expected of ours.
 * A difference that changes nothing is no longer one, and fails the row.
 *
 * @param reason  why it is so; to be found in the manual
 * @param lines   the C program's lines that it is about
 * @param instead what they become, with {@code $1} for groups; empty if they are not there at all
 * @param after   true if they stay and the new one follows
 */
record Difference(String reason, Pattern lines, String instead, boolean after) {

    /** The C program says it, ours does not. */
    static Difference without(String regex, String reason) {
        return new Difference(reason, Pattern.compile(regex), "", false);
    }

    /** Ours says it otherwise. */
    static Difference replacing(String regex, String replacement, String reason) {
        return new Difference(reason, Pattern.compile(regex), replacement, false);
    }

    /** Ours says one thing more behind such a line. */
    static Difference adding(String regex, String line, String reason) {
        return new Difference(reason, Pattern.compile(regex), line, true);
    }

    List<String> applied(List<String> theirs) {
        List<String> expected = new ArrayList<>();
        for (String line : theirs) {
            boolean meant = lines.matcher(line).find();
            if (!meant || after) {
                expected.add(line);
            }
            if (meant && !instead.isEmpty()) {
                expected.add(after ? instead : lines.matcher(line).replaceFirst(instead));
            }
        }
        if (expected.equals(theirs)) {
            throw new AssertionError("no longer a difference: " + reason + " (" + lines + ")\n" + String.join("\n", theirs));
        }
        return expected;
    }
}
