package org.tlsproxy.config;

import org.tlsproxy.log.Fatal;

/**
 * A parameter's name and the value somebody gave it, in main.cf or with {@code -o}; the value is not expanded.
 *
 * @param name  one word
 * @param value trimmed; may be empty, which is not the same as not set
 */
public record Assignment(String name, String value) {

    /** Reads what follows {@code -o}: {@code name=value}, with or without blanks around the {@code =}. */
    public static Assignment ofOption(String option) {
        return parse(option, "invalid \"-o " + option + "\" option value: ", "");
    }

    /** What {@code -i time} stands for. */
    public static Assignment maxIdle(String time) {
        return new Assignment("max_idle", Blanks.trim(time));
    }

    /** What {@code -m number} stands for. */
    public static Assignment maxUse(String number) {
        return new Assignment("max_use", Blanks.trim(number));
    }

    /** Reads one setting of a file. */
    static Assignment ofLine(LogicalLine line, String file) {
        return parse(line.text(), line.position(file) + ": ", ": \"" + line.text() + "\"");
    }

    private static Assignment parse(String text, String before, String after) {
        int start = Blanks.skip(text, 0);
        int end = start;
        while (end < text.length() && text.charAt(end) != '=' && !Blanks.isBlank(text.charAt(end))) {
            end++;
        }
        if (end == start) {
            throw new Fatal(before + "missing attribute name" + after);
        }
        int equals = Blanks.skip(text, end);
        if (equals == text.length() || text.charAt(equals) != '=') {
            throw new Fatal(before + "missing '=' after attribute name" + after);
        }
        return new Assignment(text.substring(start, end), Blanks.trim(text.substring(equals + 1)));
    }
}
