package org.tlsproxy.engine;

import org.bouncycastle.tls.AlertDescription;

/** Takes the content of an extension apart, front to back; what does not fit is refused. */
final class ExtensionData {

    private final byte[] bytes;
    private final int end;
    private int at;

    ExtensionData(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ExtensionData(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    int remaining() {
        return end - at;
    }

    int uint(int size) throws Refusal {
        if (remaining() < size) {
            throw bad();
        }
        int value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[at++] & 0xFF;
        }
        return value;
    }

    /** What follows a length of so many bytes. */
    ExtensionData vector(int lengthBytes) throws Refusal {
        int length = uint(lengthBytes);
        if (length > remaining()) {
            throw bad();
        }
        at += length;
        return new ExtensionData(bytes, at - length, at);
    }

    /** A list of two-byte numbers and nothing else. */
    void numbers() throws Refusal {
        int length = vector(2).remaining();
        if (length == 0 || length % 2 != 0) {
            throw bad();
        }
        mustEnd();
    }

    void mustEnd() throws Refusal {
        if (at < end) {
            throw bad();
        }
    }

    boolean hasZero() {
        for (int i = at; i < end; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    static Refusal bad() {
        return Refusal.with(AlertDescription.decode_error, Failures.BAD_EXTENSION);
    }
}
