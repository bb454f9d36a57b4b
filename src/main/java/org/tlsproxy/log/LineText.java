package org.tlsproxy.log;

/**
 * Makes one harmless line of a text: printable characters stay, everything else becomes {@code ?}, so that nothing a peer sent can
 * start a line of its own or move the cursor of whoever reads the log.
 *
 * <p>Kept are printable ASCII and, with smtputf8_enable, well-formed UTF-8 without the C1 controls (C Postfix lets those and some
 * malformed sequences pass; a terminal acts on them, so ours does not). Without smtputf8_enable each non-ASCII byte is a {@code ?}.
 */
final class LineText {

    /** Longest text in bytes; Postfix cuts there, prefix not counted. */
    static final int LIMIT = 2000;

    private LineText() { }

    /**
     * Writes a text's bytes, at most {@link #LIMIT}; a character that does not fit leaves {@code ?} for the bytes that would have.
     *
     * @return the index after the last byte written
     */
    static int write(String text, boolean utf8, byte[] out, int at) {
        int end = at + LIMIT;
        int to = at;
        int length = text.length();
        for (int i = 0; i < length && to < end; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                out[to++] = (byte) c;
            } else if (c < 0xa0) {
                to = marks(c < 0x80 || utf8 ? 1 : 2, out, to, end);    // C0, DEL, C1: one for each byte that C would have seen
            } else {
                int point = text.codePointAt(i);
                i += Character.charCount(point) - 1;
                int size = size(point);
                boolean kept = utf8 && isScalar(point) && to + size <= end;
                to = kept ? encode(point, size, out, to) : marks(isScalar(point) ? size : 1, out, to, end);
            }
        }
        return to;
    }

    private static int size(int point) {
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    /** A surrogate alone is no character. */
    private static boolean isScalar(int point) {
        return point < 0xd800 || point > 0xdfff;
    }

    private static int encode(int point, int size, byte[] out, int to) {
        int shift = 6 * (size - 1);
        out[to] = (byte) (0xf00 >> size | point >> shift);
        for (int i = 1; i < size; i++) {
            shift -= 6;
            out[to + i] = (byte) (0x80 | point >> shift & 0x3f);
        }
        return to + size;
    }

    private static int marks(int count, byte[] out, int to, int end) {
        int stop = Math.min(to + count, end);
        for (int i = to; i < stop; i++) {
            out[i] = '?';
        }
        return stop;
    }
}
