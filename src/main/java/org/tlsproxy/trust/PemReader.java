package org.tlsproxy.trust;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.tlsproxy.trust.PemItem.Broken;
import org.tlsproxy.trust.PemItem.End;
import org.tlsproxy.trust.PemItem.PemObject;

/**
 * The objects of a PEM file one by one, as OpenSSL reads them: text between them does not matter, blanks at line ends neither, lines are
 * looked at 254 bytes at a time, a NUL byte ends the file. Bodies must be whole; the first damage ends the reading.
 */
final class PemReader {

    static final Problem.Library BAD_BASE64 = new Problem.Library(0x04800064, "bad base64 decode");
    static final Problem.Library BAD_END = new Problem.Library(0x04800066, "bad end line");

    private static final int LONGEST_LINE = 254;
    private static final byte[] BEGIN = ascii("-----BEGIN ");
    private static final byte[] FINISH = ascii("-----END ");
    private static final byte[] ENCRYPTED = ascii("ENCRYPTED");
    private static final byte[] TAIL = ascii("-----");

    private final byte[] text;
    private int number;
    private int lineStart;
    private int lineEnd;
    private int next;
    private boolean encrypted;

    /** @param text stays the caller's, and must not change before the last object is read */
    PemReader(byte[] text) {
        this.text = text;
    }

    PemItem next() {
        while (line()) {
            if (starts(BEGIN) && ends(TAIL) && lineEnd - lineStart >= BEGIN.length + TAIL.length) {
                return object(new String(text, lineStart + BEGIN.length, lineEnd - lineStart - BEGIN.length - TAIL.length,
                    StandardCharsets.ISO_8859_1));
            }
        }
        return new End();
    }

    private PemItem object(String label) {
        encrypted = false;
        int body = next;
        boolean header = false;
        boolean continued = false;
        while (line()) {
            boolean partial = next - lineStart == LONGEST_LINE && text[next - 1] != '\n';
            if (starts(FINISH)) {
                return endsWith(label) ? decoded(label, body, lineStart) : new Broken(Optional.of(BAD_END));
            }
            if (lineEnd == lineStart && !continued) {
                if (header) {
                    return new Broken(Optional.of(BAD_END));
                }
                header = true;
                encrypted = contains(ENCRYPTED, body);
                body = next;
            }
            continued = partial;
        }
        return new Broken(Optional.of(BAD_END));
    }

    private PemItem decoded(String label, int from, int to) {
        Optional<byte[]> der = PemBase64.decode(text, from, to);
        if (der.isEmpty()) {
            return new Broken(Optional.of(BAD_BASE64));
        }
        number++;
        return der.get().length == 0 ? new Broken(Optional.empty()) : new PemObject(label, number, encrypted, der.get());
    }

    /** Moves to the next line; its end is without trailing blanks. @return whether there is one */
    private boolean line() {
        lineStart = next;
        int most = Math.min(text.length, lineStart + LONGEST_LINE);
        while (next < most && text[next] != '\n' && text[next] != 0) {
            next++;
        }
        if (lineStart < text.length && text[lineStart] == 0) {
            return false;
        }
        lineEnd = next;
        if (next < most && text[next] == '\n') {
            next++;
        }
        while (lineEnd > lineStart && text[lineEnd - 1] <= ' ' && text[lineEnd - 1] >= 0) {
            lineEnd--;
        }
        return next > lineStart;
    }

    private boolean starts(byte[] prefix) {
        return matches(prefix, lineStart);
    }

    private boolean ends(byte[] suffix) {
        return matches(suffix, lineEnd - suffix.length);
    }

    private boolean endsWith(String label) {
        byte[] line = ascii("-----END " + label + "-----");
        return lineEnd - lineStart == line.length && matches(line, lineStart);
    }

    private boolean matches(byte[] bytes, int at) {
        return at >= lineStart && at + bytes.length <= lineEnd && Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length);
    }

    /** In the header that begins there and ends where the line begins. */
    private boolean contains(byte[] word, int from) {
        for (int i = from; i + word.length <= lineStart; i++) {
            if (Arrays.equals(text, i, i + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String s) {
        return s.getBytes(StandardCharsets.ISO_8859_1);
    }
}
