package org.tlsproxy.config;

import java.util.Optional;

/**
 * The release of the installed Postfix, e.g. {@code 3.7.11} or the snapshot {@code 3.12-20260821}.
 *
 * @param snapshot the date of a development snapshot as a number, 0 for a release
 */
public record MailVersion(int major, int minor, int patch, int snapshot) implements Comparable<MailVersion> {

    /** What is assumed when nobody can be asked: the release that the built-in defaults were taken from. */
    public static final MailVersion ASSUMED = new MailVersion(3, 7, 11, 0);
    /** Older than every release that has a tlsproxy of this kind. */
    static final MailVersion OLDEST = new MailVersion(3, 4, 0, 0);
    static final MailVersion NEVER = new MailVersion(Integer.MAX_VALUE, 0, 0, 0);

    /** The version in a text that we wrote ourselves. */
    static MailVersion of(String text) {
        Optional<MailVersion> version = parse(text);
        if (version.isEmpty()) {
            throw new IllegalArgumentException("not a version: " + text);
        }
        return version.get();
    }

    /** Reads {@code mail_version}; anything after what is understood (a vendor's suffix) is left alone, as in {@code 3.9.0-RC1}. */
    public static Optional<MailVersion> parse(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0) {
            return Optional.empty();
        }
        int endOfMinor = endOfDigits(text, dot + 1);
        int major = number(text, 0, dot);
        int minor = number(text, dot + 1, endOfMinor);
        if (major < 0 || minor < 0) {
            return Optional.empty();
        }
        if (endOfMinor < text.length() && text.charAt(endOfMinor) == '.') {
            int patch = number(text, endOfMinor + 1, endOfDigits(text, endOfMinor + 1));
            return patch < 0 ? Optional.empty() : Optional.of(new MailVersion(major, minor, patch, 0));
        }
        boolean dated = endOfMinor < text.length() && text.charAt(endOfMinor) == '-';
        int date = dated ? number(text, endOfMinor + 1, endOfDigits(text, endOfMinor + 1)) : 0;
        return Optional.of(new MailVersion(major, minor, 0, Math.max(date, 0)));
    }

    /** True for that release, its patches and its snapshots, and all later ones: {@code 3.12-20260821} is at least 3.12. */
    public boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }

    /** The same for a major and minor number given as a version; its patch level is not looked at. */
    public boolean isAtLeast(MailVersion wanted) {
        return isAtLeast(wanted.major, wanted.minor);
    }

    /** By age: a snapshot comes before the release that it became. */
    @Override
    public int compareTo(MailVersion other) {
        if (major != other.major) {
            return Integer.compare(major, other.major);
        }
        if (minor != other.minor) {
            return Integer.compare(minor, other.minor);
        }
        if ((snapshot == 0) != (other.snapshot == 0)) {
            return snapshot == 0 ? 1 : -1;
        }
        return snapshot == 0 ? Integer.compare(patch, other.patch) : Integer.compare(snapshot, other.snapshot);
    }

    /** As Postfix writes it. */
    @Override
    public String toString() {
        String release = major + "." + minor;
        return snapshot == 0 ? release + "." + patch : release + "-" + snapshot;
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int number(String text, int from, int to) {
        if (from >= to || to - from > 9 || endOfDigits(text, from) < to) {
            return -1;
        }
        return Integer.parseInt(text.substring(from, to));
    }
}
