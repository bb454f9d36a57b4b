package org.tlsproxy.config;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.log.Logger;

/**
 * A setting as it stands in a configuration file: a line and those after it that start with white space, put together.
 *
 * @param text  the whole, without newlines; not empty
 * @param first the number of its first physical line, from 1
 * @param last  the number of its last
 */
record LogicalLine(String text, int first, int last) {

    private static final int QUOTED_IN_WARNING = 30;

    /** Where the line is, as messages say it: {@code FILE, line N}. */
    String position(String file) {
        return file + ", line " + first;
    }

    /**
     * Puts the lines of a file together. Comments and empty lines vanish and do not end a setting; white space that continues
     * nothing, with all that continues it, is skipped with a warning.
     */
    static List<LogicalLine> split(String content, String file, Logger logger) {
        List<LogicalLine> lines = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int first = 0;
        int last = 0;
        int number = 0;
        for (int start = 0; start < content.length(); ) {
            int newline = content.indexOf('\n', start);
            int end = newline < 0 ? content.length() : newline;
            String line = content.substring(start, end);
            start = end + 1;
            number++;
            int text = Blanks.skip(line, 0);
            if (text == line.length() || line.charAt(text) == '#') {
                continue;
            }
            if (text == 0 || open.length() == 0) {
                new LogicalLine(open.toString(), first, last).addTo(lines, file, logger);
                open.setLength(0);
                first = number;
            }
            open.append(line);
            last = number;
        }
        new LogicalLine(open.toString(), first, last).addTo(lines, file, logger);
        return lines;
    }

    private void addTo(List<LogicalLine> lines, String file, Logger logger) {
        if (text.isEmpty()) {
            return;
        }
        if (!Blanks.isBlank(text.charAt(0))) {
            lines.add(this);
            return;
        }
        String quoted = text.length() > QUOTED_IN_WARNING ? text.substring(0, QUOTED_IN_WARNING) + "..." : text;
        logger.warn(file + ": logical line must not start with whitespace: \"" + quoted + "\"");
    }
}
