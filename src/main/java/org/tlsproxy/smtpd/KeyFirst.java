package org.tlsproxy.smtpd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Brings PEM files that tlswrapper(1) takes into the order that Postfix wants, the key before its certificates. Files for tlswrapper have
 * one key, anywhere. Works on bytes: a string with a key in it cannot be wiped.
 */
final class KeyFirst {

    private static final byte[] BEGIN = ascii("-----BEGIN ");
    private static final byte[] END = ascii("-----END ");
    private static final byte[] CERTIFICATE = ascii("-----BEGIN CERTIFICATE");
    private static final byte[] KEY = ascii("PRIVATE KEY-----");

    private KeyFirst() { }

    /** @return {@code pem} itself, unless it begins with a certificate and has one key */
    static byte[] of(byte[] pem) {
        int first = find(pem, BEGIN, 0);
        int label = find(pem, KEY, 0);
        if (first < 0 || label < 0 || find(pem, CERTIFICATE, first) != first) {
            return pem;
        }
        int start = lineStart(pem, label);
        int last = find(pem, END, label);
        int end = last < 0 ? -1 : lineEnd(pem, last);
        if (end < 0 || find(pem, BEGIN, start) != start || find(pem, KEY, end) >= 0) {
            return pem;
        }
        byte[] ordered = new byte[pem.length + 1];
        System.arraycopy(pem, start, ordered, 0, end - start);
        ordered[end - start] = '\n';
        System.arraycopy(pem, 0, ordered, end - start + 1, start);
        System.arraycopy(pem, end, ordered, end + 1, pem.length - end);
        return ordered;
    }

    private static int lineStart(byte[] text, int at) {
        int start = at;
        while (start > 0 && text[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static int lineEnd(byte[] text, int at) {
        int end = at;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private static int find(byte[] text, byte[] what, int from) {
        for (int i = from; i <= text.length - what.length; i++) {
            if (Arrays.equals(text, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
