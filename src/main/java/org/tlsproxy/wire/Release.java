package org.tlsproxy.wire;

/** The number of a Postfix release as one ordered value: snapshots and candidates come before the release they lead to. */
final class Release {

    static final long OLDEST = of(3, 4);
    static final long NONE = Long.MAX_VALUE;

    private static final long DATES = 100_000_000L;
    private static final int AFTER_ALL_SNAPSHOTS = 99_999_999;

    private Release() { }

    /** The first snapshot of a minor release. */
    static long of(int major, int minor) {
        return snapshot(major, minor, 0);
    }

    static long of(int major, int minor, int patch) {
        return ((major * 1000L + minor) * 1000 + patch + 1) * DATES;
    }

    static long snapshot(int major, int minor, int date) {
        return (major * 1000L + minor) * 1000 * DATES + date;
    }

    /** @return the release that a mail_version such as 3.7.11, 3.12-20260821 or 3.9.0-RC1 names; -1 if it names none */
    static long parse(String mailVersion) {
        Digits digits = new Digits(mailVersion);
        int major = digits.number();
        if (major < 0 || !digits.skip('.')) {
            return -1;
        }
        int minor = digits.number();
        if (minor < 0) {
            return -1;
        }
        int patch = digits.skip('.') ? digits.number() : 0;
        if (patch < 0) {
            return -1;
        }
        return digits.skip('-') ? unreleased(major, minor, patch, digits) : of(major, minor, patch);
    }

    /** What a vendor appends to a patch level is not a date: 3.7.11-0+deb12u1. */
    private static long unreleased(int major, int minor, int patch, Digits digits) {
        if (patch > 0) {
            return of(major, minor, patch);
        }
        int date = digits.number();
        return snapshot(major, minor, date > 19_000_000 ? date : AFTER_ALL_SNAPSHOTS);
    }

    /** Reads numbers off a version; a number has at most eight digits. */
    private static final class Digits {
        private final String text;
        private int at;

        Digits(String text) {
            this.text = text;
        }

        boolean skip(char wanted) {
            boolean there = at < text.length() && text.charAt(at) == wanted;
            if (there) {
                at++;
            }
            return there;
        }

        int number() {
            int start = at;
            int value = 0;
            while (at < text.length() && at - start < 8 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = value * 10 + text.charAt(at++) - '0';
            }
            return at == start ? -1 : value;
        }
    }
}
