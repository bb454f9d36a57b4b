package org.tlsproxy.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.security.auth.Destroyable;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsBlockCipherImpl;
import org.tlsproxy.libcrypto.Primitives;

/** The worker's ciphers and record buffers, looked up once: which algorithm comes from where. */
final class RecordCiphers {

    private final RecordBuffers buffers = new RecordBuffers();
    private final Delivery delivery = new Delivery();
    private final AeadRecordCipher.Shared shared = new AeadRecordCipher.Shared(buffers, delivery);
    private final AeadRecordCipher.Suite aes128;
    private final AeadRecordCipher.Suite aes256;
    private final AeadRecordCipher.Suite chaCha;
    private final Cipher cbcEncryption;
    private final Cipher cbcDecryption;
    private Optional<Consumer<Destroyable>> owner = Optional.empty();

    RecordCiphers(Optional<Primitives> libcrypto) throws GeneralSecurityException {
        Aead gcm = JdkAead.gcm(buffers.inner);
        aes128 = new AeadRecordCipher.Suite(gcm, 16, true);
        aes256 = new AeadRecordCipher.Suite(gcm, 32, true);
        Aead poly = libcrypto.isPresent() ? new NativeChaCha(libcrypto.get().chaChaPoly()) : JdkAead.chaCha(buffers.inner);
        chaCha = new AeadRecordCipher.Suite(poly, 32, false);
        cbcEncryption = Cipher.getInstance("AES/CBC/NoPadding");
        cbcDecryption = Cipher.getInstance("AES/CBC/NoPadding");
    }

    void sink(PlaintextSink sink) {
        delivery.sink(sink);
    }

    void owner(Consumer<Destroyable> next) {
        owner = Optional.of(next);
    }

    /** The fast cipher for the algorithm, or empty if there is none. */
    Optional<TlsCipher> fast(TlsCryptoParameters parameters, int encryptionAlgorithm) throws IOException {
        switch (encryptionAlgorithm) {
            case EncryptionAlgorithm.AES_128_GCM:
                return Optional.of(owned(new AeadRecordCipher(parameters, aes128, shared)));
            case EncryptionAlgorithm.AES_256_GCM:
                return Optional.of(owned(new AeadRecordCipher(parameters, aes256, shared)));
            case EncryptionAlgorithm.CHACHA20_POLY1305:
                return Optional.of(owned(new AeadRecordCipher(parameters, chaCha, shared)));
            default:
                return Optional.empty();
        }
    }

    private AeadRecordCipher owned(AeadRecordCipher cipher) {
        if (owner.isPresent()) {
            owner.get().accept(cipher);
        }
        return cipher;
    }

    /** Another cipher, made to deliver as the fast ones do. */
    TlsCipher delivering(TlsCryptoParameters parameters, TlsCipher cipher) {
        return new DeliveringCipher(parameters, cipher, delivery);
    }

    TlsBlockCipherImpl cbc(boolean encrypting) {
        return encrypting ? new CbcCipher(cbcEncryption, Cipher.ENCRYPT_MODE, buffers.inner)
            : new CbcCipher(cbcDecryption, Cipher.DECRYPT_MODE, buffers.inner);
    }
}
