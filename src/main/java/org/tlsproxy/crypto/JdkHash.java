package org.tlsproxy.crypto;

import java.security.MessageDigest;
import org.bouncycastle.tls.crypto.TlsHash;

/** A running JDK digest, such as a handshake's transcript. */
final class JdkHash implements TlsHash {

    private final MessageDigest digest;

    JdkHash(MessageDigest digest) {
        this.digest = digest;
    }

    @Override
    public void update(byte[] input, int inOff, int length) {
        digest.update(input, inOff, length);
    }

    @Override
    public byte[] calculateHash() {
        return digest.digest();
    }

    @Override
    public TlsHash cloneHash() {
        try {
            return new JdkHash((MessageDigest) digest.clone());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("digest was a clone itself", e);
        }
    }

    @Override
    public void reset() {
        digest.reset();
    }
}
