package org.tlsproxy.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.TlsImplUtils;

/**
 * Encrypts and decrypts the records of one session with AES-GCM or ChaCha20-Poly1305. The session owns two keys and two IVs; ciphers and
 * buffers are the worker's, so an encoded record must be written, and a decoded one read, before the next one.
 */
final class AeadRecordCipher implements TlsCipher, SkippingCipher, Destroyable {

    private static final int IV_13 = 12;
    private static final int SALT = 4;
    /** A TLS 1.3 record may be longer than its plaintext by this much (RFC 8446 5.2). */
    private static final int EXPANSION_13 = 256;

    /**
     * What makes up a suite.
     *
     * @param aead     the algorithm
     * @param keySize  bytes
     * @param explicit in TLS 1.2 the record carries eight bytes of the nonce (AES-GCM)
     */
    record Suite(Aead aead, int keySize, boolean explicit) { }

    /** What all sessions of a worker share. */
    record Shared(RecordBuffers buffers, Delivery delivery) { }

    private final TlsCryptoParameters parameters;
    private final Suite suite;
    private final Shared shared;
    private final boolean tls13;
    private final int explicitLength;
    private TrafficKey writeKey;
    private TrafficKey readKey;
    private long skipped;
    private boolean destroyed;

    AeadRecordCipher(TlsCryptoParameters parameters, Suite suite, Shared shared) throws IOException {
        this.parameters = parameters;
        this.suite = suite;
        this.shared = shared;
        SecurityParameters handshake = parameters.getSecurityParametersHandshake();
        ProtocolVersion version = handshake.getNegotiatedVersion();
        if (!TlsImplUtils.isTLSv12(version)) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        tls13 = TlsImplUtils.isTLSv13(version);
        explicitLength = suite.explicit() && !tls13 ? RecordBinding.EXPLICIT : 0;
        if (tls13) {
            readKey = key13(handshake, !parameters.isServer());
            writeKey = key13(handshake, parameters.isServer());
        } else {
            keys12();
        }
    }

    /** RFC 5246 6.3; AEADs have no MAC keys, and an implicit nonce part where others have an IV. */
    private void keys12() throws IOException {
        int keySize = suite.keySize();
        int ivSize = explicitLength > 0 ? SALT : IV_13;
        byte[] block = TlsImplUtils.calculateKeyBlock(parameters, 2 * keySize + 2 * ivSize);
        TrafficKey client = key12(block, 0, ivSize);
        TrafficKey server = key12(block, 1, ivSize);
        Arrays.fill(block, (byte) 0);
        writeKey = parameters.isServer() ? server : client;
        readKey = parameters.isServer() ? client : server;
    }

    private TrafficKey key12(byte[] block, int index, int ivSize) {
        int keySize = suite.keySize();
        int ivAt = 2 * keySize + index * ivSize;
        return new TrafficKey(suite.aead().keyAlgorithm(), Arrays.copyOfRange(block, index * keySize, (index + 1) * keySize),
            Arrays.copyOfRange(block, ivAt, ivAt + ivSize));
    }

    /** RFC 8446 7.3. */
    private TrafficKey key13(SecurityParameters from, boolean server) throws IOException {
        TlsSecret secret = server ? from.getTrafficSecretServer() : from.getTrafficSecretClient();
        if (secret == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        int hash = from.getPRFCryptoHashAlgorithm();
        byte[] key = TlsCryptoUtils.hkdfExpandLabel(secret, hash, "key", TlsUtils.EMPTY_BYTES, suite.keySize()).extract();
        byte[] iv = TlsCryptoUtils.hkdfExpandLabel(secret, hash, "iv", TlsUtils.EMPTY_BYTES, IV_13).extract();
        return new TrafficKey(suite.aead().keyAlgorithm(), key, iv);
    }

    private int typeLength() {
        return tls13 ? 1 : 0;
    }

    private int overhead() {
        return explicitLength + Aead.TAG + typeLength();
    }

    @Override
    public int getCiphertextDecodeLimit(int plaintextLimit) {
        return plaintextLimit + (tls13 ? EXPANSION_13 : overhead());
    }

    @Override
    public int getCiphertextEncodeLimit(int plaintextLimit) {
        return plaintextLimit + overhead();
    }

    @Override
    public int getPlaintextDecodeLimit(int ciphertextLimit) {
        return ciphertextLimit - overhead();
    }

    @Override
    public int getPlaintextEncodeLimit(int ciphertextLimit) {
        return ciphertextLimit - overhead();
    }

    @Override
    public boolean usesOpaqueRecordTypeDecode() {
        return tls13;
    }

    @Override
    public boolean usesOpaqueRecordTypeEncode() {
        return tls13;
    }

    @Override
    public TlsEncodeResult encodePlaintext(long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation,
            byte[] plaintext, int offset, int len) throws IOException {
        byte[] out = shared.buffers().sealed;
        int length = headerAllocation + len + overhead();
        if (len > RecordBuffers.PLAINTEXT_LIMIT || length > out.length) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        RecordBinding.putLong(out, headerAllocation, seqNo);
        int at = headerAllocation + explicitLength;
        short recordType = tls13 ? ContentType.application_data : contentType;
        bind(writeKey, seqNo, out, headerAllocation);
        bindHeader(seqNo, recordType, recordVersion, len);
        try {
            suite.aead().begin(writeKey, shared.buffers().binding);
            suite.aead().seal(new Span(plaintext, offset, len), tls13 ? contentType : Aead.NO_TYPE, new Span(out, at, length - at));
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
        return new TlsEncodeResult(out, 0, length, recordType);
    }

    private void bind(TrafficKey key, long sequence, byte[] record, int offset) throws TlsFatalAlert {
        if (destroyed) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        if (explicitLength > 0) {
            shared.buffers().binding.explicitNonce(key.iv(), record, offset);
        } else {
            shared.buffers().binding.mixedNonce(key.iv(), sequence);
        }
    }

    private void bindHeader(long sequence, int type, ProtocolVersion version, int plainLength) {
        if (tls13) {
            shared.buffers().binding.header13(type, version, plainLength + overhead());
        } else {
            shared.buffers().binding.header12(sequence, type, version, plainLength);
        }
    }

    @Override
    public TlsDecodeResult decodeCiphertext(long seqNo, short recordType, ProtocolVersion recordVersion, byte[] ciphertext, int offset,
            int len) throws IOException {
        byte[] out = shared.buffers().opened;
        int plain = len - overhead();
        if (plain < 0 || len > out.length) {
            throw new TlsFatalAlert(plain < 0 ? AlertDescription.bad_record_mac : AlertDescription.record_overflow);
        }
        long number = seqNo - skipped;
        bind(readKey, number, ciphertext, offset);
        bindHeader(number, recordType, recordVersion, plain);
        try {
            suite.aead().begin(readKey, shared.buffers().binding);
            suite.aead().open(new Span(ciphertext, offset + explicitLength, len - explicitLength), out);
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
        }
        if (!tls13) {
            return shared.delivery().deliver(parameters, recordType, new Span(out, 0, plain));
        }
        int end = typePosition(out, plain);
        return shared.delivery().deliver(parameters, out[end] & 0xff, new Span(out, 0, end));
    }

    /** The last byte that is not zero is the content type (RFC 8446 5.4). */
    private static int typePosition(byte[] inner, int last) throws TlsFatalAlert {
        int at = last;
        while (at >= 0 && inner[at] == 0) {
            at--;
        }
        if (at < 0) {
            throw new TlsFatalAlert(AlertDescription.unexpected_message);
        }
        return at;
    }

    @Override
    public void rekeyDecoder() throws IOException {
        TrafficKey old = readKey;
        readKey = nextKey(!parameters.isServer());
        old.destroy();
    }

    @Override
    public void rekeyEncoder() throws IOException {
        TrafficKey old = writeKey;
        writeKey = nextKey(parameters.isServer());
        old.destroy();
    }

    private TrafficKey nextKey(boolean server) throws IOException {
        if (!tls13) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        return key13(parameters.getSecurityParametersConnection(), server);
    }

    @Override
    public void skip() {
        skipped++;
    }

    /** Wipes the keys; records can no longer be read or written. */
    @Override
    public void destroy() {
        destroyed = true;
        writeKey.destroy();
        readKey.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }
}
