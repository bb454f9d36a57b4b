package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hashes are those of {@code openssl x509 -subject_hash}. */
class CanonicalNameTest {

    @ParameterizedTest
    @CsvSource({"ec.pem, 98b6af95", "rsa.pem, a2942027"})
    void shouldHashAsOpensslDoes(String file, String hash) throws Exception {
        assertThat(CanonicalName.of(CertificateParts.read(Fixtures.der(file)).subject()).hash()).isEqualTo(hash);
    }

    @Test
    void shouldFoldCaseBlanksAndStringTypes() throws Exception {
        CanonicalName name = name(TestCertificate.name(TestCertificate.CN, "the grün Root"));

        assertThat(name(TestCertificate.name(TestCertificate.CN, "  THE\tgrün   root "))).isEqualTo(name).hasSameHashCodeAs(name);
        assertThat(name(TestCertificate.name(TestCertificate.CN, new DERBMPString("The grün ROOT")))).isEqualTo(name);
        assertThat(name(TestCertificate.name(TestCertificate.O, "the grün Root"))).isNotEqualTo(name);
        assertThat(name(TestCertificate.name(TestCertificate.CN, "thegrün Root"))).isNotEqualTo(name);
        assertThat(name(TestCertificate.name(TestCertificate.CN, "the GRÜN Root"))).isNotEqualTo(name);
    }

    @Test
    void shouldBeginAsALongerName() throws Exception {
        CanonicalName organization = name(TestCertificate.name(TestCertificate.O, new DERPrintableString("EXAMPLE")));

        assertThat(organization.contains(name(TestCertificate.name(TestCertificate.O, "Example", TestCertificate.CN, "x")))).isTrue();
        assertThat(organization.contains(name(TestCertificate.name(TestCertificate.CN, "x", TestCertificate.O, "Example")))).isFalse();
        assertThat(organization.contains(organization)).isTrue();
    }

    private static CanonicalName name(X500Name name) throws Exception {
        return CanonicalName.of(name.getEncoded());
    }
}
