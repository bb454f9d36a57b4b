package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.trust.PathVerifier.Rules;

/** What a peer or an administrator sends may be anything; the answer is never an exception. */
class DamagedInputTest {

    private static final int ROUNDS = 1_500;

    private final Random random = new Random(42);

    @Test
    void shouldSurviveDamagedCertificatesOfAPeer() {
        Mint root = Mint.authority("Root").keyUsage(KeyUsage.keyCertSign).subjectKey(1);
        byte[] good = Mint.leaf("x").by(root).authorityKey(1).purpose(KeyPurposeId.id_kp_serverAuth).keyUsage(KeyUsage.digitalSignature)
            .names(new GeneralName(GeneralName.dNSName, "a.example")).der();
        PathVerifier verifier = new PathVerifier(new TrustAnchors(List.of(root.der()), Optional.empty()));
        Rules rules = new Rules(Purpose.SERVER, 9, 1, Mint.NOW, PeerNames.of(List.of("a.example")), false);
        assertThat(verifier.verify(List.of(good), rules).isTrusted()).isTrue();

        for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged = damage(good);
            assertThat(verifier.verify(List.of(damaged, damage(root.der())), rules).isTrusted()).isFalse();
            assertThatCode(() -> CertificateFacts.of(damaged).ifPresent(f -> f.names(f.subject() + f.issuer()))).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({"PRIVATE KEY, ec.key", "PRIVATE KEY, rsa.key", "PRIVATE KEY, dsa.key", "PRIVATE KEY, ed25519.key", "EC PRIVATE KEY, ec-sec1.key",
        "EC PRIVATE KEY, ec-explicit.key", "EC PRIVATE KEY, ec-no-public.key", "RSA PRIVATE KEY, rsa-pkcs1.key",
        "DSA PRIVATE KEY, dsa-traditional.key"})
    void shouldSurviveDamagedKeys(String label, String file) {
        byte[] good = Fixtures.der(file);
        assertThat(PrivateKeyReader.read(label, good)).isInstanceOf(PrivateKeyReader.Readable.class);

        for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged = damage(good);
            assertThatCode(() -> PrivateKeyReader.read(label, damaged)).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldSurviveDamagedPem() {
        String good = Fixtures.text("ec.key") + Fixtures.text("ec.pem");
        for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged = damage(good.getBytes());
            assertThatCode(() -> new ChainLoader(new Fixtures()).serverName("x", damaged)).doesNotThrowAnyException();
        }
    }

    /** Some bytes changed, sometimes cut. */
    private byte[] damage(byte[] good) {
        byte[] damaged = Arrays.copyOf(good, random.nextInt(4) > 0 ? good.length : random.nextInt(good.length));
        for (int i = 0; damaged.length > 0 && i <= random.nextInt(3); i++) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }
}
