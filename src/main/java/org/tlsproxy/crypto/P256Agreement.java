package org.tlsproxy.crypto;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.tlsproxy.libcrypto.LibcryptoException;
import org.tlsproxy.libcrypto.P256;

/** One ephemeral exchange on P-256 with the machine's libcrypto. The private key lives in Java only. */
final class P256Agreement implements TlsAgreement {

    private final WorkerCrypto worker;
    private final P256 curve;
    private final byte[] privateKey = new byte[P256.SIZE];
    private byte[] peer = new byte[0];

    P256Agreement(WorkerCrypto worker, P256 curve) {
        this.worker = worker;
        this.curve = curve;
    }

    /** FIPS 186-5 A.2.2: candidates until one is a scalar; the next one is needed once in 2^32 times. */
    @Override
    public byte[] generateEphemeral() throws IOException {
        try {
            do {
                worker.getSecureRandom().nextBytes(privateKey);
            } while (!P256.isScalar(privateKey));
            return curve.publicPoint(privateKey);
        } catch (LibcryptoException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    @Override
    public void receivePeerValue(byte[] peerValue) throws IOException {
        if (peerValue == null || peerValue.length != P256.POINT_SIZE) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }
        peer = peerValue.clone();
    }

    /** @throws TlsFatalAlert illegal_parameter if the peer's point is not on the curve */
    @Override
    public TlsSecret calculateSecret() throws IOException {
        try {
            byte[] secret = curve.agree(privateKey, peer);
            if (secret.length == 0) {
                throw new TlsFatalAlert(AlertDescription.illegal_parameter);
            }
            return new WorkerSecret(worker, secret, false);
        } catch (LibcryptoException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        } finally {
            Arrays.fill(privateKey, (byte) 0);
        }
    }
}
