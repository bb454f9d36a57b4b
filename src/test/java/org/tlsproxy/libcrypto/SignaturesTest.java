package org.tlsproxy.libcrypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlsproxy.libcrypto.SignatureForm.Padding;

/** RSA and ECDSA against a published vector and against the JDK in both directions. */
class SignaturesTest {

    private static final String DIALECTS = "org.tlsproxy.libcrypto.LibcryptoUnderTest#dialects";
    private static final KeyPair RSA = pair("RSA", "2048");
    private static final KeyPair EC = pair("EC", "secp256r1");

    private static KeyPair pair(String algorithm, String size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec(size));
            } else {
                generator.initialize(Integer.parseInt(size));
            }
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKeyBytes bytes(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return new PublicKeyBytes.Rsa(key.getEncoded(), BigIntegers.asUnsignedByteArray(rsa.getModulus()),
                BigIntegers.asUnsignedByteArray(rsa.getPublicExponent()));
        }
        byte[] spki = ((ECPublicKey) key).getEncoded();
        return new PublicKeyBytes.P256Point(spki, Arrays.copyOfRange(spki, spki.length - 65, spki.length));
    }

    private static Signature jdk(SignatureForm form) throws Exception {
        String digest = form.digest().name();
        switch (form.padding()) {
            case ECDSA:
                return Signature.getInstance(digest + "withECDSA");
            case RSA_PKCS1:
                return Signature.getInstance(digest + "withRSA");
            default:
                Signature pss = Signature.getInstance("RSASSA-PSS");
                String name = digest.replace("SHA", "SHA-");
                pss.setParameter(new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), form.digest().length, 1));
                return pss;
        }
    }

    private static byte[] digest(SignatureForm form, byte[] message) throws Exception {
        return MessageDigest.getInstance(form.digest().name().replace("SHA", "SHA-")).digest(message);
    }

    private static SignatureForm[] forms() {
        SignatureForm[] forms = new SignatureForm[3 * 4];
        int at = 0;
        for (Padding padding : Padding.values()) {
            for (Digest digest : new Digest[] {Digest.SHA1, Digest.SHA256, Digest.SHA384, Digest.SHA512}) {
                forms[at++] = new SignatureForm(padding, digest);
            }
        }
        return forms;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldSignWhatTheJdkVerifiesAndVerifyWhatItSigns(String name, Libcrypto library) throws Exception {
        Random random = new Random(4);
        try (Primitives primitives = library.primitives()) {
            for (SignatureForm form : forms()) {
                KeyPair pair = form.padding() == Padding.ECDSA ? EC : RSA;
                try (NativeKey own = primitives.privateKey(pair.getPrivate().getEncoded());
                        KeyOperation signing = primitives.signing(own, form);
                        NativeKey peer = primitives.publicKey(bytes(pair.getPublic())).orElseThrow();
                        KeyOperation verifying = primitives.verifying(peer, form)) {
                    for (int i = 0; i < 10; i++) {
                        byte[] message = new byte[random.nextInt(500)];
                        random.nextBytes(message);
                        checkBothWays(form, pair, signing, verifying, message);
                    }
                }
            }
        }
        assertThat(library.liveObjects()).isZero();
    }

    private static void checkBothWays(SignatureForm form, KeyPair pair, KeyOperation signing, KeyOperation verifying, byte[] message)
            throws Exception {
        byte[] digest = digest(form, message);
        byte[] ours = signing.sign(digest);
        Signature jdk = jdk(form);
        jdk.initVerify(pair.getPublic());
        jdk.update(message);
        assertThat(jdk.verify(ours)).as("%s by libcrypto", form).isTrue();
        jdk = jdk(form);
        jdk.initSign(pair.getPrivate());
        jdk.update(message);
        byte[] theirs = jdk.sign();
        assertThat(verifying.verify(theirs, digest)).as("%s by the JDK", form).isTrue();
        digest[3] ^= 4;
        assertThat(verifying.verify(theirs, digest)).as("%s, another message", form).isFalse();
        digest[3] ^= 4;
        theirs[theirs.length / 2] ^= 1;
        assertThat(verifying.verify(theirs, digest)).as("%s, another signature", form).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldVerifyTheEcdsaVectorOfRfc6979(String name, Libcrypto library) throws Exception {
        byte[] point = HexFormat.of().parseHex("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
            + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
        byte[] spki = EC.getPublic().getEncoded();
        System.arraycopy(point, 0, spki, spki.length - 65, 65);
        BigInteger r = new BigInteger("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716", 16);
        BigInteger s = new BigInteger("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8", 16);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest("sample".getBytes(US_ASCII));
        BigInteger order = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        try (Primitives primitives = library.primitives();
                NativeKey key = primitives.publicKey(new PublicKeyBytes.P256Point(spki, point)).orElseThrow();
                KeyOperation verifying = primitives.verifying(key, new SignatureForm(Padding.ECDSA, Digest.SHA256))) {
            assertThat(verifying.verify(der(r, s), digest)).isTrue();
            assertThat(verifying.verify(der(s, r), digest)).isFalse();
            assertThat(verifying.verify(der(BigInteger.ZERO, BigInteger.ZERO), digest)).isFalse();
            assertThat(verifying.verify(der(r.add(order), s), digest)).isFalse();
            assertThat(verifying.verify(der(r.negate(), s), digest)).isFalse();
            assertThat(verifying.verify(new byte[0], digest)).isFalse();
            assertThat(verifying.verify(Arrays.copyOf(der(r, s), 90), digest)).as("trailing bytes").isFalse();
            assertThat(verifying.verify(new byte[100_000], digest)).isFalse();
        }
    }

    private static byte[] der(BigInteger r, BigInteger s) throws Exception {
        return new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {new ASN1Integer(r), new ASN1Integer(s)}).getEncoded();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldSignTheThirtySixBytesOfOldTlsWithoutDigestInfo(String name, Libcrypto library) throws Exception {
        byte[] digest = new byte[36];
        new Random(5).nextBytes(digest);
        try (Primitives primitives = library.primitives();
                NativeKey key = primitives.privateKey(RSA.getPrivate().getEncoded());
                KeyOperation signing = primitives.signing(key, new SignatureForm(Padding.RSA_PKCS1, Digest.MD5_SHA1))) {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.DECRYPT_MODE, RSA.getPublic());
            assertThat(rsa.doFinal(signing.sign(digest))).isEqualTo(digest);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldDecryptRawRsaAndRefuseWhatIsNotSmallerThanTheModulus(String name, Libcrypto library) throws Exception {
        byte[] block = new byte[256];
        new Random(6).nextBytes(block);
        block[0] = 0;
        Cipher rsa = Cipher.getInstance("RSA/ECB/NoPadding");
        rsa.init(Cipher.ENCRYPT_MODE, RSA.getPublic());
        byte[] tooBig = new byte[256];
        Arrays.fill(tooBig, (byte) 0xff);
        try (Primitives primitives = library.primitives();
                NativeKey key = primitives.privateKey(RSA.getPrivate().getEncoded());
                KeyOperation decryption = primitives.rawRsa(key)) {
            assertThat(decryption.decrypt(rsa.doFinal(block))).isEqualTo(block);
            assertThat(decryption.decrypt(tooBig)).isEmpty();
            assertThat(decryption.decrypt(new byte[5000])).isEmpty();
            assertThat(decryption.decrypt(rsa.doFinal(block))).as("after a refusal").isEqualTo(block);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldRefuseKeysThatAreNoKeys(String name, Libcrypto library) {
        byte[] point = new byte[65];
        point[0] = 4;
        byte[] spki = EC.getPublic().getEncoded();
        System.arraycopy(point, 0, spki, spki.length - 65, 65);
        try (Primitives primitives = library.primitives()) {
            assertThat(primitives.publicKey(new PublicKeyBytes.P256Point(spki, point))).isEmpty();
            assertThat(primitives.publicKey(new PublicKeyBytes.P256Point(spki, new byte[64]))).isEmpty();
            assertThat(primitives.publicKey(new PublicKeyBytes.Rsa(spki, new byte[5000], new byte[3]))).isEmpty();
            assertThatThrownBy(() -> primitives.privateKey(new byte[40])).isInstanceOf(LibcryptoException.class);
        }
        assertThat(library.liveObjects()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldRefuseAFormThatTheKeyCannotSign(String name, Libcrypto library) {
        try (Primitives primitives = library.primitives(); NativeKey key = primitives.privateKey(EC.getPrivate().getEncoded())) {
            SignatureForm rsa = new SignatureForm(Padding.RSA_PSS, Digest.SHA256);
            assertThatThrownBy(() -> primitives.signing(key, rsa)).isInstanceOf(LibcryptoException.class);
            assertThatThrownBy(() -> primitives.rawRsa(key)).isInstanceOf(LibcryptoException.class);
        }
        assertThat(library.liveObjects()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldKeepPreparedOperationsUsableAfterTheirKeyIsClosedAndRefuseClosedOnes(String name, Libcrypto library) {
        SignatureForm form = new SignatureForm(Padding.ECDSA, Digest.SHA256);
        try (Primitives primitives = library.primitives()) {
            NativeKey key = primitives.privateKey(EC.getPrivate().getEncoded());
            KeyOperation signing = primitives.signing(key, form);
            key.close();
            key.close();
            assertThat(signing.sign(new byte[32])).isNotEmpty();
            assertThatThrownBy(() -> primitives.signing(key, form)).isInstanceOf(LibcryptoException.class);
            signing.close();
            signing.close();
            assertThatThrownBy(() -> signing.sign(new byte[32])).isInstanceOf(LibcryptoException.class);
        }
        assertThat(library.liveObjects()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(DIALECTS)
    void shouldNotGrowOverTwentyThousandOperations(String name, Libcrypto library) throws Exception {
        SignatureForm form = new SignatureForm(Padding.ECDSA, Digest.SHA256);
        PrivateKey same = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(EC.getPrivate().getEncoded()));
        byte[] pkcs8 = same.getEncoded();
        PublicKeyBytes rsaPublic = bytes(RSA.getPublic());
        PublicKeyBytes ecPublic = bytes(EC.getPublic());
        try (Primitives primitives = library.primitives()) {
            long before = 0;
            for (int round = 0; round < 2_000; round++) {
                if (round == 500) {
                    before = Resident.kilobytes();
                }
                tenOperations(primitives, pkcs8, form, round % 2 == 0 ? rsaPublic : ecPublic);
            }
            assertThat(Resident.kilobytes() - before).as("kB more than after a quarter").isLessThan(6_000);
        }
        assertThat(library.liveObjects()).isZero();
    }

    /** Each of them allocates in libcrypto: 15,000 leaks of an EVP_PKEY would be more than 10 MB. */
    private static void tenOperations(Primitives primitives, byte[] pkcs8, SignatureForm form, PublicKeyBytes peer) {
        byte[] scalar = new byte[32];
        scalar[5] = 77;
        byte[] own = primitives.x25519().publicKey(scalar);
        primitives.x25519().agree(scalar, own, own);
        primitives.x25519().agree(scalar, own, new byte[32]);
        primitives.p256().agree(scalar, primitives.p256().publicPoint(scalar));
        try (NativeKey key = primitives.privateKey(pkcs8); KeyOperation signing = primitives.signing(key, form)) {
            signing.sign(new byte[32]);
        }
        boolean rsa = peer instanceof PublicKeyBytes.Rsa;
        SignatureForm peerForm = rsa ? new SignatureForm(Padding.RSA_PSS, Digest.SHA256) : form;
        try (NativeKey key = primitives.publicKey(peer).orElseThrow(); KeyOperation verifying = primitives.verifying(key, peerForm)) {
            verifying.verify(new byte[256], new byte[32]);
        }
    }
}
