package org.tlsproxy.libcrypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** X25519, P-256 and ChaCha20-Poly1305 against published vectors and against Bouncy Castle. */
class PrimitivesTest {

    private static final String DIALECTS = "org.tlsproxy.libcrypto.LibcryptoUnderTest#dialects";
    private static final String CAVS_POINT = "04700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
        + "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac";

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldComputeTheX25519VectorsOfRfc7748(String name, Libcrypto library) {
        try (Primitives primitives = library.primitives()) {
            X25519 x25519 = primitives.x25519();
            byte[] scalar = hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
            byte[] u = hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
            assertThat(hex(x25519.agree(scalar, x25519.publicKey(scalar), u)))
                .isEqualTo("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
            byte[] bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
            byte[] bobPublic = x25519.publicKey(bob);
            assertThat(hex(bobPublic)).isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
            byte[] alicePublic = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
            assertThat(hex(x25519.agree(bob, bobPublic, alicePublic)))
                .isEqualTo("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldRefuseX25519SharesOfSmallOrder(String name, Libcrypto library) {
        String[] small = {
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"};
        try (Primitives primitives = library.primitives()) {
            byte[] scalar = new byte[32];
            new Random(1).nextBytes(scalar);
            byte[] own = primitives.x25519().publicKey(scalar);
            for (String point : small) {
                assertThat(primitives.x25519().agree(scalar, own, hex(point))).as(point).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldAgreeWithBouncyCastleOnX25519(String name, Libcrypto library) {
        Random random = new Random(2);
        byte[] scalar = new byte[32];
        byte[] peer = new byte[32];
        try (Primitives primitives = library.primitives()) {
            for (int i = 0; i < 300; i++) {
                random.nextBytes(scalar);
                random.nextBytes(peer);
                byte[] expected = new byte[32];
                org.bouncycastle.math.ec.rfc7748.X25519.scalarMult(scalar, 0, peer, 0, expected, 0);
                byte[] own = primitives.x25519().publicKey(scalar);
                assertThat(primitives.x25519().agree(scalar, own, peer)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldComputeTheP256VectorOfNist(String name, Libcrypto library) {
        byte[] scalar = hex("7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534");
        try (Primitives primitives = library.primitives()) {
            assertThat(hex(primitives.p256().agree(scalar, hex(CAVS_POINT))))
                .isEqualTo("46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldRefusePointsThatAreNotOnP256(String name, Libcrypto library) {
        byte[] scalar = hex("7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534");
        byte[] off = hex(CAVS_POINT);
        off[64] ^= 1;
        byte[] beyondTheField = new byte[65];
        java.util.Arrays.fill(beyondTheField, (byte) 0xff);
        beyondTheField[0] = 4;
        byte[] hybrid = hex(CAVS_POINT);
        hybrid[0] = 6;
        try (Primitives primitives = library.primitives()) {
            for (byte[] bad : new byte[][] {off, beyondTheField, hybrid, new byte[65], new byte[1], new byte[33], new byte[0]}) {
                assertThat(primitives.p256().agree(scalar, bad)).isEmpty();
            }
            assertThat(primitives.p256().agree(scalar, hex(CAVS_POINT))).hasSize(32);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldTakeExactlyTheScalarsBetweenZeroAndTheOrder(String name, Libcrypto library) {
        byte[] order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        byte[] last = order.clone();
        last[31]--;
        byte[] one = new byte[32];
        one[31] = 1;
        assertThat(P256.isScalar(one)).isTrue();
        assertThat(P256.isScalar(last)).isTrue();
        assertThat(P256.isScalar(order)).isFalse();
        assertThat(P256.isScalar(new byte[32])).isFalse();
        assertThat(P256.isScalar(new byte[31])).isFalse();
        try (Primitives primitives = library.primitives()) {
            byte[] generator = primitives.p256().publicPoint(one);
            byte[] negated = primitives.p256().publicPoint(last);
            assertThat(hex(negated).substring(0, 66)).isEqualTo(hex(generator).substring(0, 66));
            assertThat(negated).isNotEqualTo(generator);
            assertThatThrownBy(() -> primitives.p256().publicPoint(order)).isInstanceOf(LibcryptoException.class);
            assertThatThrownBy(() -> primitives.p256().publicPoint(new byte[32])).isInstanceOf(LibcryptoException.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldAgreeWithBouncyCastleOnP256(String name, Libcrypto library) {
        X9ECParameters curve = SECNamedCurves.getByName("secp256r1");
        Random random = new Random(3);
        byte[] scalar = new byte[32];
        try (Primitives primitives = library.primitives()) {
            for (int i = 0; i < 100; i++) {
                random.nextBytes(scalar);
                scalar[0] &= 0x7f;
                scalar[1] = i % 10 == 0 ? 0 : scalar[1];
                byte[] point = curve.getG().multiply(BigIntegers.fromUnsignedByteArray(scalar)).getEncoded(false);
                assertThat(primitives.p256().publicPoint(scalar)).isEqualTo(point);
                byte[] shared = curve.getCurve().decodePoint(point).multiply(BigIntegers.fromUnsignedByteArray(scalar))
                    .normalize().getAffineXCoord().getEncoded();
                assertThat(primitives.p256().agree(scalar, point)).isEqualTo(shared);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldComputeTheChaCha20Poly1305VectorOfRfc8439(String name, Libcrypto library) {
        byte[] text = ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
            + "sunscreen would be it.").getBytes(US_ASCII);
        String sealed = "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
            + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
            + "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691";
        byte[] aad = hex("50515253c0c1c2c3c4c5c6c7");
        byte[] key = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
        byte[] nonce = hex("070000004041424344454647");
        try (Primitives primitives = library.primitives()) {
            ChaChaPoly cipher = primitives.chaChaPoly();
            byte[] out = new byte[text.length + 16];
            cipher.key(key, nonce);
            cipher.aad(aad, aad.length);
            cipher.input(text, 0, text.length - 1);
            cipher.input(text[text.length - 1]);
            assertThat(cipher.seal(out, 0)).isEqualTo(out.length);
            assertThat(hex(out)).isEqualTo(sealed);
            byte[] opened = new byte[text.length];
            cipher.key(key, nonce);
            cipher.aad(aad, aad.length);
            cipher.input(out, 0, out.length);
            assertThat(cipher.open(opened, 0)).isEqualTo(text.length);
            assertThat(opened).isEqualTo(text);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldOpenNothingThatWasTamperedWith(String name, Libcrypto library) {
        byte[] key = new byte[32];
        byte[] nonce = new byte[12];
        byte[] out = new byte[48];
        byte[] plain = new byte[32];
        try (Primitives primitives = library.primitives()) {
            ChaChaPoly cipher = primitives.chaChaPoly();
            cipher.key(key, nonce);
            cipher.input(plain, 0, 32);
            cipher.seal(out, 0);
            for (int bit = 0; bit < 8 * out.length; bit++) {
                byte[] bad = out.clone();
                bad[bit / 8] ^= (byte) (1 << bit % 8);
                byte[] opened = {1, 2, 3};
                cipher.key(key, nonce);
                cipher.input(bad, 0, bad.length);
                assertThat(cipher.open(opened, 0)).isEqualTo(-1);
                assertThat(opened).containsExactly(1, 2, 3);
            }
            cipher.key(key, nonce);
            cipher.input(out, 0, 15);
            assertThat(cipher.open(plain, 0)).as("shorter than a tag").isEqualTo(-1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldRefuseARecordThatDoesNotFitItsScratchMemory(String name, Libcrypto library) {
        try (Primitives primitives = library.primitives()) {
            primitives.chaChaPoly().key(new byte[32], new byte[12]);
            assertThatThrownBy(() -> primitives.chaChaPoly().input(new byte[20_000], 0, 20_000)).isInstanceOf(LibcryptoException.class);
        }
    }
}
