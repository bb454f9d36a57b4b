package org.tlsproxy.maps;

import java.util.Arrays;

/**
 * Base64 as Postfix decodes it: groups of four, neither blanks nor newlines, and padding ends the text whatever follows. Java's decoder
 * differs in what it refuses.
 */
final class Base64Text {

    private static final byte[] NOTHING = {};

    private Base64Text() { }

    /** @return nothing if the text is malformed; no text stands for nothing here */
    static byte[] decode(byte[] text) {
        if (text.length % 4 != 0) {
            return NOTHING;
        }
        byte[] out = new byte[text.length / 4 * 3];
        int length = 0;
        for (int i = 0; i < text.length; i += 4) {
            int high = digit(text[i]) << 18 | digit(text[i + 1]) << 12;
            int third = text[i + 2] == '=' ? 0 : digit(text[i + 2]);
            int fourth = text[i + 2] == '=' || text[i + 3] == '=' ? 0 : digit(text[i + 3]);
            int group = high | third << 6 | fourth;
            if (group < 0) {
                Arrays.fill(out, (byte) 0);
                return NOTHING;
            }
            out[length++] = (byte) (group >> 16);
            if (text[i + 2] == '=') {
                break;
            }
            out[length++] = (byte) (group >> 8);
            if (text[i + 3] == '=') {
                break;
            }
            out[length++] = (byte) group;
        }
        return length == out.length ? out : Arrays.copyOf(out, length);
    }

    /** @return a number so negative that it remains negative when shifted, for what is no digit */
    private static int digit(byte c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
