package org.tlsproxy.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsHMAC;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;

/** Hashes, MACs and the key schedule against vectors and against stock Bouncy Castle. */
class SecretsTest {

    private static final int SHA256 = CryptoHashAlgorithm.sha256;
    private static final int[] HASHES = {CryptoHashAlgorithm.md5, CryptoHashAlgorithm.sha1, CryptoHashAlgorithm.sha224, SHA256,
        CryptoHashAlgorithm.sha384, CryptoHashAlgorithm.sha512, CryptoHashAlgorithm.sm3};

    private final WorkerCrypto crypto = WorkerCrypto.create(false);
    private final BcTlsCrypto stock = new BcTlsCrypto();
    private final Random random = new Random(8);

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void shouldComputeHkdfAsInRfc5869() {
        TlsSecret prk = crypto.createSecret(hex("000102030405060708090a0b0c"))
            .hkdfExtract(SHA256, crypto.createSecret(hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b")));
        byte[] okm = prk.hkdfExpand(SHA256, hex("f0f1f2f3f4f5f6f7f8f9"), 42).extract();
        assertThat(prk.extract()).isEqualTo(hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"));
        assertThat(okm).isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    }

    @Test
    void shouldComputeTheTls12Prf() {
        byte[] output = crypto.createSecret(hex("9bbe436ba940f017b17652849a71db35"))
            .deriveUsingPRF(PRFAlgorithm.tls_prf_sha256, "test label", hex("a0ba9f936cda311827a6f796ffd5198c"), 100).extract();
        assertThat(HexFormat.of().formatHex(output)).isEqualTo("e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a"
            + "6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789ba"
            + "a48082d122ee42c5a72e5a5110fff70187347b66");
    }

    @Test
    void shouldDeriveWhatStockDerives() {
        int[] prfs = {PRFAlgorithm.tls_prf_legacy, PRFAlgorithm.tls_prf_sha256, PRFAlgorithm.tls_prf_sha384,
            PRFAlgorithm.tls13_hkdf_sha256, PRFAlgorithm.tls13_hkdf_sha384};
        for (int i = 0; i < 200; i++) {
            byte[] secret = random(1 + random.nextInt(200));
            byte[] seed = random(random.nextInt(200));
            int length = 1 + random.nextInt(300);
            for (int prf : prfs) {
                byte[] context = prf >= PRFAlgorithm.tls13_hkdf_sha256 ? Arrays.copyOf(seed, seed.length % 64) : seed;
                assertThat(crypto.createSecret(secret).deriveUsingPRF(prf, "a label", context, length).extract())
                    .isEqualTo(stock.createSecret(secret).deriveUsingPRF(prf, "a label", context, length).extract());
            }
            for (int hash : HASHES) {
                checkHkdf(hash, secret, seed, length);
            }
        }
    }

    private void checkHkdf(int hash, byte[] secret, byte[] seed, int length) {
        assertThat(crypto.createSecret(secret).calculateHMAC(hash, seed, 0, seed.length))
            .isEqualTo(stock.createSecret(secret).calculateHMAC(hash, seed, 0, seed.length));
        assertThat(crypto.createSecret(secret).hkdfExpand(hash, seed, length).extract())
            .isEqualTo(stock.createSecret(secret).hkdfExpand(hash, seed, length).extract());
        assertThat(crypto.createSecret(secret).hkdfExtract(hash, stock.createSecret(seed)).extract())
            .isEqualTo(stock.createSecret(secret).hkdfExtract(hash, stock.createSecret(seed)).extract());
        assertThat(crypto.hkdfInit(hash).hkdfExtract(hash, crypto.createSecret(seed)).extract())
            .isEqualTo(stock.hkdfInit(hash).hkdfExtract(hash, stock.createSecret(seed)).extract());
    }

    @Test
    void shouldConsumeTheSaltOfAnExtractionAndRefuseDeadSecrets() {
        TlsSecret salt = crypto.createSecret(new byte[32]);
        salt.hkdfExtract(SHA256, crypto.createSecret(new byte[32]));
        assertThat(salt.isAlive()).isFalse();
        assertThatThrownBy(() -> salt.hkdfExpand(SHA256, new byte[4], 32)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> salt.calculateHMAC(SHA256, new byte[4], 0, 4)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> crypto.hkdfInit(SHA256).hkdfExtract(SHA256, salt)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldHashAndCloneAsStockDoes() {
        for (int hash : HASHES) {
            TlsHash ours = crypto.createHash(hash);
            TlsHash theirs = stock.createHash(hash);
            byte[] bytes = random(1000);
            ours.update(bytes, 3, 500);
            theirs.update(bytes, 3, 500);
            TlsHash fork = ours.cloneHash();
            ours.update(bytes, 503, 400);
            theirs.update(bytes, 503, 400);
            assertThat(ours.calculateHash()).isEqualTo(theirs.calculateHash());
            fork.update(bytes, 503, 400);
            theirs.update(bytes, 3, 900);
            assertThat(fork.calculateHash()).isEqualTo(theirs.calculateHash());
            ours.update(bytes, 0, 10);
            ours.reset();
            assertThat(ours.calculateHash()).isEqualTo(theirs.calculateHash());
        }
    }

    @Test
    void shouldComputeRecordMacsAsStockDoesAndSurviveResets() {
        for (int hash : HASHES) {
            for (int keyLength : new int[] {0, 1, 20, 64, 65, 128, 129, 300}) {
                TlsHMAC ours = crypto.createHMACForHash(hash);
                TlsHMAC theirs = stock.createHMACForHash(hash);
                byte[] key = random(keyLength + 2);
                byte[] message = random(777);
                assertThat(ours.getInternalBlockSize()).isEqualTo(theirs.getInternalBlockSize());
                assertThat(ours.getMacLength()).isEqualTo(theirs.getMacLength());
                ours.setKey(key, 1, keyLength);
                theirs.setKey(key, 1, keyLength);
                ours.update(message, 0, 5);
                ours.reset();
                for (int round = 0; round < 3; round++) {
                    ours.update(message, round, 500);
                    theirs.update(message, round, 500);
                    assertThat(ours.calculateMAC()).isEqualTo(theirs.calculateMAC());
                }
                byte[] to = new byte[ours.getMacLength() + 3];
                ours.calculateMAC(to, 3);
                assertThat(Arrays.copyOfRange(to, 3, to.length)).as("of nothing").isEqualTo(theirs.calculateMAC());
            }
        }
    }

    @Test
    void shouldDeriveTheResumptionBinderFromAMarkedPskOnly() throws Exception {
        byte[] psk = random(32);
        byte[] empty = stock.createHash(SHA256).calculateHash();
        TlsSecret expectedEarly = stock.hkdfInit(SHA256).hkdfExtract(SHA256, stock.createSecret(psk));
        byte[] res = TlsCryptoUtils.hkdfExpandLabel(expectedEarly, SHA256, "res binder", empty, 32).extract();
        byte[] ext = TlsCryptoUtils.hkdfExpandLabel(expectedEarly, SHA256, "ext binder", empty, 32).extract();
        byte[] derived = TlsCryptoUtils.hkdfExpandLabel(expectedEarly, SHA256, "derived", empty, 32).extract();

        TlsSecret marked = crypto.adoptSecret(crypto.resumptionPsk(psk));
        TlsSecret early = crypto.hkdfInit(SHA256).hkdfExtract(SHA256, marked);
        assertThat(binder(early, "ext binder", empty)).isEqualTo(res);
        assertThat(binder(early, "derived", empty)).isEqualTo(derived);

        TlsSecret external = crypto.hkdfInit(SHA256).hkdfExtract(SHA256, crypto.createSecret(psk));
        assertThat(binder(external, "ext binder", empty)).isEqualTo(ext);

        TlsSecret handshake = TlsCryptoUtils.hkdfExpandLabel(early, SHA256, "derived", empty, 32)
            .hkdfExtract(SHA256, crypto.createSecret(psk));
        TlsSecret plainly = stock.createSecret(derived).hkdfExtract(SHA256, stock.createSecret(psk));
        assertThat(binder(handshake, "ext binder", empty)).as("the mark ends with the early secret")
            .isEqualTo(binder(plainly, "ext binder", empty));
    }

    @Test
    void shouldNotChangeTheCallersLabelOrPsk() {
        byte[] psk = random(32);
        byte[] copy = psk.clone();
        TlsSecret early = crypto.hkdfInit(SHA256).hkdfExtract(SHA256, crypto.resumptionPsk(psk));
        byte[] info = "\0\40\20tls13 ext binder\0".getBytes(US_ASCII);
        byte[] before = info.clone();
        early.hkdfExpand(SHA256, info, 32);
        early.destroy();
        assertThat(info).isEqualTo(before);
        assertThat(psk).isEqualTo(copy);
    }

    private static byte[] binder(TlsSecret secret, String label, byte[] hash) throws Exception {
        return TlsCryptoUtils.hkdfExpandLabel(secret, SHA256, label, hash, 32).extract();
    }
}
