package org.tlsproxy.engine;

import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.crypto.TlsSecret;

/** A TLS 1.3 ticket that a client brought back, in the form in which the library takes pre-shared keys. */
record TicketPsk(byte[] identity, TlsSecret key, int prf) implements TlsPSKExternal {

    @Override
    public byte[] getIdentity() {
        return identity;
    }

    @Override
    public TlsSecret getKey() {
        return key;
    }

    @Override
    public int getPRFAlgorithm() {
        return prf;
    }

    /** The key derivation of a TLS 1.3 suite; a ticket resumes under suites of the same one only (RFC 8446 4.6.1). */
    static int prfOf(int suite) {
        return suite == CipherSuite.TLS_AES_256_GCM_SHA384 ? PRFAlgorithm.tls13_hkdf_sha384 : PRFAlgorithm.tls13_hkdf_sha256;
    }
}
