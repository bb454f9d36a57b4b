package org.tlsproxy.engine;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** X25519 and the key schedules of TLS 1.2 and 1.3 with SHA-256, by the JDK alone. */
final class RawKeys {

    private static final byte[] ZEROS = new byte[32];

    private RawKeys() {
    }

    static KeyPair x25519() {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as RFC 7748 writes it: little-endian. */
    static byte[] publicKey(KeyPair pair) {
        return reversed(((XECPublicKey) pair.getPublic()).getU().toByteArray(), 32);
    }

    static byte[] agree(KeyPair own, byte[] peer) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(own.getPrivate());
            BigInteger u = new BigInteger(1, reversed(peer, peer.length));
            agreement.doPhase(KeyFactory.getInstance("X25519").generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u)), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] reversed(byte[] bytes, int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < Math.min(length, bytes.length); i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }

    static byte[] hash(byte[]... parts) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(RawBytes.concat(parts));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        return hmac("HmacSHA256", key, parts);
    }

    static byte[] hmac(String algorithm, byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(RawBytes.concat(parts));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- RFC 8446 7.1

    static byte[] extract(byte[] salt, byte[] input) {
        return hmac(salt, input);
    }

    /** HKDF-Expand-Label, up to 32 bytes. */
    static byte[] expand(byte[] secret, String label, byte[] context, int length) {
        byte[] info = RawBytes.concat(RawBytes.uint(2, length), RawBytes.vector(1, ("tls13 " + label).getBytes(StandardCharsets.US_ASCII)),
            RawBytes.vector(1, context), new byte[] {1});
        return Arrays.copyOf(hmac(secret, info), length);
    }

    /** Derive-Secret from what the transcript holds so far. */
    static byte[] derive(byte[] secret, String label, byte[]... transcript) {
        return expand(secret, label, hash(transcript), 32);
    }

    /** @param psk empty for none */
    static byte[] earlySecret(byte[] psk) {
        return extract(ZEROS, psk.length == 0 ? ZEROS : psk);
    }

    static byte[] handshakeSecret(byte[] early, byte[] shared) {
        return extract(derive(early, "derived"), shared);
    }

    static byte[] masterSecret(byte[] handshake) {
        return extract(derive(handshake, "derived"), ZEROS);
    }

    /** Finished of TLS 1.3, and the binder of a PSK (RFC 8446 4.4.4). */
    static byte[] finished13(byte[] baseKey, byte[]... transcript) {
        return hmac(expand(baseKey, "finished", new byte[0], 32), hash(transcript));
    }

    // ---- RFC 5246 5

    static byte[] prf(byte[] secret, String label, byte[] seed, int length) {
        byte[] full = RawBytes.concat(label.getBytes(StandardCharsets.US_ASCII), seed);
        byte[] out = {};
        byte[] a = full;
        while (out.length < length) {
            a = hmac(secret, a);
            out = RawBytes.concat(out, hmac(secret, a, full));
        }
        return Arrays.copyOf(out, length);
    }
}
