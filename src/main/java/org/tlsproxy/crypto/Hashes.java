package org.tlsproxy.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;

/** The JDK's digests, looked up once per worker: a new one is a clone (40 ns) instead of a provider search. */
final class Hashes {

    private static final int HIGHEST = CryptoHashAlgorithm.sha512;

    private final MessageDigest[] pristine = new MessageDigest[HIGHEST + 1];
    private final Hmac[] macs = new Hmac[HIGHEST + 1];

    Hashes() {
        add(CryptoHashAlgorithm.md5, "MD5");
        add(CryptoHashAlgorithm.sha1, "SHA-1");
        add(CryptoHashAlgorithm.sha224, "SHA-224");
        add(CryptoHashAlgorithm.sha256, "SHA-256");
        add(CryptoHashAlgorithm.sha384, "SHA-384");
        add(CryptoHashAlgorithm.sha512, "SHA-512");
    }

    private void add(int algorithm, String name) {
        try {
            pristine[algorithm] = MessageDigest.getInstance(name);
            macs[algorithm] = newMac(algorithm).orElse(null);
        } catch (NoSuchAlgorithmException e) {
            // A restricted JDK may lack MD5; Bouncy Castle's is used then.
            pristine[algorithm] = null;
        }
    }

    /** A digest of its own for the caller; empty if the JDK has none. @param algorithm a {@link CryptoHashAlgorithm} */
    Optional<MessageDigest> digest(int algorithm) {
        if (algorithm < 0 || algorithm > HIGHEST || pristine[algorithm] == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((MessageDigest) pristine[algorithm].clone());
        } catch (CloneNotSupportedException e) {
            return Optional.empty();
        }
    }

    /** The worker's HMAC, for a computation that ends before anybody else can start one; empty if the JDK lacks the digest. */
    Optional<Hmac> mac(int algorithm) {
        return algorithm < 0 || algorithm > HIGHEST ? Optional.empty() : Optional.ofNullable(macs[algorithm]);
    }

    /** An HMAC of its own for the caller. */
    Optional<Hmac> newMac(int algorithm) {
        Optional<MessageDigest> digest = digest(algorithm);
        return digest.isEmpty() ? Optional.empty()
            : Optional.of(new Hmac(digest.get(), TlsCryptoUtils.getHashInternalSize(algorithm)));
    }
}
