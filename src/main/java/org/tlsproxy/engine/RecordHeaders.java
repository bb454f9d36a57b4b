package org.tlsproxy.engine;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;

/** Judges record headers as OpenSSL 3.0 does, down to the question whether a peer speaks TLS at all. */
final class RecordHeaders {

    /** OpenSSL's buffer: 2^14 and 320 bytes for MAC, padding and IV. */
    private static final int MAX_LENGTH = (1 << 14) + 320;
    private static final int SSLV2_CLIENT_HELLO = 1;
    private static final int SSLV3_MAJOR = 3;
    private static final int TLS13 = 0x0304;

    private RecordHeaders() {
    }

    /** Length of the first record of a connection, header included. */
    static int first(byte[] buf, int off) throws Refusal {
        if ((buf[off] & 0x80) != 0 && buf[off + 2] == SSLV2_CLIENT_HELLO) {
            throw Refusal.with(AlertDescription.protocol_version, Failures.UNKNOWN_PROTOCOL);
        }
        if (buf[off + 1] != SSLV3_MAJOR) {
            throw Refusal.withoutAlert(notTls(buf, off));
        }
        if (buf[off] != ContentType.handshake) {
            throw Refusal.with(AlertDescription.unexpected_message, Failures.UNEXPECTED_MESSAGE);
        }
        return size(buf, off);
    }

    /** Length of a record of a server whose ServerHello is awaited. @param started it has sent one before, such as a warning */
    static int answer(byte[] buf, int off, boolean started) throws Refusal {
        if (buf[off + 1] == SSLV3_MAJOR) {
            return size(buf, off);
        }
        throw started ? Refusal.with(AlertDescription.protocol_version, Failures.WRONG_VERSION_NUMBER)
            : Refusal.withoutAlert(notTls(buf, off));
    }

    /** Length of a later record. @param version the TLS version agreed upon, 0 before that */
    static int next(byte[] buf, int off, int version) throws Refusal {
        int record = (buf[off + 1] & 0xFF) << 8 | buf[off + 2] & 0xFF;
        boolean agreed = version != 0 && version != TLS13;    // TLS 1.3 leaves the field without meaning
        if (buf[off + 1] != SSLV3_MAJOR || agreed && record != version) {
            throw Refusal.with(AlertDescription.protocol_version, Failures.WRONG_VERSION_NUMBER);
        }
        return size(buf, off);
    }

    private static int size(byte[] buf, int off) throws Refusal {
        int length = (buf[off + 3] & 0xFF) << 8 | buf[off + 4] & 0xFF;
        if (length > MAX_LENGTH) {
            throw Refusal.with(AlertDescription.record_overflow, Failures.PACKET_LENGTH_TOO_LONG);
        }
        return RecordCutter.HEADER + length;
    }

    private static TlsFailure notTls(byte[] buf, int off) {
        if (starts(buf, off, "GET ") || starts(buf, off, "POST ") || starts(buf, off, "HEAD ") || starts(buf, off, "PUT ")) {
            return Failures.HTTP_REQUEST;
        }
        return starts(buf, off, "CONNE") ? Failures.HTTPS_PROXY_REQUEST : Failures.WRONG_VERSION_NUMBER;
    }

    private static boolean starts(byte[] buf, int off, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (buf[off + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
