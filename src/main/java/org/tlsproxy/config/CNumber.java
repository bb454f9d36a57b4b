package org.tlsproxy.config;

/**
 * A whole number at the start of a text, read as C's {@code strtol} does: blanks, a sign, decimal digits.
 *
 * @param value    the number; meaningless after an overflow
 * @param rest     what follows the digits
 * @param digits   how many digits there were
 * @param overflow true when it does not fit 64 bits
 */
record CNumber(long value, String rest, int digits, boolean overflow) {

    static CNumber parse(String text) {
        int at = Blanks.skip(text, 0);
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (negative || at < text.length() && text.charAt(at) == '+') {
            at++;
        }
        int start = at;
        long value = 0;
        boolean overflow = false;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            int digit = text.charAt(at) - '0';
            overflow |= value > (Long.MAX_VALUE - digit) / 10;
            value = value * 10 + digit;
        }
        if (at == start) {
            return new CNumber(0, text, 0, false);
        }
        return new CNumber(negative ? -value : value, text.substring(at), at - start, overflow);
    }

    /** True when the text is a number and nothing else, and it fits. */
    boolean isWhole() {
        return digits > 0 && rest.isEmpty() && !overflow;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
