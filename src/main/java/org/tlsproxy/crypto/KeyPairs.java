package org.tlsproxy.crypto;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.tlsproxy.crypto.Curve25519.KeyPair;

/** Ephemeral X25519 key pairs, some of them made ahead while the worker had nothing to do. Each is given out once. */
final class KeyPairs {

    /** Enough for a burst of connections; 64 bytes each. */
    static final int MOST = 64;

    private final Curve25519 curve;
    private final SecureRandom random;
    private final ArrayDeque<KeyPair> ahead = new ArrayDeque<>(MOST);

    KeyPairs(Curve25519 curve, SecureRandom random) {
        this.curve = curve;
        this.random = random;
        X25519.precompute();
    }

    /** Makes one ahead unless there are enough. @return whether more are wanted */
    boolean prepare() {
        if (ahead.size() < MOST) {
            ahead.add(make());
        }
        return ahead.size() < MOST;
    }

    /** A fresh pair, the caller's alone. */
    KeyPair take() {
        KeyPair pair = ahead.poll();
        return pair == null ? make() : pair;
    }

    Curve25519 curve() {
        return curve;
    }

    private KeyPair make() {
        byte[] privateKey = new byte[Curve25519.SIZE];
        random.nextBytes(privateKey);
        return new KeyPair(privateKey, curve.publicKey(privateKey));
    }
}
