package org.tlsproxy.trust;

import java.util.Arrays;
import java.util.Optional;

/** Base64 as OpenSSL's decoder takes it: blanks anywhere, whole groups of four, at most two {@code =} and nothing behind them. */
final class PemBase64 {

    private static final int BLANK = -1;
    private static final int BAD = -2;
    private static final int GROUP = 4;
    private static final int MOST_PADDING = 2;

    private final byte[] out;
    private int used;
    private int bits;
    private int characters;
    private int padding;

    private PemBase64(int longest) {
        out = new byte[longest];
    }

    /** @return what text[from..to) means; empty if it is malformed */
    static Optional<byte[]> decode(byte[] text, int from, int to) {
        PemBase64 decoder = new PemBase64((to - from) / GROUP * 3 + 3);
        boolean good = true;
        for (int i = from; i < to && good; i++) {
            good = decoder.take(text[i]);
        }
        good = good && decoder.characters % GROUP == 0;
        byte[] result = good ? Arrays.copyOf(decoder.out, decoder.used - decoder.padding) : new byte[0];
        Arrays.fill(decoder.out, (byte) 0);
        return good ? Optional.of(result) : Optional.empty();
    }

    private boolean take(byte character) {
        int value = value(character);
        if (value == BLANK) {
            return true;
        }
        if (character == '=') {
            padding++;
        }
        if (value == BAD || padding > MOST_PADDING || padding > 0 && character != '=') {
            return false;
        }
        bits = bits << 6 | value;
        characters++;
        if (characters % GROUP == 0) {
            out[used++] = (byte) (bits >> 16);
            out[used++] = (byte) (bits >> 8);
            out[used++] = (byte) bits;
        }
        return true;
    }

    private static int value(byte c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return switch (c) {
            case '+' -> 62;
            case '/' -> 63;
            case '=' -> 0;
            default -> c >= 0 && c <= ' ' ? BLANK : BAD;
        };
    }
}
