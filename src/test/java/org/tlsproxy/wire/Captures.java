package org.tlsproxy.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes that real Postfix programs sent, taken with a relay, and ways to damage them. */
final class Captures {

    static final Generation V35 = generation("3.5.25");
    static final Generation V37 = generation("3.7.11");
    static final Generation V311 = generation("3.11.6");
    static final Generation V312 = generation("3.12-20260821");

    private Captures() { }

    static Generation generation(String mailVersion) {
        return Generation.of(mailVersion).orElseThrow();
    }

    static byte[] load(String name) {
        try (InputStream in = Captures.class.getResourceAsStream(name + ".hex")) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replace("\n", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] serverRequest() {
        return load("3.7.11-server-request");
    }

    /** The same list with one part of its text replaced; | stands for NUL. */
    static byte[] replaced(byte[] list, String part, String by) {
        String text = new String(list, StandardCharsets.ISO_8859_1);
        String before = part.replace('|', '\0');
        if (!text.contains(before)) {
            throw new IllegalArgumentException(part);
        }
        int at = text.indexOf(before);
        return bytes(text.substring(0, at) + by + text.substring(at + before.length()));
    }

    /** | stands for NUL. */
    static byte[] bytes(String text) {
        return text.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1);
    }

    /** NUL shown as |. */
    static String text(byte[] list) {
        return new String(list, StandardCharsets.ISO_8859_1).replace('\0', '|');
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static RequestReader read(Generation generation, byte[] input) {
        RequestReader reader = new RequestReader(generation);
        reader.feed(input, 0, input.length);
        return reader;
    }
}
