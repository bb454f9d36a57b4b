package org.tlsproxy.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * AES-GCM or ChaCha20-Poly1305 of the JDK. Input and output are always different arrays: for overlapping ones the JDK makes a copy of the
 * record, and on 25 takes twice as long.
 */
final class JdkAead implements Aead {

    private static final int TAG_BITS = 8 * TAG;

    private final boolean gcm;
    private final Cipher sealing;
    private final Cipher opening;
    private final byte[] inner;
    private TrafficKey key;
    private RecordBinding binding;

    private JdkAead(boolean gcm, String transformation, byte[] inner) throws GeneralSecurityException {
        this.gcm = gcm;
        this.inner = inner;
        sealing = Cipher.getInstance(transformation);
        opening = Cipher.getInstance(transformation);
    }

    /** @param inner scratch memory of the worker for a plaintext with its content type */
    static JdkAead gcm(byte[] inner) throws GeneralSecurityException {
        return new JdkAead(true, "AES/GCM/NoPadding", inner);
    }

    /** As {@link #gcm}. */
    static JdkAead chaCha(byte[] inner) throws GeneralSecurityException {
        return new JdkAead(false, "ChaCha20-Poly1305", inner);
    }

    @Override
    public String keyAlgorithm() {
        return gcm ? "AES" : "ChaCha20";
    }

    @Override
    public void begin(TrafficKey nextKey, RecordBinding nextBinding) {
        key = nextKey;
        binding = nextBinding;
    }

    @Override
    public void seal(Span plain, int type, Span out) throws GeneralSecurityException {
        sealing.init(Cipher.ENCRYPT_MODE, key, parameters());
        sealing.updateAAD(binding.aad(), 0, binding.aadLength());
        if (type == NO_TYPE) {
            sealing.doFinal(plain.buf(), plain.off(), plain.len(), out.buf(), out.off());
            return;
        }
        System.arraycopy(plain.buf(), plain.off(), inner, 0, plain.len());
        inner[plain.len()] = (byte) type;
        sealing.doFinal(inner, 0, plain.len() + 1, out.buf(), out.off());
    }

    @Override
    public void open(Span sealed, byte[] out) throws GeneralSecurityException {
        opening.init(Cipher.DECRYPT_MODE, key, parameters());
        opening.updateAAD(binding.aad(), 0, binding.aadLength());
        opening.doFinal(sealed.buf(), sealed.off(), sealed.len(), out, 0);
    }

    private AlgorithmParameterSpec parameters() {
        return gcm ? new GCMParameterSpec(TAG_BITS, binding.nonce()) : new IvParameterSpec(binding.nonce());
    }
}
