package org.tlsproxy.crypto;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.tlsproxy.libcrypto.KeyOperation;

/**
 * Static RSA key exchange (TLS ≤ 1.2) with libcrypto. Whatever is wrong with a client's premaster secret, the handshake goes on with a
 * random one and fails at Finished, and no branch depends on the decrypted bytes (RFC 5246 7.4.7.1, against Bleichenbacher).
 */
final class NativeDecryptor implements TlsCredentialedDecryptor {

    private static final int PREMASTER = 48;
    /** 0, 2, at least eight bytes of padding, 0. */
    private static final int SHORTEST = 11 + PREMASTER;

    private final WorkerCrypto worker;
    private final KeyOperation operation;
    private final Certificate chain;

    NativeDecryptor(WorkerCrypto worker, KeyOperation operation, Certificate chain) {
        this.worker = worker;
        this.operation = operation;
        this.chain = chain;
    }

    @Override
    public Certificate getCertificate() {
        return chain;
    }

    @Override
    public TlsSecret decrypt(TlsCryptoParameters cryptoParams, byte[] ciphertext) throws IOException {
        byte[] block = operation.decrypt(ciphertext);
        int version = cryptoParams.getRSAPreMasterSecretVersion().getFullVersion();
        byte[] premaster = premaster(block, version, worker.getSecureRandom());
        Arrays.fill(block, (byte) 0);
        return new WorkerSecret(worker, premaster, false);
    }

    /** The last 48 bytes of a well-formed PKCS #1 block that begin with the client's version; otherwise 48 random bytes. */
    static byte[] premaster(byte[] block, int version, SecureRandom random) {
        byte[] result = new byte[PREMASTER];
        random.nextBytes(result);
        if (block.length < SHORTEST) {
            return result;
        }
        int start = block.length - PREMASTER;
        int good = ~wrong(block, start, version);
        for (int i = 0; i < PREMASTER; i++) {
            result[i] = (byte) (result[i] & ~good | block[start + i] & good);
        }
        return result;
    }

    /** @return -1 if anything is wrong, 0 if nothing, without a branch on the block's bytes */
    private static int wrong(byte[] block, int start, int version) {
        int zero = block[0] & 0xff | (block[1] & 0xff) ^ 2 | block[start - 1] & 0xff;
        zero |= ((block[start] & 0xff) << 8 | block[start + 1] & 0xff) ^ version;
        int sign = -zero;
        for (int i = 2; i < start - 1; i++) {
            sign |= (block[i] & 0xff) - 1;
        }
        return sign >> 31;
    }
}
