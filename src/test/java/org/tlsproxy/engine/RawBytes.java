package org.tlsproxy.engine;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as TLS writes them: numbers, vectors with a length before them, messages. */
final class RawBytes {

    private RawBytes() {
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A number of so many bytes. */
    static byte[] uint(int bytes, int value) {
        byte[] out = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            out[i] = (byte) (value >>> 8 * (bytes - 1 - i));
        }
        return out;
    }

    static int uint(byte[] from, int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | from[at + i] & 0xFF;
        }
        return value;
    }

    /** The content behind a length of so many bytes. */
    static byte[] vector(int lengthBytes, byte[]... content) {
        byte[] all = concat(content);
        return concat(uint(lengthBytes, all.length), all);
    }

    /** A list of two-byte numbers behind a length. */
    static byte[] list(int lengthBytes, int... values) {
        byte[] all = new byte[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            all[2 * i] = (byte) (values[i] >>> 8);
            all[2 * i + 1] = (byte) values[i];
        }
        return vector(lengthBytes, all);
    }

    /** A handshake message. */
    static byte[] message(int type, byte[] body) {
        return concat(uint(1, type), vector(3, body));
    }

    static byte[] repeat(byte[] one, int times) {
        byte[][] all = new byte[times][];
        Arrays.fill(all, one);
        return concat(all);
    }
}
