package org.tlsproxy.trust;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** The text of a name's attribute, if it is fit to be logged and reported: Postfix's conditions, and its warnings. */
final class NameText {

    private static final int LONGEST = 255;
    private static final int SURROGATES = 0xd800;
    private static final int SURROGATES_END = 0xe000;

    private final String peer;
    private final Consumer<Problem> problems;

    /** @param peer begins the warnings */
    NameText(String peer, Consumer<Problem> problems) {
        this.peer = peer;
        this.problems = problems;
    }

    /** @param label what the warnings call it. @return empty if it is not fit */
    Optional<String> read(DistinguishedName.Attribute attribute, String label) {
        Optional<byte[]> decoded = utf8(attribute);
        if (decoded.isEmpty()) {
            warn("error decoding peer " + label + " of ASN.1 type=" + attribute.tag());
            return Optional.empty();
        }
        byte[] bytes = decoded.get();
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return printable(bytes, length, label) ? Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8)) : Optional.empty();
    }

    private boolean printable(byte[] bytes, int length, String label) {
        if (length > LONGEST) {
            return warn("peer " + label + " too long: " + length);
        }
        boolean control = false;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                return warn("NULL character in peer " + label);
            }
            control |= bytes[i] > 0 && bytes[i] < ' ' || bytes[i] == 0x7f;
        }
        return !control || warn("non-printable content in peer " + label);
    }

    private boolean warn(String text) {
        problems.accept(new Problem.Warning("tls_text_name: " + peer + ": " + text));
        return false;
    }

    /** As ASN1_STRING_to_UTF8: the older string types are taken for Latin 1. Empty for what is no string, or not a well-formed one. */
    static Optional<byte[]> utf8(DistinguishedName.Attribute attribute) {
        return switch (attribute.tag()) {
            case 12 -> wellFormed(attribute.value());
            case 18, 19, 20, 22, 23, 24, 26 -> encode(attribute.value(), 1);
            case 28 -> encode(attribute.value(), 4);
            case 30 -> encode(attribute.value(), 2);
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> wellFormed(byte[] utf8) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            return Optional.of(utf8);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> encode(byte[] characters, int width) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(characters.length);
        for (int i = 0; i < characters.length; i += width) {
            int code = 0;
            for (int j = 0; j < width; j++) {
                code = i + j < characters.length ? code << 8 | characters[i + j] & 0xff : -1;
            }
            if (code < 0 || code > Character.MAX_CODE_POINT || code >= SURROGATES && code < SURROGATES_END) {
                return Optional.empty();
            }
            out.writeBytes(new String(Character.toChars(code)).getBytes(StandardCharsets.UTF_8));
        }
        return Optional.of(out.toByteArray());
    }
}
