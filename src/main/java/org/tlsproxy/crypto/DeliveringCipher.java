package org.tlsproxy.crypto;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;

/** A Bouncy Castle record cipher (CBC, CCM and rarer ones) whose application data goes to the worker's sink as the fast ciphers' does. */
final class DeliveringCipher implements TlsCipher {

    private final TlsCryptoParameters parameters;
    private final TlsCipher cipher;
    private final Delivery delivery;

    DeliveringCipher(TlsCryptoParameters parameters, TlsCipher cipher, Delivery delivery) {
        this.parameters = parameters;
        this.cipher = cipher;
        this.delivery = delivery;
    }

    @Override
    public TlsDecodeResult decodeCiphertext(long seqNo, short recordType, ProtocolVersion recordVersion, byte[] ciphertext, int offset,
            int len) throws IOException {
        TlsDecodeResult plain = decode(seqNo, recordType, recordVersion, new Span(ciphertext, offset, len));
        return delivery.deliver(parameters, plain.contentType, new Span(plain.buf, plain.off, plain.len));
    }

    /** RFC 5246 7.2.2: whatever makes a record undecipherable, its length included, is answered by bad_record_mac. */
    private TlsDecodeResult decode(long seqNo, short recordType, ProtocolVersion version, Span sealed) throws IOException {
        try {
            return cipher.decodeCiphertext(seqNo, recordType, version, sealed.buf(), sealed.off(), sealed.len());
        } catch (TlsFatalAlert e) {
            short alert = e.getAlertDescription();
            boolean length = alert == AlertDescription.decryption_failed || alert == AlertDescription.decode_error;
            throw length ? new TlsFatalAlert(AlertDescription.bad_record_mac, e) : e;
        }
    }

    @Override
    public TlsEncodeResult encodePlaintext(long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation,
            byte[] plaintext, int offset, int len) throws IOException {
        return cipher.encodePlaintext(seqNo, contentType, recordVersion, headerAllocation, plaintext, offset, len);
    }

    @Override
    public int getCiphertextDecodeLimit(int plaintextLimit) {
        return cipher.getCiphertextDecodeLimit(plaintextLimit);
    }

    @Override
    public int getCiphertextEncodeLimit(int plaintextLimit) {
        return cipher.getCiphertextEncodeLimit(plaintextLimit);
    }

    @Override
    public int getPlaintextDecodeLimit(int ciphertextLimit) {
        return cipher.getPlaintextDecodeLimit(ciphertextLimit);
    }

    @Override
    public int getPlaintextEncodeLimit(int ciphertextLimit) {
        return cipher.getPlaintextEncodeLimit(ciphertextLimit);
    }

    @Override
    public void rekeyDecoder() throws IOException {
        cipher.rekeyDecoder();
    }

    @Override
    public void rekeyEncoder() throws IOException {
        cipher.rekeyEncoder();
    }

    @Override
    public boolean usesOpaqueRecordTypeDecode() {
        return cipher.usesOpaqueRecordTypeDecode();
    }

    @Override
    public boolean usesOpaqueRecordTypeEncode() {
        return cipher.usesOpaqueRecordTypeEncode();
    }
}
