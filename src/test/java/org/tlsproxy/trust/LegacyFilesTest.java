package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.engine.KeyChain;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.trust.ChainLoader.Loaded;
import org.tlsproxy.trust.ChainLoader.Outcome;
import org.tlsproxy.trust.ChainLoader.Pair;

/** Every text was compared with what Postfix 3.7.11's tlsproxy writes for the same files. */
class LegacyFilesTest {

    private static final Pair NONE = new Pair("", "");
    private static final String FINAL = "error loading private keys and certificates from: F: disabling TLS support";

    private final Fixtures files = new Fixtures();
    private final ChainLoader loader = new ChainLoader(files);

    @Test
    void shouldLoadAPairFromOneFileWithTheKeyAnywhere() {
        files.with("F", "ec.pem", "ec-trusted.pem", "ec.key");

        assertThat(texts(same("F"))).isEmpty();
        assertThat(algorithms(same("F"))).containsExactly(Algorithm.EC);
    }

    @Test
    void shouldTakeTheFirstKeyOfOneFile() {
        files.with("F", "ec.key", "ec.pem", "rsa.key");

        assertThat(texts(same("F"))).containsExactly("ignoring 2nd key at index 3 in F after 1st at 1");
        assertThat(algorithms(same("F"))).containsExactly(Algorithm.EC);
    }

    @Test
    void shouldRefuseOneFileWithoutKey() {
        files.with("F", "ec.pem");

        assertThat(texts(same("F"))).containsExactly("No private key found in F", FINAL);
    }

    @Test
    void shouldRefuseOneFileThatIsMissing() {
        assertThat(texts(same("F"))).containsExactly("error opening chain file: F: No such file or directory");
    }

    @Test
    void shouldNotReplaceAChainFromOneFile() {
        files.with("F", "ec.key", "ec.pem");

        assertThat(texts(loader.legacy(new Pair("F", "F"), NONE, new Pair("F", "F")))).containsExactly(
            "key at index 1 in F does not match next certificate", "0A000121 not replacing certificate ", FINAL);
    }

    @Test
    void shouldLoadAllThreePairsFromTwoFilesEach() {
        for (String name : List.of("rsa", "dsa", "ec")) {
            files.with(name + ".pem", name + ".pem").with(name + ".key", name + ".key");
        }

        Outcome outcome = loader.legacy(pair("rsa"), pair("dsa"), pair("ec"));

        assertThat(algorithms(outcome)).containsExactly(Algorithm.RSA, Algorithm.DSA, Algorithm.EC);
    }

    @Test
    void shouldReplaceAChainOfTheSameKindFromTwoFiles() {
        files.with("rsa.pem", "rsa.pem").with("rsa.key", "rsa.key").with("rsa2.pem", "rsa2.pem").with("rsa2.key", "rsa2.key");

        Outcome outcome = loader.legacy(pair("rsa"), NONE, pair("rsa2"));

        assertThat(((Loaded) outcome).chains().chains()).singleElement()
            .satisfies(chain -> assertThat(chain.pkcs8()).isEqualTo(Fixtures.der("rsa2.key")));
    }

    @Test
    void shouldSkipAPairWithoutCertificate() {
        assertThat(algorithms(loader.legacy(new Pair("", "nope"), NONE, NONE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "-, ec.key, 'cannot get RSA certificate from file \"C\"', '80000002 No such file or directory calling fopen(C, r)'",
        "ec.pem, -, 'cannot get RSA private key from file \"K\"', '80000002 No such file or directory calling fopen(K, r)'",
        "ec.key, ec.key, 'cannot get RSA certificate from file \"C\"', '0480006C no start line Expecting: TRUSTED CERTIFICATE'",
        "ec.pem, ec2.key, 'cannot get RSA private key from file \"K\"', '05800074 key values mismatch '",
        "ec.pem, ec-encrypted.key, 'cannot get RSA private key from file \"K\"', '04800068 bad password read '",
        "ec.pem, ec-encrypted-sec1.key, 'cannot get RSA private key from file \"K\"', '04800068 bad password read '",
        "ec.pem, ec.pem, 'cannot get RSA private key from file \"K\"', '1E08010C unsupported No supported data to decode. Input type: PEM'",
    })
    void shouldSayWhichOfTwoFilesIsBadAndWhy(String certificate, String key, String warning, String reason) {
        if (certificate != null) {
            files.with("C", certificate);
        }
        if (key != null) {
            files.with("K", key);
        }

        assertThat(texts(loader.legacy(new Pair("C", "K"), NONE, NONE))).containsExactly(warning + ": disabling TLS support", reason);
    }

    @Test
    void shouldNotMixKindsOfKeysInOnePair() {
        files.with("C", "ec.pem").with("K", "rsa.key");

        assertThat(texts(loader.legacy(NONE, NONE, new Pair("C", "K"))))
            .containsExactly("ECDSA private key in K does not match public key in C: disabling TLS support");
    }

    private Outcome same(String file) {
        return loader.legacy(new Pair(file, file), NONE, NONE);
    }

    private static Pair pair(String name) {
        return new Pair(name + ".pem", name + ".key");
    }

    private static List<Algorithm> algorithms(Outcome outcome) {
        return ((Loaded) outcome).chains().chains().stream().map(KeyChain::algorithm).toList();
    }

    private static List<String> texts(Outcome outcome) {
        return ChainLoaderTest.texts(outcome);
    }
}
