package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.DHParameter;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.DHStandardGroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warnings and rules as observed on Postfix 3.7 with OpenSSL 3.0. */
class DhParameterFileTest {

    private static final String GOOD = pem("DH PARAMETERS", DHStandardGroups.rfc3526_1536);

    @Test
    void shouldReadTheFirstObject() {
        DhParameterFile.Outcome outcome = read("text before\n" + GOOD + "and behind\n");

        assertThat(outcome.parameters().orElseThrow().prime()).isEqualTo(DHStandardGroups.rfc3526_1536.getP());
        assertThat(outcome.parameters().orElseThrow().generator()).isEqualTo(BigInteger.TWO);
        assertThat(outcome.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no PEM", "X9.42 DH PARAMETERS", "CERTIFICATE"})
    void shouldFallBackToTheDefaultsWhenThereIsNothingToDecode(String text) {
        DhParameterFile.Outcome outcome = read(text.endsWith("S") || text.endsWith("E") ? pem(text, DHStandardGroups.rfc3526_1536) : text);

        assertThat(outcome.parameters()).isEmpty();
        assertThat(outcome.usable()).isTrue();
        assertThat(outcome.problems()).containsExactly(
            new Problem.Warning("error decoding DH parameters from file \"dh.pem\" -- using compiled-in defaults"),
            new Problem.Library(0x1E08010C, "unsupported", "No supported data to decode. Input type: PEM"));
    }

    @Test
    void shouldSayWhyAFileCannotBeOpened() {
        DhParameterFile.Outcome outcome = DhParameterFile.read(
            path -> new FileSource.Unreadable(FileSource.ENOENT, "No such file or directory"), "dh.pem");

        assertThat(outcome.usable()).isTrue();
        assertThat(outcome.problems()).containsExactly(new Problem.Warning(
            "error opening DH parameter file \"dh.pem\": No such file or directory -- using compiled-in defaults"));
    }

    @Test
    void shouldDoWithoutDiffieHellmanWhenTheGroupIsTooSmall() {
        DhParameterFile.Outcome outcome = read(pem("DH PARAMETERS", DHStandardGroups.rfc2409_768));

        assertThat(outcome.usable()).isFalse();
        assertThat(outcome.problems()).isEqualTo(List.of(
            new Problem.Warning("error configuring explicit DH parameters"), new Problem.Library(0x0A00018A, "dh key too small"),
            new Problem.Warning("error configuring explicit DH parameters"), new Problem.Library(0x0A00018A, "dh key too small")));
    }

    private static DhParameterFile.Outcome read(String text) {
        return DhParameterFile.read(path -> new FileSource.Bytes(text.getBytes()), "dh.pem");
    }

    private static String pem(String label, DHGroup group) {
        try {
            byte[] der = new DHParameter(group.getP(), group.getG(), 0).getEncoded();
            return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END "
                + label + "-----\n";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
