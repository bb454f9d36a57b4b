package org.tlsproxy.smtp;

import java.nio.charset.StandardCharsets;

/** Bytes that wait to be taken, in order. Empty it holds no memory. Whoever fills it sees to its bound. */
final class ByteQueue {

    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int start;
    private int end;

    void add(byte[] buf, int off, int len) {
        if (len == 0) {
            return;
        }
        if (end + len > bytes.length) {
            byte[] wider = new byte[Math.max(size() + len, 64)];
            System.arraycopy(bytes, start, wider, 0, size());
            end -= start;
            start = 0;
            bytes = wider;
        }
        System.arraycopy(buf, off, bytes, end, len);
        end += len;
    }

    int size() {
        return end - start;
    }

    byte at(int index) {
        return bytes[start + index];
    }

    /** Where the byte is next, from {@code from} on; −1 if nowhere. */
    int find(int value, int from) {
        for (int i = start + from; i < end; i++) {
            if (bytes[i] == value) {
                return i - start;
            }
        }
        return -1;
    }

    /** Takes bytes as text, one character each. */
    String take(int length) {
        String text = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        drop(length);
        return text;
    }

    /** Copies the first bytes somewhere else and drops them. */
    void move(int length, Outlets outlets) {
        outlets.toProgram(bytes, start, length);
        drop(length);
    }

    void drop(int length) {
        start += length;
        if (start == end) {
            clear();
        }
    }

    void clear() {
        bytes = NONE;
        start = 0;
        end = 0;
    }
}
