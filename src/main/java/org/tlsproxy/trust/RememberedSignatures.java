package org.tlsproxy.trust;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tlsproxy.trust.ParsedCertificate.Signed;

/** Remembers good signatures: the same intermediates and the same peers come again and again. */
final class RememberedSignatures implements SignatureCheck {

    private static final int MOST = 512;

    private final SignatureCheck check;
    private final Map<ByteBuffer, Boolean> good = new LinkedHashMap<>(64, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > MOST;
        }
    };

    RememberedSignatures(SignatureCheck check) {
        this.check = check;
    }

    @Override
    public boolean verify(Signed signed, byte[] publicKeyInfo) {
        ByteBuffer key = key(signed, publicKeyInfo);
        if (good.get(key) != null) {
            return true;
        }
        boolean verified = check.verify(signed, publicKeyInfo);
        if (verified) {
            good.put(key, Boolean.TRUE);
        }
        return verified;
    }

    /** Digest of all that goes into the answer; body and key are DER, so one cannot run into the other. */
    private static ByteBuffer key(Signed signed, byte[] publicKeyInfo) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(publicKeyInfo);
            digest.update(signed.body());
            digest.update((byte) (signed.consistent() ? 1 : 0));
            digest.update(signed.signature());
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
