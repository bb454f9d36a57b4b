package org.tlsproxy.crypto;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDecodeResult;

/**
 * Where decrypted records go: application data of a finished handshake to the worker's sink, so that the record layer sees an empty record
 * and copies nothing; everything else, and application data that comes too early, back to the record layer, which judges it.
 */
final class Delivery {

    private static final TlsDecodeResult DELIVERED = new TlsDecodeResult(new byte[0], 0, 0, ContentType.application_data);

    private PlaintextSink sink;

    void sink(PlaintextSink next) {
        sink = next;
    }

    /**
     * What {@code decodeCiphertext} returns for a decrypted record.
     *
     * @throws TlsFatalAlert record_overflow if it is longer than 2^14 bytes or what was negotiated
     */
    TlsDecodeResult deliver(TlsCryptoParameters parameters, int type, Span plain) throws TlsFatalAlert {
        if (plain.len() > RecordBuffers.PLAINTEXT_LIMIT) {
            throw new TlsFatalAlert(AlertDescription.record_overflow);
        }
        if (type != ContentType.application_data || sink == null || parameters.getSecurityParametersHandshake() != null) {
            return new TlsDecodeResult(plain.buf(), plain.off(), plain.len(), (short) type);
        }
        if (plain.len() > limit(parameters.getSecurityParametersConnection())) {
            throw new TlsFatalAlert(AlertDescription.record_overflow);
        }
        if (plain.len() > 0) {
            sink.accept(plain.buf(), plain.off(), plain.len());
        }
        return DELIVERED;
    }

    /** RFC 6066 4: max_fragment_length 1 to 4 mean 2^9 to 2^12. */
    private static int limit(SecurityParameters connection) {
        int code = connection.getMaxFragmentLength();
        return code >= 1 && code <= 4 ? 1 << (8 + code) : RecordBuffers.PLAINTEXT_LIMIT;
    }
}
