package org.tlsproxy.trust;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A walk over DER without copies, so that a private key leaves no traces; where it fails, it fails as OpenSSL's parser does. One element
 * after the other; {@link #into} opens one.
 */
final class Der {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    static final int CONTEXT_0 = 0xa0;
    static final int CONTEXT_1 = 0xa1;

    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_BYTES = 4;

    private final byte[] bytes;
    private final int from;
    private final int end;
    private int at;

    private Der(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.from = from;
        this.at = from;
        this.end = end;
    }

    /** Not what it should be. The reason is OpenSSL's. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;
        private final transient Problem.Library problem;

        MalformedException(int code, String reason) {
            super(reason, null, false, false);
            problem = new Problem.Library(code, reason);
        }

        Problem.Library problem() {
            return problem;
        }
    }

    static Der of(byte[] bytes) {
        return new Der(bytes, 0, bytes.length);
    }

    boolean isEmpty() {
        return at == end;
    }

    /** @return the next element's tag, or -1 at the end */
    int tag() {
        return isEmpty() ? -1 : bytes[at] & 0xff;
    }

    /** The content of the next element, which must have this tag; goes behind it. */
    Der into(int tag) throws MalformedException {
        int start = content();
        if ((bytes[at] & 0xff) != tag) {
            throw new MalformedException(0x068000A8, "wrong tag");
        }
        int stop = start + length();
        at = stop;
        return new Der(bytes, start, stop);
    }

    void skip() throws MalformedException {
        at = content() + length();
    }

    /** The next element as a whole; goes behind it. */
    byte[] whole() throws MalformedException {
        int start = at;
        skip();
        return Arrays.copyOfRange(bytes, start, at);
    }

    /** This content from its start. */
    byte[] all() {
        return Arrays.copyOfRange(bytes, from, end);
    }

    /** What is left of this content. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    /** A BIT STRING of whole bytes. */
    byte[] bits() throws MalformedException {
        Der content = into(BIT_STRING);
        if (content.isEmpty() || content.bytes[content.at] != 0) {
            throw nested();
        }
        content.at++;
        return content.rest();
    }

    BigInteger integer() throws MalformedException {
        Der content = into(INTEGER);
        if (content.isEmpty()) {
            throw nested();
        }
        return new BigInteger(bytes, content.at, content.end - content.at);
    }

    static MalformedException nested() {
        return new MalformedException(0x0688010A, "nested asn1 error");
    }

    private int content() throws MalformedException {
        if (end - at < 2) {
            throw isEmpty() ? nested() : new MalformedException(0x0680009B, "too long");
        }
        int first = bytes[at + 1] & 0xff;
        int more = first < LONG_FORM ? 0 : first - LONG_FORM;
        if (first == LONG_FORM || more > MOST_LENGTH_BYTES || end - at - 2 < more) {
            throw new MalformedException(0x0680007B, "header too long");
        }
        int start = at + 2 + more;
        if (length() < 0 || length() > end - start) {
            throw new MalformedException(0x0680009B, "too long");
        }
        return start;
    }

    /** Only after {@link #content} has accepted the header. */
    private int length() {
        int first = bytes[at + 1] & 0xff;
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - LONG_FORM; i++) {
            length = length << 8 | bytes[at + 2 + i] & 0xff;
        }
        return length;
    }
}
