package org.tlsproxy.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.impl.TlsBlockCipherImpl;

/**
 * AES-CBC of the JDK for one direction of a session (12 µs a record against Bouncy Castle's 100). The session keeps the key and the last
 * ciphertext block, which TLS 1.0 chains from record to record; the JCA cipher is the worker's.
 */
final class CbcCipher implements TlsBlockCipherImpl {

    private static final int BLOCK = 16;

    private final Cipher cipher;
    private final int mode;
    private final byte[] copy;
    private final byte[] chain = new byte[BLOCK];
    private TrafficKey key;

    /** @param cipher {@code AES/CBC/NoPadding}, @param mode of {@link Cipher}, @param copy scratch memory for the input of a record */
    CbcCipher(Cipher cipher, int mode, byte[] copy) {
        this.cipher = cipher;
        this.mode = mode;
        this.copy = copy;
    }

    @Override
    public void setKey(byte[] bytes, int keyOff, int keyLen) {
        key = new TrafficKey("AES", Arrays.copyOfRange(bytes, keyOff, keyOff + keyLen), chain);
    }

    @Override
    public void init(byte[] iv, int ivOff, int ivLen) {
        System.arraycopy(iv, ivOff, chain, 0, BLOCK);
    }

    /** Called with input and output in the same place, for which the JDK would make its own copy. */
    @Override
    public int doFinal(byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset) throws IOException {
        if (inputLength > copy.length) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        System.arraycopy(input, inputOffset, copy, 0, inputLength);
        try {
            cipher.init(mode, key, new IvParameterSpec(chain));
            int length = cipher.doFinal(copy, 0, inputLength, output, outputOffset);
            byte[] ciphertext = mode == Cipher.ENCRYPT_MODE ? output : copy;
            int start = mode == Cipher.ENCRYPT_MODE ? outputOffset : 0;
            System.arraycopy(ciphertext, start + inputLength - BLOCK, chain, 0, BLOCK);
            return length;
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    @Override
    public int getBlockSize() {
        return BLOCK;
    }
}
