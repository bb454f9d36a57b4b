package org.tlsproxy.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import org.tlsproxy.libcrypto.ChaChaPoly;
import org.tlsproxy.libcrypto.LibcryptoException;

/** ChaCha20-Poly1305 of libcrypto: ten times as fast as JDK 17's, and a little faster than JDK 25's. */
final class NativeChaCha implements Aead {

    private final ChaChaPoly cipher;

    NativeChaCha(ChaChaPoly cipher) {
        this.cipher = cipher;
    }

    @Override
    public String keyAlgorithm() {
        return "ChaCha20";
    }

    @Override
    public void begin(TrafficKey key, RecordBinding binding) {
        cipher.key(key.key(), binding.nonce());
        cipher.aad(binding.aad(), binding.aadLength());
    }

    @Override
    public void seal(Span plain, int type, Span out) throws GeneralSecurityException {
        try {
            cipher.input(plain.buf(), plain.off(), plain.len());
            if (type != NO_TYPE) {
                cipher.input(type);
            }
            cipher.seal(out.buf(), out.off());
        } catch (LibcryptoException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    @Override
    public void open(Span sealed, byte[] out) throws GeneralSecurityException {
        try {
            cipher.input(sealed.buf(), sealed.off(), sealed.len());
            if (cipher.open(out, 0) < 0) {
                throw new AEADBadTagException("tag mismatch");
            }
        } catch (LibcryptoException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }
}
