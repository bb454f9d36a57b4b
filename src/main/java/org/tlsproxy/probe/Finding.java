package org.tlsproxy.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tlsproxy.wire.Request;

/**
 * What a probe found.
 *
 * @param exitStatus 0 fine, 1 available but late, 2 not available
 * @param line       the same for people
 */
record Finding(int exitStatus, String line) {

    private static final String[] WORDS = {"OK", "WARNING", "CRITICAL"};

    /** @param wanted server, client or both, @param late seconds */
    static Finding of(String wanted, double late, Inquiry inquiry) {
        List<String> said = new ArrayList<>();
        boolean all = true;
        double seconds = 0;
        try {
            for (int role : roles(wanted)) {
                Inquiry.Answer answer = inquiry.ask(role);
                all &= answer.available();
                seconds += answer.seconds();
                said.add((role == Request.SERVER_ROLE ? "server role " : "client role ")
                    + (answer.available() ? "available" : "not available"));
            }
        } catch (IOException e) {
            return of(2, e.getMessage());
        }
        String text = String.join(", ", said) + String.format(Locale.ROOT, " | time=%.3fs;%s", seconds, late);
        return of(!all ? 2 : seconds > late ? 1 : 0, text);
    }

    private static int[] roles(String wanted) {
        return switch (wanted) {
            case "client" -> new int[] {Request.CLIENT_ROLE};
            case "both" -> new int[] {Request.SERVER_ROLE, Request.CLIENT_ROLE};
            default -> new int[] {Request.SERVER_ROLE};
        };
    }

    private static Finding of(int status, String text) {
        return new Finding(status, "TLSPROXY " + WORDS[status] + " - " + text);
    }
}
