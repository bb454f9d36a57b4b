package org.tlsproxy.crypto;

import java.util.Optional;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsImplUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedDecryptor;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.tlsproxy.crypto.SigningKey.Algorithm;
import org.tlsproxy.libcrypto.KeyOperation;
import org.tlsproxy.libcrypto.SignatureForm;
import org.tlsproxy.libcrypto.SignatureForm.Padding;

/** Chooses who signs and decrypts with a key: libcrypto if it holds the key and takes the scheme, else Bouncy Castle. */
final class Credentials {

    private Credentials() { }

    /** What is shown and how it is signed for. @param scheme null before TLS 1.2 */
    record Identity(Certificate chain, SignatureAndHashAlgorithm scheme) { }

    static TlsCredentialedSigner signer(WorkerCrypto worker, TlsCryptoParameters parameters, SigningKey key, Identity identity) {
        boolean legacy = !TlsImplUtils.isTLSv12(parameters);
        Optional<SignatureForm> form = legacy ? legacyForm(key) : form(key, identity.scheme());
        Optional<KeyOperation> operation = form.isPresent() && key.operations().isPresent()
            ? key.operations().get().operation(form.get()) : Optional.empty();
        if (operation.isEmpty()) {
            return new BcDefaultTlsCredentialedSigner(parameters, worker, key.key(), identity.chain(), identity.scheme());
        }
        int skip = legacy && key.algorithm() == Algorithm.EC ? SignatureForms.LEGACY_SHA1_OFFSET : 0;
        return new NativeSigner(operation.get(), identity.chain(), identity.scheme(), skip);
    }

    private static Optional<SignatureForm> legacyForm(SigningKey key) {
        switch (key.algorithm()) {
            case RSA:
                return Optional.of(SignatureForms.LEGACY_RSA);
            case EC:
                return Optional.of(SignatureForms.LEGACY_ECDSA);
            default:
                return Optional.empty();
        }
    }

    private static Optional<SignatureForm> form(SigningKey key, SignatureAndHashAlgorithm scheme) {
        Optional<SignatureForm> form = scheme == null ? Optional.empty() : SignatureForms.of(SignatureScheme.from(scheme));
        return form.isPresent() && fits(key.algorithm(), form.get().padding()) ? form : Optional.empty();
    }

    private static boolean fits(Algorithm algorithm, Padding padding) {
        switch (algorithm) {
            case RSA:
                return padding != Padding.ECDSA;
            case RSA_PSS:
                return padding == Padding.RSA_PSS;
            case EC:
                return padding == Padding.ECDSA;
            default:
                return false;
        }
    }

    static TlsCredentialedDecryptor decryptor(WorkerCrypto worker, SigningKey key, Certificate chain) {
        if (!(key.key() instanceof RSAKeyParameters)) {
            throw new IllegalArgumentException("not an RSA key");
        }
        Optional<KeyOperation> operation = key.operations().isPresent() ? key.operations().get().rawRsa() : Optional.empty();
        return operation.isPresent() ? new NativeDecryptor(worker, operation.get(), chain)
            : new BcDefaultTlsCredentialedDecryptor(worker, chain, key.key());
    }
}
