package org.tlsproxy.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One reply, of the program or our own. @param text all its lines with their ends, one character a byte */
record Reply(String text) {

    private static final int CODE_LENGTH = 3;
    private static final int TEXT_START = 4;
    private static final String OFFER = "250 STARTTLS\r\n";
    /** What {@link #forEhlo} can make a reply longer by. */
    static final int OFFER_LENGTH = OFFER.length();

    /** The code of the first line, 0 if there is none. */
    int code() {
        int code = 0;
        for (int i = 0; i < CODE_LENGTH; i++) {
            char c = i < text.length() ? text.charAt(i) : 0;
            if (c < '0' || c > '9') {
                return 0;
            }
            code = code * 10 + c - '0';
        }
        return code;
    }

    /** True for 2xx. */
    boolean positive() {
        return code() / 100 == 2;
    }

    /** Names the session at the end of the last line, whose end becomes CRLF; unchanged if there is no name. */
    Reply tagged(String logId) {
        return logId.isEmpty() ? this : new Reply(withoutEnd(text) + " [" + logId + "]\r\n");
    }

    private static String withoutEnd(String line) {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\n') {
            length--;
        }
        if (length > 0 && line.charAt(length - 1) == '\r') {
            length--;
        }
        return line.substring(0, length);
    }

    /** True if a positive EHLO reply has the keyword. */
    boolean announces(String keyword) {
        List<String> lines = lines();
        return code() == 250 && lines.subList(1, lines.size()).stream().anyMatch(line -> keyword(line).equals(keyword));
    }

    /** An EHLO reply as the client is to see it: STARTTLS is in it if we offer it, and only then. */
    Reply forEhlo(boolean offer) {
        if (code() != 250 || !offer && !announces("STARTTLS")) {
            return this;
        }
        List<String> lines = lines();
        List<String> kept = new ArrayList<>(lines.subList(0, 1));
        lines.subList(1, lines.size()).stream().filter(line -> !keyword(line).equals("STARTTLS")).forEach(kept::add);
        if (offer) {
            kept.add(OFFER);
        }
        StringBuilder edited = new StringBuilder(text.length() + OFFER_LENGTH + 1);
        for (int i = 0; i < kept.size(); i++) {
            edited.append(separated(kept.get(i), i < kept.size() - 1 ? '-' : ' '));
        }
        return new Reply(edited.toString());
    }

    private static String separated(String line, char separator) {
        String code = line.substring(0, CODE_LENGTH);
        String rest = line.substring(CODE_LENGTH);
        boolean bare = rest.charAt(0) == '\r' || rest.charAt(0) == '\n';
        if (bare) {
            return separator == ' ' ? line : code + separator + rest;
        }
        return code + separator + rest.substring(1);
    }

    private static String keyword(String line) {
        int end = TEXT_START;
        while (end < line.length() && line.charAt(end) > ' ') {
            end++;
        }
        return end > line.length() ? "" : line.substring(TEXT_START, end).toUpperCase(Locale.ROOT);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int at = 0, lf; at < text.length(); at = lf + 1) {
            lf = text.indexOf('\n', at);
            if (lf < 0) {
                lf = text.length() - 1;
            }
            lines.add(text.substring(at, lf + 1));
        }
        return lines;
    }
}
