package org.tlsproxy.maps;

/**
 * A key that can be looked at only so often: what bounds a pattern that backtracks without end. A careful table of a thousand rules takes
 * some ten thousand looks; the limit is some ten milliseconds.
 */
final class Budget implements CharSequence {

    private static final int LOOKS = 2_000_000;

    /** The limit is reached. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int left = LOOKS;

    Budget(String text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new Spent();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
