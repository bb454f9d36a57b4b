package org.tlsproxy.crypto;

import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** The three that must understand each other. */
enum Cryptos {

    NATIVE, PURE, STOCK;

    BcTlsCrypto make() {
        switch (this) {
            case NATIVE:
                return WorkerCrypto.create(true);
            case PURE:
                return WorkerCrypto.create(false);
            default:
                // Stock certificates obey KeyUsage, and the test's certificates do not allow signatures.
                return new BcTlsCrypto() {
                    @Override
                    public org.bouncycastle.tls.crypto.TlsCertificate createCertificate(short type, byte[] encoding)
                            throws java.io.IOException {
                        return new org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate(this, encoding) {
                            @Override
                            protected boolean supportsKeyUsage(int bit) {
                                return true;
                            }
                        };
                    }
                };
        }
    }
}
