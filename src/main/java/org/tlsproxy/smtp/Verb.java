package org.tlsproxy.smtp;

/** Commands that mean something to the filter. A verb is compared whole: an abbreviation is for the program to refuse. */
enum Verb {
    EHLO, HELO, MAIL, RCPT, DATA, BDAT, RSET, AUTH, STARTTLS, QUIT,
    /** Anything else, the empty line included. */
    OTHER;

    private static final Verb[] KNOWN = {EHLO, HELO, MAIL, RCPT, DATA, BDAT, RSET, AUTH, STARTTLS, QUIT};

    /** The verb of a line: what is in front of the first space or CR. */
    static Verb of(String line) {
        int end = length(line);
        for (Verb verb : KNOWN) {
            if (verb.name().length() == end && line.regionMatches(true, 0, verb.name(), 0, end)) {
                return verb;
            }
        }
        return OTHER;
    }

    /** What follows the verb, without blanks around it. */
    static String argument(String line) {
        return line.substring(length(line)).strip();
    }

    private static int length(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** True if its replies carry the session's name. */
    boolean tagged() {
        return this == MAIL || this == RCPT || this == DATA || this == QUIT;
    }
}
