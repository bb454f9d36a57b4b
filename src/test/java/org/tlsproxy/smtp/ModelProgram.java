package org.tlsproxy.smtp;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A lenient SMTP server: any LF ends a line, any number of CRs in front of it is dropped, and so DATA ends wherever a dot could be meant. */
final class ModelProgram {

    private final Map<String, String> replies = new LinkedHashMap<>();
    private final StringBuilder received = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private boolean data;
    private boolean ended;

    ModelProgram(Map<String, String> overrides) {
        replies.put("GREETING", "220 child.example ESMTP\r\n");
        replies.put("EHLO", "250-child.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n");
        replies.put("HELO", "250 child.example\r\n");
        replies.put("MAIL", "250 ok mail\r\n");
        replies.put("RCPT", "250 ok rcpt\r\n");
        replies.put("RSET", "250 flushed\r\n");
        replies.put("NOOP", "250 noop\r\n");
        replies.put("DATA", "354 go ahead\r\n");
        replies.put(".", "250 queued\r\n");
        replies.put("QUIT", "221 bye\r\n");
        replies.putAll(overrides);
    }

    String greeting() {
        return replies.get("GREETING");
    }

    /** @return what it says */
    String take(String bytes) {
        received.append(bytes);
        StringBuilder said = new StringBuilder();
        for (char c : bytes.toCharArray()) {
            if (c == '\n') {
                said.append(ended ? "" : line(line.toString().replaceAll("\r+$", "")));
                line.setLength(0);
            } else {
                line.append(c);
            }
        }
        return said.toString();
    }

    private String line(String text) {
        if (data) {
            data = !text.equals(".");
            return data ? "" : replies.get(".");
        }
        String verb = text.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        String reply = replies.getOrDefault(verb, "502 unimpl\r\n");
        data = verb.equals("DATA") && reply.startsWith("354");
        ended = verb.equals("QUIT");
        return reply;
    }

    boolean ended() {
        return ended;
    }

    String received() {
        return received.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
