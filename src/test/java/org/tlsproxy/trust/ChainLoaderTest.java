package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.trust.ChainLoader.Failed;
import org.tlsproxy.trust.ChainLoader.Loaded;
import org.tlsproxy.trust.ChainLoader.Outcome;

/** Every text was compared with what Postfix 3.7.11's tlsproxy writes for the same file. */
class ChainLoaderTest {

    private static final String FINAL = "error loading private keys and certificates from: F: disabling TLS support";

    private final Fixtures files = new Fixtures();
    private final ChainLoader loader = new ChainLoader(files);

    @Test
    void shouldLoadChainsThatSpanFilesInAnyOrder() {
        files.with("k", "ec.key").with("c", "ec.pem", "rsa.pem").with("both", "rsa.key", "rsa.pem");

        Loaded loaded = loaded(loader.chainFiles(" k, c both"));

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.chains().chains()).extracting(KeyChain::algorithm).containsExactly(Algorithm.EC, Algorithm.RSA);
        KeyChain ec = loaded.chains().chains().get(0);
        assertThat(ec.chain()).containsExactly(Fixtures.der("ec.pem"), Fixtures.der("rsa.pem"));
        assertThat(ec.pkcs8()).isEqualTo(Fixtures.der("ec.key"));
    }

    @ParameterizedTest
    @CsvSource({"ec, EC", "ec384, EC", "rsa, RSA", "rsapss, RSA_PSS", "dsa, DSA", "ed25519, ED25519", "ed448, ED448"})
    void shouldPutEachKindOfKeyIntoItsSlot(String name, Algorithm algorithm) {
        files.with("F", name + ".key", name + ".pem");

        assertThat(loaded(loader.chainFiles("F")).chains().chains()).extracting(KeyChain::algorithm).containsExactly(algorithm);
    }

    @ParameterizedTest
    @CsvSource({"ec-sec1.key, ec.pem, ec.key", "ec-explicit.key, ec.pem, ec.key", "rsa-pkcs1.key, rsa.pem, rsa.key",
        "dsa-traditional.key, dsa.pem, dsa.key"})
    void shouldTurnOlderFormsOfKeysIntoPkcs8(String key, String certificate, String same) throws Exception {
        files.with("F", key, certificate);

        byte[] pkcs8 = loaded(loader.chainFiles("F")).chains().chains().get(0).pkcs8();

        assertThat(PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey())
            .isEqualTo(PrivateKeyInfo.getInstance(Fixtures.der(same)).parsePrivateKey());
        assertThat(PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm())
            .isEqualTo(PrivateKeyInfo.getInstance(Fixtures.der(same)).getPrivateKeyAlgorithm());
    }

    @Test
    void shouldComputeThePublicPointThatAKeyDoesNotBring() throws Exception {
        files.with("F", "ec-no-public.key", "ec.pem");

        assertThat(PrivateKeyFactory.createKey(loaded(loader.chainFiles("F")).chains().chains().get(0).pkcs8()).isPrivate()).isTrue();
    }

    @Test
    void shouldRefuseACertificateBeforeItsKey() {
        files.with("F", "ec.pem", "ec.key");

        assertThat(texts(loader.chainFiles("F"))).containsExactly("error loading chain from F: key not first", FINAL);
    }

    @Test
    void shouldRefuseAKeyThatAnotherKeyFollows() {
        files.with("F", "ec.key", "rsa.key", "rsa.pem");

        assertThat(texts(loader.chainFiles("F")))
            .containsExactly("error loading certificate chain: key at index 1 in F not followed by a certificate", FINAL);
    }

    @Test
    void shouldRefuseAKeyWithoutCertificate() {
        files.with("k", "ec.key").withText("empty", "");

        assertThat(texts(loader.chainFiles("k,empty"))).containsExactly("No certs for key at index 1 in k",
            "error loading private keys and certificates from: k,empty: disabling TLS support");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello\n", "\0-----BEGIN CERTIFICATE-----\n"})
    void shouldRefuseAFileWithoutPem(String text) {
        files.withText("F", text);

        assertThat(texts(loader.chainFiles("F"))).containsExactly("No PEM data in F", FINAL);
    }

    @Test
    void shouldNotTakeAnEmptyListForAnError() {
        assertThat(loaded(loader.chainFiles(" , ")).chains().chains()).isEmpty();
    }

    @Test
    void shouldRefuseADamagedCertificate() {
        files.withText("F", Fixtures.text("ec.key") + Fixtures.pem("CERTIFICATE", bytes("not der at all")));

        assertThat(texts(loader.chainFiles("F")))
            .containsExactly("error loading certificate (PEM object number 2) from F", "0680009B too long ", FINAL);
    }

    @Test
    void shouldRefuseACertificateWithTrailingBytes() {
        byte[] der = Fixtures.der("ec.pem");
        files.withText("F", Fixtures.text("ec.key") + Fixtures.pem("CERTIFICATE", Arrays.copyOf(der, der.length + 2)));

        assertThat(texts(loader.chainFiles("F")))
            .containsExactly("error loading certificate (PEM object number 2) from F: excess data", FINAL);
    }

    @ParameterizedTest
    @CsvSource({"PRIVATE KEY, 0680009B too long ",
        "EC PRIVATE KEY, '1E08010C unsupported No supported data to decode.  Input type: DER, Input structure: type-specific'"})
    void shouldRefuseADamagedKey(String label, String reason) {
        files.withText("F", Fixtures.pem(label, bytes("not der at all")) + Fixtures.text("ec.pem"));

        assertThat(texts(loader.chainFiles("F")).get(0)).isEqualTo("error loading private key (PEM object number 1) from F");
        assertThat(texts(loader.chainFiles("F")).get(1)).isEqualToIgnoringWhitespace(reason);
    }

    @Test
    void shouldRefuseAKeyWithTrailingBytes() {
        byte[] der = Fixtures.der("rsa-pkcs1.key");
        files.withText("F", Fixtures.pem("RSA PRIVATE KEY", Arrays.copyOf(der, der.length + 2)) + Fixtures.text("rsa.pem"));

        assertThat(texts(loader.chainFiles("F")))
            .containsExactly("error loading private key (PEM object number 1) from F: excess data", FINAL);
    }

    @Test
    void shouldNeverDecryptAKey() {
        files.with("F", "ec-encrypted.key", "ec.pem").with("old", "rsa-encrypted-pkcs1.key", "rsa.pem");

        assertThat(texts(loader.chainFiles("F"))).containsExactly("loading F: ignoring PEM type: ENCRYPTED PRIVATE KEY",
            "error loading chain from F: key not first", FINAL);
        assertThat(texts(loader.chainFiles("old")).get(0)).isEqualTo("error loading private key (PEM object number 1) from old");
    }

    @ParameterizedTest
    @CsvSource({"ec.key, ec2.pem", "rsa.key, rsa2.pem", "ec384.key, ec.pem"})
    void shouldRefuseALeafOfAnotherKey(String key, String certificate) {
        files.with("F", key, certificate).with("mid", key, certificate, "ed448.key", "ed448.pem");

        assertThat(texts(loader.chainFiles("F"))).containsExactly("key at index 1 in F does not match next certificate",
            "0A000120 private key mismatch ", FINAL);
        assertThat(texts(loader.chainFiles("mid"))).startsWith(
            "error loading certificate chain: key at index 1 in mid does not match the certificate", "0A000120 private key mismatch ");
    }

    @ParameterizedTest
    @CsvSource({"ec.key, rsa.pem", "rsapss.key, rsa.pem", "ed25519.key, ed448.pem", "dsa.key, ec.pem"})
    void shouldRefuseALeafOfAnotherKindOfKey(String key, String certificate) {
        files.with("F", key, certificate);

        assertThat(texts(loader.chainFiles("F"))).containsExactly("key at index 1 in F does not match next certificate",
            "03000065 different key types ", "0A000120 private key mismatch ", FINAL);
    }

    @Test
    void shouldRefuseASecondChainOfTheSameKind() {
        files.with("a", "ec.key", "ec.pem").with("F", "ec384.key", "ec384.pem");

        assertThat(texts(loader.chainFiles("a F"))).containsExactly("key at index 1 in F does not match next certificate",
            "0A000121 not replacing certificate ", "error loading private keys and certificates from: a F: disabling TLS support");
    }

    @Test
    void shouldDisableTheRoleWhenAChainFileIsMissing() {
        files.with("a", "ec.key", "ec.pem");

        Outcome outcome = loader.chainFiles("a F");

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(texts(outcome)).containsExactly("error opening chain file: F: No such file or directory",
            "error loading private keys and certificates from: a F: disabling TLS support");
    }

    @Test
    void shouldNameTheServerNameWhoseDataIsBad() {
        assertThat(texts(loader.serverName("a.example", bytes(Fixtures.text("ec.pem"))))).containsExactly(
            "error loading chain from SNI data for a.example: key not first",
            "error loading private keys and certificates from: SNI data for a.example: aborting TLS handshake");
        assertThat(loaded(loader.serverName("a.example", bytes(Fixtures.text("ec.key") + Fixtures.text("ec.pem")))).chains().chains())
            .hasSize(1);
    }

    private static Loaded loaded(Outcome outcome) {
        assertThat(texts(outcome)).isEmpty();
        return (Loaded) outcome;
    }

    static List<String> texts(Outcome outcome) {
        return outcome.problems().stream().map(ChainLoaderTest::text).toList();
    }

    static String text(Problem problem) {
        return problem instanceof Problem.Library library
            ? String.format("%08X %s %s", library.code(), library.reason(), library.data()) : ((Problem.Warning) problem).text();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
