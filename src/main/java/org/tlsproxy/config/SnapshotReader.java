package org.tlsproxy.config;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Unpacks what {@link SnapshotWriter} packed and accepts nothing else: both ends are the same program, so any doubt is a fault. */
final class SnapshotReader {

    private final ByteBuffer in;

    SnapshotReader(byte[] snapshot, byte[] magic) {
        in = ByteBuffer.wrap(snapshot);
        for (byte expected : magic) {
            if (!in.hasRemaining() || in.get() != expected) {
                throw new IllegalArgumentException("not a snapshot of settings of this version");
            }
        }
    }

    int number() {
        try {
            return in.getInt();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("snapshot of settings is cut short", e);
        }
    }

    String text() {
        int length = number();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("snapshot of settings is cut short: " + length + " bytes announced");
        }
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("snapshot of settings has a text that is not UTF-8", e);
        }
    }

    boolean flag() {
        int number = number();
        if ((number & ~1) != 0) {
            throw new IllegalArgumentException("neither yes nor no: " + number);
        }
        return number == 1;
    }

    <E extends Enum<E>> E oneOf(E[] values) {
        int number = number();
        if (number < 0 || number >= values.length) {
            throw new IllegalArgumentException("no value with number " + number);
        }
        return values[number];
    }

    /** Nothing may follow. */
    void end() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("snapshot of settings has " + in.remaining() + " bytes too many");
        }
    }
}
