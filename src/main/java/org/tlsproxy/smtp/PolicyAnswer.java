package org.tlsproxy.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Gathers one answer of a greylisting server, in whatever pieces it comes: attributes up to an empty line. */
final class PolicyAnswer {

    private static final int MOST_BYTES = 4096;
    private static final String ACTION = "action=";

    private final StringBuilder text = new StringBuilder();

    /** Takes more of it. @return what follows once it is complete; bytes behind the empty line belong to nothing and are dropped */
    Optional<PolicyVerdict> take(byte[] buf, int off, int len) {
        text.append(new String(buf, off, len, StandardCharsets.ISO_8859_1));
        for (int at = 0, lf = text.indexOf("\n"); lf >= 0; at = lf + 1, lf = text.indexOf("\n", at)) {
            if (text.substring(at, lf).strip().isEmpty()) {
                return Optional.of(verdict(text.substring(0, at)));
            }
        }
        return text.length() > MOST_BYTES ? Optional.of(PolicyVerdict.UNAVAILABLE) : Optional.empty();
    }

    boolean begun() {
        return !text.isEmpty();
    }

    private static PolicyVerdict verdict(String attributes) {
        for (String line : attributes.split("\n")) {
            if (line.regionMatches(true, 0, ACTION, 0, ACTION.length())) {
                return PolicyVerdict.of(line.substring(ACTION.length()));
            }
        }
        return PolicyVerdict.UNAVAILABLE;
    }
}
