package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * The hash over a TLS 1.3 handshake up to the client's Finished, from which the keys of tickets are derived (RFC 8446 7.1). The
 * library has no such secret and throws its own transcript away before it could be asked.
 */
final class ResumptionTranscript implements TlsHash {

    private final TlsCrypto crypto;
    private byte[] clientHello;
    private int algorithm;
    private TlsHash hash;

    /** @param clientHello the message, or its beginning: which hash it is for is known only when the suite is */
    ResumptionTranscript(TlsCrypto crypto, byte[] clientHello) {
        this.crypto = crypto;
        this.clientHello = clientHello;
    }

    /** The suite was chosen, nothing was sent yet. Idempotent. */
    void begin(int cryptoHashAlgorithm) {
        if (hash == null) {
            algorithm = cryptoHashAlgorithm;
            hash = crypto.createHash(algorithm);
            hash.update(clientHello, 0, clientHello.length);
            clientHello = null;
        }
    }

    /** RFC 8446 4.4.1: after a HelloRetryRequest a digest stands for the first ClientHello. */
    void retry() {
        byte[] first = hash.calculateHash();
        hash = crypto.createHash(algorithm);
        hash.update(new byte[] {(byte) HandshakeType.message_hash, 0, 0, (byte) first.length}, 0, 4);
        hash.update(first, 0, first.length);
    }

    boolean begun() {
        return hash != null;
    }

    /** The secret that all tickets of this handshake stem from; to be asked before the library clears the master secret. */
    TlsSecret resumptionMaster(SecurityParameters parameters) throws IOException {
        return TlsCryptoUtils.hkdfExpandLabel(parameters.getMasterSecret(), algorithm, "res master", hash.calculateHash(),
            parameters.getPRFHashLength());
    }

    @Override
    public void update(byte[] input, int offset, int length) {
        if (hash == null) {
            int at = clientHello.length;
            clientHello = Arrays.copyOf(clientHello, at + length);
            System.arraycopy(input, offset, clientHello, at, length);
            return;
        }
        hash.update(input, offset, length);
    }

    @Override
    public byte[] calculateHash() {
        return hash.calculateHash();
    }

    @Override
    public TlsHash cloneHash() {
        return hash.cloneHash();
    }

    @Override
    public void reset() {
        hash.reset();
    }
}
