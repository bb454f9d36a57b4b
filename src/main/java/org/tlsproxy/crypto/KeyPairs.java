package org.tlsproxy.crypto;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.tlsproxy.crypto.Curve25519.KeyPair;

/** Ephemeral X25519 key pairs, some of them made ahead while the worker had nothing to do. Each is given out once. */
final class KeyPairs {

    /** Enough for a burst of connections; 64 bytes each. */
    static final int MOST = 64;
    /** Refilled from here, so that not every session makes the loop look whether it is idle. */
    private static final int FEW = MOST / 2;
    /** In one idle turn: about as long as a step of a handshake. */
    static final int AT_ONCE = 4;

    private final Curve25519 curve;
    private final SecureRandom random;
    private final ArrayDeque<KeyPair> ahead = new ArrayDeque<>(MOST);

    KeyPairs(Curve25519 curve, SecureRandom random) {
        this.curve = curve;
        this.random = random;
        X25519.precompute();
    }

    /** Makes some ahead unless there are enough. @return whether more are wanted */
    boolean prepare() {
        for (int i = 0; i < AT_ONCE && ahead.size() < MOST; i++) {
            ahead.add(make());
        }
        return ahead.size() < MOST;
    }

    /** True if it is time to {@link #prepare}. */
    boolean few() {
        return ahead.size() <= FEW;
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
