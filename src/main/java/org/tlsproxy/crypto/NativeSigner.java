package org.tlsproxy.crypto;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.tlsproxy.libcrypto.KeyOperation;
import org.tlsproxy.libcrypto.LibcryptoException;

/** A certificate and its key, signing in libcrypto. The library computes the digest, with the worker's hashes. */
final class NativeSigner implements TlsCredentialedSigner {

    private final KeyOperation operation;
    private final Certificate chain;
    private final SignatureAndHashAlgorithm scheme;
    private final int skip;

    /** @param scheme null in TLS 1.0 and 1.1, as the library has it, @param skip bytes of the library's digest that are not signed */
    NativeSigner(KeyOperation operation, Certificate chain, SignatureAndHashAlgorithm scheme, int skip) {
        this.operation = operation;
        this.chain = chain;
        this.scheme = scheme;
        this.skip = skip;
    }

    @Override
    public byte[] generateRawSignature(byte[] hash) throws IOException {
        try {
            return operation.sign(skip == 0 ? hash : Arrays.copyOfRange(hash, skip, hash.length));
        } catch (LibcryptoException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    /** None: {@link #generateRawSignature} is called instead, in all versions. */
    @Override
    public TlsStreamSigner getStreamSigner() {
        return null;
    }

    @Override
    public SignatureAndHashAlgorithm getSignatureAndHashAlgorithm() {
        return scheme;
    }

    @Override
    public Certificate getCertificate() {
        return chain;
    }
}
