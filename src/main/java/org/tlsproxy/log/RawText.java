package org.tlsproxy.log;

/**
 * Text that came as bytes from outside (a peer's name, an attribute), on its way to the log. Well-formed UTF-8 becomes what it
 * says; each malformed byte becomes one unpaired surrogate (U+DC80 … U+DCFF), which no well-formed text contains and which the log
 * writes as one {@code ?}. So a record shows a foreign byte as C Postfix shows it.
 */
public final class RawText {

    private static final char ESCAPE = '\uDC00';

    private RawText() { }

    /** The text of a byte range. */
    public static String of(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int size = sequence(bytes, at, end);
            if (size == 0) {
                text.append((char) (ESCAPE + (bytes[at] & 0xff)));
                at++;
            } else {
                text.appendCodePoint(codePoint(bytes, at, size));
                at += size;
            }
        }
        return text.toString();
    }

    /** The text of a string that holds one byte per character (ISO 8859-1 as a byte container). */
    public static String ofBytes(String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.charAt(i) >= 0x80) {
                byte[] raw = bytes.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                return of(raw, 0, raw.length);
            }
        }
        return bytes;
    }

    /** Length of the well-formed sequence (RFC 3629) that starts here, 0 if there is none. */
    private static int sequence(byte[] b, int at, int end) {
        int lead = b[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (size == 0 || at + size > end) {
            return 0;
        }
        for (int i = 1; i < size; i++) {
            if ((b[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int point = codePoint(b, at, size);
        boolean overlong = size == 3 && point < 0x800 || size == 4 && point < 0x10000;
        boolean surrogate = point >= 0xd800 && point <= 0xdfff;
        return overlong || surrogate || point > 0x10ffff ? 0 : size;
    }

    private static int codePoint(byte[] b, int at, int size) {
        if (size == 1) {
            return b[at];
        }
        int point = b[at] & 0xff >> size + 1;
        for (int i = 1; i < size; i++) {
            point = point << 6 | b[at + i] & 0x3f;
        }
        return point;
    }
}
