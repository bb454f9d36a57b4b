package org.tlsproxy.engine;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.HandshakeType;

/**
 * Watches how a client's handshake messages lie in its records: none may be larger than it can need to be, and the last one under a
 * key must end where its record does (RFC 8446 5.1). What follows it would otherwise be read as if it had been under the next key.
 */
final class MessageBoundaries {

    private static final int HEADER = 4;
    /** OpenSSL's limits: a ClientHello with all its extensions at their largest, 100 kB of client certificates, one record. */
    private static final int MAX_CLIENT_HELLO = 131_396;
    private static final int MAX_CERTIFICATE = 100 * 1024;
    private static final int MAX_OTHER = 1 << 14;

    private int seen;
    private int header;
    private int missing;

    /** The size beyond which no message is taken. */
    static int largest() {
        return MAX_CLIENT_HELLO;
    }

    /** A record with handshake messages, or parts of them. */
    void handshake(byte[] buf, int off, int len) throws Refusal {
        int at = off;
        int end = off + len;
        while (at < end) {
            if (seen < HEADER) {
                header = header << 8 | buf[at++] & 0xFF;
                if (++seen == HEADER) {
                    begin();
                }
            } else {
                int part = Math.min(missing, end - at);
                missing -= part;
                at += part;
            }
            if (seen == HEADER && missing == 0) {
                finish(at == end);
            }
        }
    }

    /** True in the middle of a message. */
    boolean inside() {
        return seen > 0;
    }

    private void begin() throws Refusal {
        missing = header & 0xFFFFFF;
        if (missing > limit(type())) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.EXCESSIVE_MESSAGE_SIZE);
        }
    }

    private void finish(boolean atRecordEnd) throws Refusal {
        seen = 0;
        if (!atRecordEnd && changesKeys(type())) {
            throw Refusal.with(AlertDescription.unexpected_message, Failures.NOT_ON_RECORD_BOUNDARY);
        }
    }

    private int type() {
        return header >>> 24;
    }

    private static int limit(int type) {
        switch (type) {
            case HandshakeType.client_hello:
                return MAX_CLIENT_HELLO;
            case HandshakeType.certificate:
                return MAX_CERTIFICATE;
            default:
                return MAX_OTHER;
        }
    }

    /** In TLS 1.2 nothing follows these in a record either: the client has to wait for us first. */
    private static boolean changesKeys(int type) {
        return type == HandshakeType.client_hello || type == HandshakeType.finished || type == HandshakeType.key_update;
    }
}
