package org.tlsproxy.crypto;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsStreamVerifier;
import org.bouncycastle.tls.crypto.TlsVerifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.tlsproxy.libcrypto.KeyOperation;
import org.tlsproxy.libcrypto.SignatureForm;
import org.tlsproxy.libcrypto.SignatureForm.Padding;

/**
 * A certificate that a peer sent, parsed once. Its bytes are those that came, so that fingerprints agree with other programs'; its
 * KeyUsage is not asked about signatures in the handshake, as OpenSSL does not. It verifies with libcrypto while it is in the worker's
 * cache, in Java after that.
 */
final class PeerCertificate extends BcTlsCertificate implements AutoCloseable {

    private final WorkerCrypto worker;
    private final byte[] encoded;
    private Optional<KeyOperations> operations = Optional.empty();
    private boolean nativeTried;

    PeerCertificate(WorkerCrypto worker, byte[] encoded) throws IOException {
        super(worker, encoded);
        this.worker = worker;
        this.encoded = encoded;
    }

    /** The bytes as received; not a copy. */
    @Override
    public byte[] getEncoded() {
        return encoded;
    }

    @Override
    protected boolean supportsKeyUsage(int keyUsageBit) {
        return true;
    }

    /** TLS 1.3, where an ECDSA scheme names its curve (RFC 8446 4.2.3). */
    @Override
    public Tls13Verifier createVerifier(int signatureScheme) throws IOException {
        checkCurve(signatureScheme);
        Optional<SignatureForm> form = SignatureForms.of(signatureScheme);
        Optional<KeyOperation> operation = form.isPresent() ? allowed(form.get(), signatureScheme) : Optional.empty();
        Optional<MessageDigest> digest = worker.hashes().digest(SignatureScheme.getCryptoHashAlgorithm(signatureScheme));
        if (operation.isEmpty() || digest.isEmpty()) {
            return super.createVerifier(signatureScheme);
        }
        return new Verifier13(operation.get(), digest.get());
    }

    private void checkCurve(int signatureScheme) throws IOException {
        Optional<ASN1ObjectIdentifier> curve = PeerKeys.curve(signatureScheme);
        if (curve.isPresent() && !curve.get().equals(keyInfo.getAlgorithm().getParameters())) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }
    }

    /** TLS 1.2 and older. */
    @Override
    public TlsVerifier createVerifier(short signatureAlgorithm) throws IOException {
        switch (signatureAlgorithm) {
            case SignatureAlgorithm.rsa:
            case SignatureAlgorithm.ecdsa:
            case SignatureAlgorithm.rsa_pss_rsae_sha256:
            case SignatureAlgorithm.rsa_pss_rsae_sha384:
            case SignatureAlgorithm.rsa_pss_rsae_sha512:
            case SignatureAlgorithm.rsa_pss_pss_sha256:
            case SignatureAlgorithm.rsa_pss_pss_sha384:
            case SignatureAlgorithm.rsa_pss_pss_sha512:
                return nativeOperations().isPresent() ? new Verifier12(signatureAlgorithm) : super.createVerifier(signatureAlgorithm);
            default:
                return super.createVerifier(signatureAlgorithm);
        }
    }

    private TlsVerifier inJava(short signatureAlgorithm) throws IOException {
        return super.createVerifier(signatureAlgorithm);
    }

    /** Empty if Bouncy Castle must do it, or must refuse it because key and scheme do not fit (RFC 8446 4.2.3: RSAE is not PSS). */
    private Optional<KeyOperation> allowed(SignatureForm form, int scheme) {
        boolean ecdsa = form.padding() == Padding.ECDSA;
        boolean pssKey = scheme >= SignatureScheme.rsa_pss_pss_sha256 && scheme <= SignatureScheme.rsa_pss_pss_sha512;
        boolean fits = !pssKey && ecdsa != supportsRSA_PKCS1();
        Optional<KeyOperations> key = fits ? nativeOperations() : Optional.empty();
        return key.isPresent() ? key.get().operation(form) : Optional.empty();
    }

    private Optional<KeyOperations> nativeOperations() {
        if (!nativeTried) {
            nativeTried = true;
            operations = PeerKeys.load(keyInfo, worker.libcrypto());
        }
        return operations;
    }

    /** Frees the native key. */
    @Override
    public void close() {
        nativeTried = true;
        if (operations.isPresent()) {
            operations.get().close();
            operations = Optional.empty();
        }
    }

    /** Signature over a digest that the library computed. */
    private final class Verifier12 implements TlsVerifier {

        private final short algorithm;

        Verifier12(short algorithm) {
            this.algorithm = algorithm;
        }

        @Override
        public TlsStreamVerifier getStreamVerifier(DigitallySigned digitallySigned) {
            return null;
        }

        @Override
        public boolean verifyRawSignature(DigitallySigned signed, byte[] hash) throws IOException {
            if (signed.getAlgorithm() == null) {
                return legacy(signed, hash);
            }
            int scheme = SignatureScheme.from(signed.getAlgorithm());
            Optional<SignatureForm> form = SignatureForms.of(scheme);
            Optional<KeyOperation> operation = form.isPresent() ? allowed(form.get(), scheme) : Optional.empty();
            return operation.isPresent() ? operation.get().verify(signed.getSignature(), hash)
                : inJava(algorithm).verifyRawSignature(signed, hash);
        }

        private boolean legacy(DigitallySigned signed, byte[] hash) throws IOException {
            boolean ecdsa = algorithm == SignatureAlgorithm.ecdsa;
            Optional<KeyOperation> operation = allowed(ecdsa ? SignatureForms.LEGACY_ECDSA : SignatureForms.LEGACY_RSA,
                ecdsa ? SignatureScheme.ecdsa_sha1 : SignatureScheme.rsa_pkcs1_sha1);
            if (operation.isEmpty()) {
                return inJava(algorithm).verifyRawSignature(signed, hash);
            }
            byte[] digest = ecdsa ? Arrays.copyOfRange(hash, SignatureForms.LEGACY_SHA1_OFFSET, hash.length) : hash;
            return operation.get().verify(signed.getSignature(), digest);
        }
    }

    /** Collects what a TLS 1.3 peer signed. */
    private static final class Verifier13 extends OutputStream implements Tls13Verifier {

        private final KeyOperation operation;
        private final MessageDigest digest;

        Verifier13(KeyOperation operation, MessageDigest digest) {
            this.operation = operation;
            this.digest = digest;
        }

        @Override
        public OutputStream getOutputStream() {
            return this;
        }

        @Override
        public boolean verifySignature(byte[] signature) {
            return operation.verify(signature, digest.digest());
        }

        @Override
        public void write(int octet) {
            digest.update((byte) octet);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            digest.update(bytes, offset, count);
        }
    }
}
