package org.tlsproxy.policy;

import java.util.Optional;

/** The Postfix release that this process serves, as far as the meaning of a setting depends on it: {@code 3.7}, {@code 3.10}. */
public record PostfixRelease(int major, int minor) {

    /** Reads mail_version: {@code 3.7.11}, {@code 3.12-20260429}, {@code 3.10.0-RC1}; empty if it does not begin like that. */
    public static Optional<PostfixRelease> parse(String mailVersion) {
        int dot = digitsFrom(mailVersion, 0);
        if (dot == 0 || dot == mailVersion.length() || mailVersion.charAt(dot) != '.') {
            return Optional.empty();
        }
        int end = digitsFrom(mailVersion, dot + 1);
        if (end == dot + 1 || end - dot > 5 || dot > 4) {
            return Optional.empty();
        }
        return Optional.of(new PostfixRelease(Integer.parseInt(mailVersion.substring(0, dot)),
            Integer.parseInt(mailVersion.substring(dot + 1, end))));
    }

    /** True for this release and later ones. */
    public boolean atLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || major == otherMajor && minor >= otherMinor;
    }

    /** True for releases before this one. */
    public boolean before(int otherMajor, int otherMinor) {
        return !atLeast(otherMajor, otherMinor);
    }

    private static int digitsFrom(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
