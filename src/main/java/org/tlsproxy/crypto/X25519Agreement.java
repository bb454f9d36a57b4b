package org.tlsproxy.crypto;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.tlsproxy.crypto.Curve25519.KeyPair;
import org.tlsproxy.libcrypto.LibcryptoException;

/** One ephemeral X25519 exchange (RFC 7748 6.1). The library may give the peer's share before or after it asks for ours. */
final class X25519Agreement implements TlsAgreement {

    private final WorkerCrypto worker;
    private final KeyPairs pairs;
    private KeyPair own;
    private byte[] peer = new byte[0];

    X25519Agreement(WorkerCrypto worker, KeyPairs pairs) {
        this.worker = worker;
        this.pairs = pairs;
    }

    @Override
    public byte[] generateEphemeral() throws IOException {
        try {
            own = pairs.take();
            return own.publicKey().clone();
        } catch (LibcryptoException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    @Override
    public void receivePeerValue(byte[] peerValue) throws IOException {
        if (peerValue == null || peerValue.length != Curve25519.SIZE) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }
        peer = peerValue.clone();
    }

    /** @throws TlsFatalAlert illegal_parameter if the peer's share has small order (RFC 8446 7.4.2: all-zero secret) */
    @Override
    public TlsSecret calculateSecret() throws IOException {
        if (own == null || peer.length == 0) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        try {
            byte[] secret = pairs.curve().agree(own, peer);
            if (secret.length == 0) {
                throw new TlsFatalAlert(AlertDescription.illegal_parameter);
            }
            return new WorkerSecret(worker, secret, false);
        } catch (LibcryptoException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        } finally {
            Arrays.fill(own.privateKey(), (byte) 0);
            own = null;
        }
    }
}
