package org.tlsproxy.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Packs settings for a worker: 32-bit numbers, and texts as their length and their UTF-8 bytes. */
final class SnapshotWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);

    /** @param magic says what the bytes are and in which version of the format */
    SnapshotWriter(byte[] magic) {
        out.writeBytes(magic);
    }

    SnapshotWriter number(int number) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(number >>> shift);
        }
        return this;
    }

    SnapshotWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    SnapshotWriter flag(boolean flag) {
        return number(flag ? 1 : 0);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
