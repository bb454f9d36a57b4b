package org.tlsproxy.maps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TableMessages;
import org.tlsproxy.posix.ErrnoException;

/**
 * The lines of a Postfix table: one that starts with white space continues the one before, empty lines and comments between them are
 * as if they were not there.
 */
final class LogicalLines {

    /** @param number of its first physical line, from 1 */
    record Line(int number, String text) { }

    private LogicalLines() { }

    /** @throws ErrnoException if the file cannot be opened or read */
    static List<Line> read(String path, Logger log) throws ErrnoException {
        TableFile file = TableFile.open(path);
        try {
            return of(new String(file.contents(), StandardCharsets.UTF_8), path, log);
        } finally {
            file.close();
        }
    }

    static List<Line> of(String text, String name, Logger log) {
        List<Line> lines = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int first = 0;
        int number = 0;
        for (int at = 0; at < text.length();) {
            int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
            String line = text.substring(at, end);
            at = end + 1;
            number++;
            if (isNothing(line)) {
                continue;
            }
            if (open.length() > 0 && !Braces.isBlank(line.charAt(0))) {
                finish(new Line(first, open.toString()), name, lines, log);
                open.setLength(0);
            }
            first = open.length() == 0 ? number : first;
            open.append(line);
        }
        if (open.length() > 0) {
            finish(new Line(first, open.toString()), name, lines, log);
        }
        return lines;
    }

    /** Continues nothing: an indented line at the top of a file. */
    private static void finish(Line line, String name, List<Line> lines, Logger log) {
        if (Braces.isBlank(line.text().charAt(0))) {
            log.warn(TableMessages.lineStartsWithBlank(name, line.text()));
        } else {
            lines.add(line);
        }
    }

    private static boolean isNothing(String line) {
        String trimmed = Braces.trim(line);
        return trimmed.isEmpty() || trimmed.charAt(0) == '#';
    }
}
