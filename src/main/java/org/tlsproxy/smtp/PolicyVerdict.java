package org.tlsproxy.smtp;

import java.util.Locale;

/** What follows from a greylisting server's answer. */
public enum PolicyVerdict {
    /** The recipient is for the program to judge. */
    PASS,
    /** Later. */
    GREYLIST,
    /** Never. */
    REJECT,
    /** There was no usable answer. */
    UNAVAILABLE;

    /**
     * Reads an action of access(5). What asks for something that a filter cannot do (FILTER, HOLD, ...) passes; an action that nobody knows
     * defers, as Postfix does.
     */
    static PolicyVerdict of(String action) {
        String word = action.strip().split("[ \t]", 2)[0].toUpperCase(Locale.ROOT);
        if (word.matches("4[0-9][0-9]") || word.startsWith("DEFER")) {
            return GREYLIST;
        }
        if (word.matches("5[0-9][0-9]") || word.equals("REJECT")) {
            return REJECT;
        }
        return switch (word) {
            case "OK", "DUNNO", "PREPEND", "WARN", "INFO", "FILTER", "HOLD", "REDIRECT", "BCC", "PASS" -> PASS;
            default -> word.startsWith("PERMIT") || word.matches("[0-9]+") ? PASS : GREYLIST;
        };
    }
}
