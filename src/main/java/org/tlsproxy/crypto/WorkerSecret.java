package org.tlsproxy.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.AbstractTlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsSecret;

/**
 * A secret of the key schedule, derived with the worker's HMACs.
 *
 * <p>It also teaches the library to resume TLS 1.3 sessions, which it knows only for external PSKs: a PSK made by
 * {@link WorkerCrypto#resumptionPsk} is marked, so is the early secret extracted from it, and that one answers the label "ext binder" as
 * if it were "res binder" (RFC 8446 7.1). Nothing else differs between the two kinds of PSK.
 */
final class WorkerSecret extends BcTlsSecret {

    private static final byte[] EXTERNAL = "tls13 ext binder".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESUMPTION = "tls13 res binder".getBytes(StandardCharsets.US_ASCII);
    /** HkdfLabel: two bytes of length, one of the label's length, the label (RFC 8446 7.1). */
    private static final int LABEL = 3;

    private final WorkerCrypto worker;
    private final boolean resumption;

    /** @param data owned by the secret from now on */
    WorkerSecret(WorkerCrypto worker, byte[] data, boolean resumption) {
        super(worker, data);
        this.worker = worker;
        this.resumption = resumption;
    }

    boolean resumption() {
        return resumption;
    }

    @Override
    public synchronized byte[] calculateHMAC(int algorithm, byte[] buf, int off, int len) {
        Optional<Hmac> found = worker.hashes().mac(algorithm);
        if (found.isEmpty()) {
            return super.calculateHMAC(algorithm, buf, off, len);
        }
        checkAlive();
        Hmac hmac = found.get();
        hmac.key(data, 0, data.length);
        hmac.update(buf, off, len);
        byte[] mac = new byte[hmac.length()];
        hmac.finish(mac, 0);
        hmac.forget();
        return mac;
    }

    @Override
    public synchronized TlsSecret hkdfExtract(int algorithm, TlsSecret ikm) {
        Optional<Hmac> found = worker.hashes().mac(algorithm);
        if (found.isEmpty()) {
            return super.hkdfExtract(algorithm, ikm);
        }
        checkAlive();
        byte[] salt = extract();
        Hmac hmac = found.get();
        hmac.key(salt, 0, salt.length);
        Arrays.fill(salt, (byte) 0);
        addInput(hmac, ikm);
        byte[] key = new byte[hmac.length()];
        hmac.finish(key, 0);
        hmac.forget();
        return new WorkerSecret(worker, key, ikm instanceof WorkerSecret secret && secret.resumption);
    }

    private static void addInput(Hmac hmac, TlsSecret ikm) {
        if (ikm instanceof WorkerSecret secret) {
            secret.checkAlive();
            hmac.update(secret.data, 0, secret.data.length);
        } else {
            byte[] copy = copyData((AbstractTlsSecret) ikm);
            hmac.update(copy, 0, copy.length);
            Arrays.fill(copy, (byte) 0);
        }
    }

    @Override
    public synchronized TlsSecret hkdfExpand(int algorithm, byte[] info, int length) {
        Optional<Hmac> found = worker.hashes().mac(algorithm);
        byte[] effective = resumption ? resumptionLabel(info) : info;
        if (found.isEmpty() || length < 1 || length > 255 * found.get().length()) {
            return super.hkdfExpand(algorithm, effective, length);
        }
        checkAlive();
        Hmac hmac = found.get();
        byte[] okm = new byte[length];
        byte[] block = new byte[hmac.length()];
        hmac.key(data, 0, data.length);
        int count = 0;
        for (int at = 0; at < length; at += block.length) {
            if (count > 0) {
                hmac.update(block, 0, block.length);
            }
            hmac.update(effective, 0, effective.length);
            hmac.update((byte) ++count);
            hmac.finish(block, 0);
            System.arraycopy(block, 0, okm, at, Math.min(block.length, length - at));
        }
        hmac.forget();
        Arrays.fill(block, (byte) 0);
        return new WorkerSecret(worker, okm, false);
    }

    private static byte[] resumptionLabel(byte[] info) {
        int end = LABEL + EXTERNAL.length;
        if (info.length <= end || info[2] != EXTERNAL.length || !Arrays.equals(info, LABEL, end, EXTERNAL, 0, EXTERNAL.length)) {
            return info;
        }
        byte[] changed = info.clone();
        System.arraycopy(RESUMPTION, 0, changed, LABEL, RESUMPTION.length);
        return changed;
    }

    /** The PRF of TLS 1.0–1.2; for 1.3 the library calls {@link #hkdfExpand} in the end. */
    @Override
    public synchronized TlsSecret deriveUsingPRF(int prfAlgorithm, String label, byte[] seed, int length) {
        switch (prfAlgorithm) {
            case PRFAlgorithm.tls13_hkdf_sha256:
            case PRFAlgorithm.tls13_hkdf_sha384:
            case PRFAlgorithm.tls13_hkdf_sm3:
                return super.deriveUsingPRF(prfAlgorithm, label, seed, length);
            default:
                checkAlive();
                return new WorkerSecret(worker, prf(prfAlgorithm, label, seed, length), false);
        }
    }

    /** P_hash of RFC 5246 5, which the library builds its PRFs from. */
    @Override
    protected void hmacHash(int algorithm, byte[] secret, int secretOff, int secretLen, byte[] seed, byte[] output) {
        Optional<Hmac> found = worker.hashes().mac(algorithm);
        if (found.isEmpty()) {
            super.hmacHash(algorithm, secret, secretOff, secretLen, seed, output);
            return;
        }
        Hmac hmac = found.get();
        byte[] chain = new byte[hmac.length()];
        byte[] block = new byte[hmac.length()];
        hmac.key(secret, secretOff, secretLen);
        hmac.update(seed, 0, seed.length);
        hmac.finish(chain, 0);
        for (int at = 0; at < output.length; at += block.length) {
            hmac.update(chain, 0, chain.length);
            hmac.update(seed, 0, seed.length);
            hmac.finish(block, 0);
            System.arraycopy(block, 0, output, at, Math.min(block.length, output.length - at));
            hmac.update(chain, 0, chain.length);
            hmac.finish(chain, 0);
        }
        hmac.forget();
        Arrays.fill(block, (byte) 0);
    }
}
