package org.tlsproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Writes attribute lists as bytes. A NUL inside a text would end it early, so it is left out. */
final class AttributeBuffer {

    private byte[] bytes;
    private int length;

    AttributeBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    void text(Layout.Row row, String value) {
        String safe = value.indexOf('\0') < 0 ? value : value.replace("\0", "");
        pair(row, safe.getBytes(StandardCharsets.UTF_8));
    }

    void number(Layout.Row row, int value) {
        longNumber(row, Integer.toUnsignedLong(value));
    }

    void longNumber(Layout.Row row, long value) {
        pair(row, Long.toUnsignedString(value).getBytes(StandardCharsets.US_ASCII));
    }

    void data(Layout.Row row, byte[] value) {
        pair(row, Base64.getEncoder().encode(value));
    }

    /** Ends the list and hands it out. */
    byte[] end() {
        put(new byte[0]);
        return Arrays.copyOf(bytes, length);
    }

    private void pair(Layout.Row row, byte[] value) {
        put(row.bytes);
        put(value);
    }

    private void put(byte[] token) {
        int needed = length + token.length + 1;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
        System.arraycopy(token, 0, bytes, length, token.length);
        length = needed;
        bytes[length - 1] = 0;
    }

    /** One list by itself. */
    static byte[] list(Layout layout, Object[] values, Generation generation) {
        AttributeBuffer out = new AttributeBuffer(512);
        layout.print(values, generation, out);
        return out.end();
    }
}
