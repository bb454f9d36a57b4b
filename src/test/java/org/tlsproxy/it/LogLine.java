package org.tlsproxy.it;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a mail log.
 *
 * @param tag  syslog name and program, as in {@code postfix/tlsproxy}
 * @param pid  the process that wrote it
 * @param text what it said, severity included
 * @param line the whole line
 */
record LogLine(String tag, int pid, String text, String line) {

    private static final Pattern FORM = Pattern.compile("^(?:<\\d+>)?\\S+ +\\d+ [\\d:]+ (?:\\S+ )?(\\S+)\\[(\\d+)\\]: (.*)$");

    /** A line as postlogd writes it, or a syslog datagram. */
    static LogLine parse(String line) {
        Matcher form = FORM.matcher(line);
        return form.matches()
            ? new LogLine(form.group(1), Integer.parseInt(form.group(2)), form.group(3), line)
            : new LogLine("", 0, line, line);
    }

    @Override
    public String toString() {
        return line;
    }
}
