package org.tlsproxy.crypto;

import org.bouncycastle.tls.crypto.TlsHMAC;

/** The record MAC of a CBC or NULL suite. */
final class JdkMac implements TlsHMAC {

    private final Hmac hmac;

    /** @param hmac used by nobody else */
    JdkMac(Hmac hmac) {
        this.hmac = hmac;
    }

    @Override
    public void setKey(byte[] key, int keyOff, int keyLen) {
        hmac.key(key, keyOff, keyLen);
    }

    @Override
    public void update(byte[] input, int inOff, int length) {
        hmac.update(input, inOff, length);
    }

    @Override
    public byte[] calculateMAC() {
        byte[] mac = new byte[hmac.length()];
        hmac.finish(mac, 0);
        return mac;
    }

    @Override
    public void calculateMAC(byte[] output, int outOff) {
        hmac.finish(output, outOff);
    }

    @Override
    public int getMacLength() {
        return hmac.length();
    }

    @Override
    public int getInternalBlockSize() {
        return hmac.blockSize();
    }

    @Override
    public void reset() {
        hmac.restart();
    }
}
