package org.tlsproxy.crypto;

import java.io.IOException;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsSecret;

/** A Bouncy Castle key exchange whose secret becomes the worker's, so that the key schedule runs on the JDK's digests. */
final class AdoptedAgreement implements TlsAgreement {

    private final WorkerCrypto worker;
    private final TlsAgreement agreement;

    AdoptedAgreement(WorkerCrypto worker, TlsAgreement agreement) {
        this.worker = worker;
        this.agreement = agreement;
    }

    @Override
    public byte[] generateEphemeral() throws IOException {
        return agreement.generateEphemeral();
    }

    @Override
    public void receivePeerValue(byte[] peerValue) throws IOException {
        agreement.receivePeerValue(peerValue);
    }

    @Override
    public TlsSecret calculateSecret() throws IOException {
        TlsSecret secret = agreement.calculateSecret();
        return new WorkerSecret(worker, secret.extract(), false);
    }
}
