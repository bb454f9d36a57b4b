package org.tlsproxy.crypto;

import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsDHDomain;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.tlsproxy.libcrypto.P256;

/** The groups that keys are exchanged in, as the library wants them: makers of agreements. */
final class KeyExchanges {

    private KeyExchanges() { }

    /** X25519, native or not. */
    record X25519Domain(WorkerCrypto worker, KeyPairs pairs) implements TlsECDomain {
        @Override
        public TlsAgreement createECDH() {
            return new X25519Agreement(worker, pairs);
        }
    }

    /** P-256 of libcrypto. */
    record P256Domain(WorkerCrypto worker, P256 curve) implements TlsECDomain {
        @Override
        public TlsAgreement createECDH() {
            return new P256Agreement(worker, curve);
        }
    }

    /** Another curve, of Bouncy Castle. */
    record OtherCurve(WorkerCrypto worker, TlsECDomain domain) implements TlsECDomain {
        @Override
        public TlsAgreement createECDH() {
            return new AdoptedAgreement(worker, domain.createECDH());
        }
    }

    /** A finite field, of Bouncy Castle. */
    record FiniteField(WorkerCrypto worker, TlsDHDomain domain) implements TlsDHDomain {
        @Override
        public TlsAgreement createDH() {
            return new AdoptedAgreement(worker, domain.createDH());
        }
    }
}
