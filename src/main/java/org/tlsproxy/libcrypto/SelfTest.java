package org.tlsproxy.libcrypto;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Known answers that a freshly loaded libcrypto must give before it is trusted. It also makes it load and seed what it loads and seeds
 * lazily, while the process may still open files.
 */
final class SelfTest {

    private SelfTest() { }

    static void run(Primitives primitives) {
        x25519(primitives.x25519());
        p256(primitives.p256());
        chaCha(primitives.chaChaPoly());
    }

    /** The ladder's first iteration of RFC 7748 5.2: the base point times the scalar 9. */
    private static void x25519(X25519 x25519) {
        byte[] nine = new byte[X25519.SIZE];
        nine[0] = 9;
        byte[] expected = hex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
        byte[] publicKey = x25519.publicKey(nine);
        require(Arrays.equals(expected, publicKey), "X25519 public key");
        require(Arrays.equals(expected, x25519.agree(nine, publicKey, nine)), "X25519 agreement");
        require(x25519.agree(nine, publicKey, new byte[X25519.SIZE]).length == 0, "X25519 accepts a zero secret");
    }

    /** Scalar 1 gives the generator (SP 800-186 3.2.1.3), whose x coordinate is also the secret shared with it. */
    private static void p256(P256 p256) {
        byte[] one = new byte[P256.SIZE];
        one[P256.SIZE - 1] = 1;
        byte[] generator = hex("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
            + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
        require(Arrays.equals(generator, p256.publicPoint(one)), "P-256 generator");
        require(Arrays.equals(Arrays.copyOfRange(generator, 1, 33), p256.agree(one, generator)), "P-256 agreement");
        generator[64] ^= 1;
        require(p256.agree(one, generator).length == 0, "P-256 accepts a point off the curve");
    }

    /** Sealing and opening; a changed tag must be refused. */
    private static void chaCha(ChaChaPoly chaCha) {
        byte[] key = new byte[32];
        byte[] nonce = new byte[12];
        byte[] record = new byte[64 + ChaChaPoly.TAG];
        chaCha.key(key, nonce);
        chaCha.aad(nonce, 5);
        chaCha.input(record, 0, 64);
        chaCha.seal(record, 0);
        for (int round = 0; round < 2; round++) {
            chaCha.key(key, nonce);
            chaCha.aad(nonce, 5);
            chaCha.input(record, 0, record.length);
            require(chaCha.open(new byte[64], 0) == (round == 0 ? 64 : -1), "ChaCha20-Poly1305");
            record[79] ^= 1;
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new LibcryptoException("self-test failed: " + what);
        }
    }
}
