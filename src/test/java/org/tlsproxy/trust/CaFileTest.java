package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.trust.CaFile.Failed;
import org.tlsproxy.trust.CaFile.Loaded;

/** The reasons were compared with what Postfix 3.7.11 logs for the same files. */
class CaFileTest {

    private final Fixtures files = new Fixtures();

    @Test
    void shouldLoadAllCertificatesAndEachNameOnce() throws Exception {
        files.with("F", "ec.pem", "ec.key", "rsa.pem", "ec.pem", "ec-trusted.pem");

        Loaded loaded = (Loaded) CaFile.load(files, "F");

        byte[] ec = Fixtures.der("ec.pem");
        byte[] rsa = Fixtures.der("rsa.pem");
        assertThat(loaded.certificates()).containsExactly(ec, rsa, ec, ec);
        assertThat(loaded.names()).containsExactly(CertificateParts.read(ec).subject(), CertificateParts.read(rsa).subject());
    }

    @Test
    void shouldTakeAFileOfRevocationListsOnly() {
        files.withText("F", Fixtures.pem("X509 CRL", new byte[] {0x30, 0}));

        assertThat(CaFile.load(files, "F")).isEqualTo(new Loaded(List.of(), List.of()));
    }

    @Test
    void shouldSayThatTheFileIsMissing() {
        assertThat(CaFile.load(files, "F"))
            .isEqualTo(new Failed(new Problem.Library(0x80000002, "No such file or directory", "calling fopen(F, r)")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no PEM\n"})
    void shouldRefuseAFileWithoutCertificates(String text) {
        files.withText("F", text);

        assertThat(CaFile.load(files, "F")).isEqualTo(new Failed(new Problem.Library(0x05800088, "no certificate or crl found")));
    }

    @Test
    void shouldRefuseAFileOfKeysOnly() {
        files.with("F", "ec.key");

        assertThat(CaFile.load(files, "F")).isEqualTo(new Failed(new Problem.Library(0x05800088, "no certificate or crl found")));
    }

    @Test
    void shouldRefuseTheWholeFileForOneDamagedCertificate() {
        files.withText("der", Fixtures.text("ec.pem") + Fixtures.pem("CERTIFICATE", "not der at all".getBytes()))
            .withText("base64", Fixtures.text("ec.pem") + "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");

        assertThat(CaFile.load(files, "der")).isEqualTo(new Failed(new Problem.Library(0x0680009B, "too long")));
        assertThat(CaFile.load(files, "base64")).isEqualTo(new Failed(PemReader.BAD_BASE64));
    }
}
