package org.tlsproxy.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsVerifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tlsproxy.libcrypto.Libcrypto;

/** The composition: who does what, and what is refused. */
class WorkerCryptoTest {

    private static final Certificate NO_CHAIN = Certificate.EMPTY_CHAIN;

    private static WorkerCrypto worker(Cryptos kind) {
        return (WorkerCrypto) kind.make();
    }

    private static TestParameters tls12() throws Exception {
        return new TestParameters(ProtocolVersion.TLSv12, true, TestParameters.security());
    }

    private static SignatureAndHashAlgorithm algorithm(int scheme) {
        return SignatureScheme.getSignatureAndHashAlgorithm(scheme);
    }

    private static TlsAgreement agreement(BcTlsCrypto crypto, int group) {
        return crypto.createECDomain(new TlsECConfig(group)).createECDH();
    }

    private static void assertAlert(short alert, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TlsFatalAlert.class,
            e -> assertThat(e.getAlertDescription()).isEqualTo(alert));
    }

    @Test
    void shouldSayWhatComputes() {
        assertThat(WorkerCrypto.create(false).describe()).isEqualTo("pure Java");
        assertThat(WorkerCrypto.create(true).describe()).matches("libcrypto [13]\\.\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @EnumSource(value = Cryptos.class, names = {"NATIVE", "PURE"})
    void shouldAgreeOnSecretsWithStockInEitherOrder(Cryptos kind) throws IOException {
        WorkerCrypto worker = worker(kind);
        BcTlsCrypto stock = new BcTlsCrypto();
        for (int group : new int[] {NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.x448}) {
            for (int i = 0; i < 20; i++) {
                TlsAgreement ours = agreement(worker, group);
                TlsAgreement theirs = agreement(stock, group);
                byte[] share = theirs.generateEphemeral();
                if (i % 2 == 0) {
                    ours.receivePeerValue(share);
                }
                theirs.receivePeerValue(ours.generateEphemeral());
                if (i % 2 != 0) {
                    ours.receivePeerValue(share);
                }
                assertThat(ours.calculateSecret().extract()).isEqualTo(theirs.calculateSecret().extract());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Cryptos.class, names = {"NATIVE", "PURE"})
    void shouldRefuseSharesThatForceASecretOrAreMalformed(Cryptos kind) throws IOException {
        WorkerCrypto worker = worker(kind);
        TlsAgreement zero = agreement(worker, NamedGroup.x25519);
        zero.receivePeerValue(new byte[32]);
        zero.generateEphemeral();
        assertAlert(AlertDescription.illegal_parameter, zero::calculateSecret);
        assertAlert(AlertDescription.illegal_parameter, () -> agreement(worker, NamedGroup.x25519).receivePeerValue(new byte[31]));
        byte[] off = agreement(worker, NamedGroup.secp256r1).generateEphemeral();
        off[64] ^= 1;
        assertAlert(AlertDescription.illegal_parameter, () -> {
            TlsAgreement exchange = agreement(worker, NamedGroup.secp256r1);
            exchange.generateEphemeral();
            exchange.receivePeerValue(off);
            exchange.calculateSecret();
        });
    }

    @Test
    void shouldRefuseASecretWithoutAPeerAndASecondUseOfAKeyPair() throws IOException {
        TlsAgreement exchange = agreement(WorkerCrypto.create(true), NamedGroup.x25519);
        exchange.generateEphemeral();
        assertAlert(AlertDescription.internal_error, exchange::calculateSecret);
        byte[] nine = new byte[32];
        nine[0] = 9;
        exchange.receivePeerValue(nine);
        exchange.calculateSecret();
        assertAlert(AlertDescription.internal_error, exchange::calculateSecret);
    }

    @ParameterizedTest
    @EnumSource(value = Cryptos.class, names = {"NATIVE", "PURE"})
    void shouldMakeKeyPairsAheadAndGiveEachOutOnce(Cryptos kind) throws IOException {
        WorkerCrypto worker = worker(kind);
        int turns = 1;
        while (worker.prepareKeys()) {
            turns++;
        }
        assertThat(turns).isEqualTo(KeyPairs.MOST / KeyPairs.AT_ONCE);
        assertThat(worker.prepareKeys()).isFalse();
        Set<String> shares = new HashSet<>();
        for (int i = 0; i < KeyPairs.MOST + 10; i++) {
            shares.add(Arrays.toString(agreement(worker, NamedGroup.x25519).generateEphemeral()));
        }
        assertThat(shares).hasSize(KeyPairs.MOST + 10);
        assertThat(worker.prepareKeys()).isTrue();
    }

    @Test
    void shouldWantKeyPairsWhenHalfOfThemAreUsed() throws IOException {
        WorkerCrypto worker = worker(Cryptos.PURE);
        assertThat(worker.wantsKeys()).isTrue();
        boolean more;
        do {
            more = worker.prepareKeys();
        } while (more);
        for (int i = 1; i < KeyPairs.MOST / 2; i++) {
            agreement(worker, NamedGroup.x25519).generateEphemeral();
        }
        assertThat(worker.wantsKeys()).isFalse();
        agreement(worker, NamedGroup.x25519).generateEphemeral();
        assertThat(worker.wantsKeys()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = Cryptos.class, names = {"NATIVE", "PURE"})
    void shouldDescribeKeysInOpensslsTerms(Cryptos kind) {
        WorkerCrypto worker = worker(kind);
        assertKey(worker.key(TestIdentity.RSA.pkcs8()), SigningKey.Algorithm.RSA, 2048, "");
        assertKey(worker.key(TestIdentity.RSA_PSS.pkcs8()), SigningKey.Algorithm.RSA_PSS, 2048, "");
        assertKey(worker.key(TestIdentity.P256.pkcs8()), SigningKey.Algorithm.EC, 256, "prime256v1");
        assertKey(worker.key(TestIdentity.P384.pkcs8()), SigningKey.Algorithm.EC, 384, "secp384r1");
        assertKey(worker.key(TestIdentity.ED25519.pkcs8()), SigningKey.Algorithm.ED25519, 253, "");
        assertThatThrownBy(() -> worker.key(new byte[50])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> worker.key(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertKey(SigningKey key, SigningKey.Algorithm algorithm, int bits, String curve) {
        assertThat(key.algorithm()).isEqualTo(algorithm);
        assertThat(key.bits()).isEqualTo(bits);
        assertThat(key.curve()).isEqualTo(curve);
    }

    @Test
    void shouldSignInJavaWithAKeyThatWasClosed() throws Exception {
        WorkerCrypto worker = WorkerCrypto.create(true);
        SigningKey key = worker.key(TestIdentity.P256.pkcs8());
        assertThat(signer(worker, key, SignatureScheme.ecdsa_secp256r1_sha256)).isInstanceOf(NativeSigner.class);
        key.close();
        TlsCredentialedSigner signer = signer(worker, key, SignatureScheme.ecdsa_secp256r1_sha256);
        assertThat(signer).isNotInstanceOf(NativeSigner.class);
        assertThat(signer.generateRawSignature(new byte[32])).isNotEmpty();
    }

    @Test
    void shouldNotSignNativelyWithASchemeOfAnotherKindOfKey() throws Exception {
        WorkerCrypto worker = WorkerCrypto.create(true);
        SigningKey rsa = worker.key(TestIdentity.RSA.pkcs8());
        SigningKey pss = worker.key(TestIdentity.RSA_PSS.pkcs8());
        assertThat(signer(worker, pss, SignatureScheme.rsa_pss_pss_sha256)).isInstanceOf(NativeSigner.class);
        assertThat(signer(worker, pss, SignatureScheme.rsa_pkcs1_sha256)).isNotInstanceOf(NativeSigner.class);
        assertThat(signer(worker, rsa, SignatureScheme.ecdsa_secp256r1_sha256)).isNotInstanceOf(NativeSigner.class);
        assertThat(signer(worker, rsa, SignatureScheme.rsa_pss_rsae_sha512)).isInstanceOf(NativeSigner.class);
        assertThatThrownBy(() -> worker.decryptor(worker.key(TestIdentity.P256.pkcs8()), NO_CHAIN))
            .isInstanceOf(IllegalArgumentException.class);
    }

    private static TlsCredentialedSigner signer(WorkerCrypto worker, SigningKey key, int scheme) throws Exception {
        Certificate chain = new Certificate(new TlsCertificate[] {worker.createCertificate(TestIdentity.RSA.certificate())});
        return worker.signer(tls12(), key, chain, algorithm(scheme));
    }

    @Test
    void shouldReturnPeersCertificatesAsTheyCameAndParseThemOnce() throws IOException {
        WorkerCrypto worker = WorkerCrypto.create(true);
        byte[] came = TestIdentity.RSA.certificate().clone();
        TlsCertificate certificate = worker.createCertificate(came);
        assertThat(worker.createCertificate(TestIdentity.RSA.certificate())).isSameAs(certificate);
        came[20] ^= 1;
        assertThat(certificate.getEncoded()).isEqualTo(TestIdentity.RSA.certificate());
        assertThatThrownBy(() -> worker.createCertificate(new byte[100])).isInstanceOf(IOException.class);
    }

    @Test
    void shouldStillVerifyWithACertificateThatTheCacheDroppedMeanwhile() throws Exception {
        WorkerCrypto worker = WorkerCrypto.create(true);
        int before = live();
        TlsCertificate certificate = worker.createCertificate(TestIdentity.P256.certificate());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(new byte[3]);
        byte[] signature = sign12(SignatureScheme.ecdsa_secp256r1_sha256, TestIdentity.P256, digest);
        TlsVerifier verifier = certificate.createVerifier(SignatureAlgorithm.ecdsa);
        DigitallySigned signed = new DigitallySigned(algorithm(SignatureScheme.ecdsa_secp256r1_sha256), signature);
        assertThat(verifier.verifyRawSignature(signed, digest)).isTrue();
        assertThat(live()).isGreaterThan(before);
        for (int serial = 0; serial < PeerCertificates.MOST; serial++) {
            byte[] other = TestIdentity.RSA.certificate().clone();
            other[other.length - 1 - serial % 200] ^= (byte) (1 + serial / 200);
            worker.createCertificate(other);
        }
        assertThat(live()).as("freed on eviction").isEqualTo(before);
        assertThat(worker.createCertificate(TestIdentity.P256.certificate())).isNotSameAs(certificate);
        assertThat(verifier.verifyRawSignature(signed, digest)).isTrue();
        digest[0] ^= 1;
        assertThat(verifier.verifyRawSignature(signed, digest)).isFalse();
        worker.close();
    }

    private static int live() {
        return Libcrypto.find().library().orElseThrow().liveObjects();
    }

    private static byte[] sign12(int scheme, TestIdentity identity, byte[] digest) throws Exception {
        WorkerCrypto signing = WorkerCrypto.create(false);
        return signer(signing, signing.key(identity.pkcs8()), scheme).generateRawSignature(digest);
    }

    @ParameterizedTest
    @EnumSource(value = Cryptos.class, names = {"NATIVE", "PURE"})
    void shouldRefuseSchemesThatDoNotFitThePeersKey(Cryptos kind) throws Exception {
        WorkerCrypto worker = worker(kind);
        TlsCertificate p256 = worker.createCertificate(TestIdentity.P256.certificate());
        TlsCertificate rsa = worker.createCertificate(TestIdentity.RSA.certificate());
        assertAlert(AlertDescription.illegal_parameter, () -> p256.createVerifier(SignatureScheme.ecdsa_secp384r1_sha384));
        assertAlert(AlertDescription.illegal_parameter, () -> rsa.createVerifier(SignatureScheme.ecdsa_secp256r1_sha256));
        assertThatThrownBy(() -> rsa.createVerifier(SignatureScheme.ecdsa_sha1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> rsa.createVerifier(SignatureScheme.rsa_pss_pss_sha256)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> p256.createVerifier(SignatureScheme.rsa_pss_rsae_sha256)).isInstanceOf(IOException.class);
        DigitallySigned confused = new DigitallySigned(algorithm(SignatureScheme.ecdsa_secp256r1_sha256),
            sign12(SignatureScheme.rsa_pkcs1_sha256, TestIdentity.RSA, new byte[32]));
        assertThatThrownBy(() -> rsa.createVerifier(SignatureAlgorithm.ecdsa).verifyRawSignature(confused, new byte[32]))
            .isInstanceOf(Exception.class);
    }

    @ParameterizedTest
    @EnumSource(value = Cryptos.class, names = {"NATIVE", "PURE"})
    void shouldRefuseForgedTls13Signatures(Cryptos kind) throws Exception {
        WorkerCrypto worker = worker(kind);
        for (TestIdentity identity : new TestIdentity[] {TestIdentity.RSA, TestIdentity.P256, TestIdentity.P384}) {
            TlsCertificate certificate = worker.createCertificate(identity.certificate());
            byte[] signature = sign12(identity.scheme13(), identity,
                MessageDigest.getInstance(identity == TestIdentity.P384 ? "SHA-384" : "SHA-256").digest(new byte[10]));
            for (int message : new int[] {10, 11}) {
                Tls13Verifier verifier = certificate.createVerifier(identity.scheme13());
                verifier.getOutputStream().write(new byte[message]);
                assertThat(verifier.verifySignature(signature)).as("%s", identity).isEqualTo(message == 10);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Cryptos.class, names = {"NATIVE", "PURE"})
    void shouldFailAHandshakeWhoseServerSignsWithAnotherKey(Cryptos kind) {
        TestIdentity forged = new TestIdentity(TestIdentity.P256.pair(), TestIdentity.RSA.certificate(), 0x0403);
        Handshake.Plan plan = new Handshake.Plan(ProtocolVersion.TLSv13, CipherSuite.TLS_AES_128_GCM_SHA256, forged, 0x0403, 0, false);
        assertThatThrownBy(() -> new Handshake(plan, kind.make(), kind.make()).run()).isInstanceOf(TlsFatalAlert.class);
    }

    @Test
    void shouldDrawNoncesThatDiffer() {
        WorkerCrypto worker = WorkerCrypto.create(true);
        byte[] first = worker.createNonceGenerator(new byte[4]).generateNonce(32);
        assertThat(first).hasSize(32);
        assertThat(worker.createNonceGenerator(new byte[4]).generateNonce(32)).isNotEqualTo(first);
    }

    @Test
    void shouldLeaveNothingNativeBehindAfterManyHandshakes() throws IOException {
        int before = live();
        WorkerCrypto worker = WorkerCrypto.create(true);
        Handshake.Plan plan = new Handshake.Plan(ProtocolVersion.TLSv13, CipherSuite.TLS_CHACHA20_POLY1305_SHA256, TestIdentity.P256,
            0x0403, 0, false).withClientAuth();
        for (int i = 0; i < 300; i++) {
            Handshake handshake = new Handshake(plan, worker, worker).run();
            assertThat(handshake.complete()).isTrue();
            handshake.closeKeys();
        }
        worker.close();
        assertThat(live()).isEqualTo(before);
    }
}
