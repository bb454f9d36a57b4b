package org.tlsproxy.wire;

import java.util.Arrays;
import java.util.Base64;

/**
 * Reads numbers and base64 as Postfix does. Numbers follow scanf's {@code %u}: leading white space and a sign are accepted,
 * what is too large for 64 bits becomes all ones, what is too large for 32 is cut; anything behind the digits is an error.
 */
final class ValueParser {

    private static final long[] MALFORMED = {};

    private ValueParser() { }

    /** @return empty array: malformed; else the number */
    static long[] number(byte[] buf, int off, int len) {
        int at = off;
        int end = off + len;
        while (at < end && isSpace(buf[at])) {
            at++;
        }
        boolean negative = at < end && buf[at] == '-';
        if (negative || at < end && buf[at] == '+') {
            at++;
        }
        if (at == end) {
            return MALFORMED;
        }
        return digits(buf, at, end, negative);
    }

    private static long[] digits(byte[] buf, int from, int end, boolean negative) {
        long value = 0;
        boolean overflow = false;
        for (int at = from; at < end; at++) {
            int digit = buf[at] - '0';
            if (digit < 0 || digit > 9) {
                return MALFORMED;
            }
            overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0;
            value = value * 10 + digit;
        }
        return new long[] {overflow ? -1L : negative ? -value : value};
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    /** @return empty array: malformed; else one element, the bytes */
    static byte[][] base64(byte[] buf, int off, int len) {
        if (len % 4 != 0) {
            return new byte[][] {};
        }
        try {
            return new byte[][] {Base64.getDecoder().decode(Arrays.copyOfRange(buf, off, off + len))};
        } catch (IllegalArgumentException malformed) {
            return new byte[][] {};   // the caller words the warning, with the text itself
        }
    }
}
