package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts and values were compared with what Postfix 3.7.11 logs for the same names. */
class CertificateFactsTest {

    private static final X500Name ISSUER = TestCertificate.name(TestCertificate.CN, "the issuer");

    static Stream<Arguments> commonNames() {
        return Stream.of(
            Arguments.of(new DERUTF8String("grün.test"), "grün.test", "/CN=gr\\xC3\\xBCn.test"),
            Arguments.of(new DERPrintableString("plain.test"), "plain.test", "/CN=plain.test"),
            Arguments.of(new DERT61String(new byte[] {'g', 'r', (byte) 0xfc, 'n'}), "grün", "/CN=gr\\xFCn"),
            Arguments.of(new DERBMPString("grün€"), "grün€", "/CN=\\x00g\\x00r\\x00\\xFC\\x00n \\xAC"),
            Arguments.of(new DERUniversalString(new byte[] {0, 0, 0, 'a', 0, 1, (byte) 0xf6, 0}), "a😀",
                "/CN=\\x00\\x00\\x00a\\x00\\x01\\xF6\\x00"),
            Arguments.of(new DERUTF8String("ab\0\0"), "ab", "/CN=ab\\x00\\x00"),
            Arguments.of(new DERUTF8String("a\u0085b"), "a\u0085b", "/CN=a\\xC2\\x85b"),
            Arguments.of(new DERUTF8String("x".repeat(255) + "\0"), "x".repeat(255), ""));
    }

    @ParameterizedTest
    @MethodSource("commonNames")
    void shouldReadCommonNamesInAllTheirForms(ASN1Encodable value, String text, String oneLine) {
        CertificateFacts facts = facts(TestCertificate.name(TestCertificate.CN, value), ISSUER);

        assertThat(facts.names("peer")).isEqualTo(new CertificateFacts.Names(text, "the issuer", List.of()));
        assertThat(facts.subject()).isEqualTo(oneLine);
    }

    static Stream<Arguments> unfitNames() {
        return Stream.of(
            Arguments.of(new DERUTF8String("a\0b"), "NULL character in peer subject CN"),
            Arguments.of(new DERUTF8String("a\tb"), "non-printable content in peer subject CN"),
            Arguments.of(new DERUTF8String("a\u007fb"), "non-printable content in peer subject CN"),
            Arguments.of(new DERUTF8String("x".repeat(256)), "peer subject CN too long: 256"),
            Arguments.of(new DERBitString(new byte[] {'a'}), "error decoding peer subject CN of ASN.1 type=3"));
    }

    @ParameterizedTest
    @MethodSource("unfitNames")
    void shouldRefuseNamesUnfitForTheLog(ASN1Encodable value, String warning) {
        CertificateFacts.Names names = facts(TestCertificate.name(TestCertificate.CN, value), ISSUER).names("[192.0.2.1]:25");

        assertThat(names.peer()).isEmpty();
        assertThat(names.problems()).containsExactly(new Problem.Warning("tls_text_name: [192.0.2.1]:25: " + warning));
    }

    @Test
    void shouldTakeTheFirstOfSeveralCommonNames() {
        CertificateFacts facts = facts(TestCertificate.name(TestCertificate.CN, "one", TestCertificate.O, "o", TestCertificate.CN, "two"),
            TestCertificate.name(TestCertificate.CN, "i1", TestCertificate.CN, "i2"));

        assertThat(facts.names("p")).isEqualTo(new CertificateFacts.Names("one", "i1", List.of()));
        assertThat(facts.subject()).isEqualTo("/CN=one/O=o/CN=two");
    }

    @Test
    void shouldFallBackToTheIssuersOrganization() {
        X500Name subject = TestCertificate.name(TestCertificate.O, "o");

        assertThat(facts(subject, TestCertificate.name(TestCertificate.O, "Org")).names("p").issuer()).isEqualTo("Org");
        CertificateFacts.Names unfit =
            facts(subject, TestCertificate.name(TestCertificate.O, "Org", TestCertificate.CN, "a\u0001")).names("p");
        assertThat(unfit.issuer()).isEqualTo("Org");
        assertThat(unfit.peer()).isEmpty();
        assertThat(unfit.problems()).containsExactly(new Problem.Warning("tls_text_name: p: non-printable content in peer issuer CN"));
        assertThat(facts(subject, TestCertificate.name(TestCertificate.O, "O\u0001")).names("p").problems())
            .containsExactly(new Problem.Warning("tls_text_name: p: non-printable content in peer issuer Organization"));
    }

    @Test
    void shouldTellValuesFromWhatLooksLikeTheNextAttribute() {
        RDN joined = new RDN(new AttributeTypeAndValue[] {
            new AttributeTypeAndValue(new ASN1ObjectIdentifier(TestCertificate.CN), new DERUTF8String("a/CN=root")),
            new AttributeTypeAndValue(new ASN1ObjectIdentifier(TestCertificate.O), new DERUTF8String("b+c\\"))});
        X500Name subject = new X500Name(new RDN[] {joined, TestCertificate.name(TestCertificate.CN, "last").getRDNs()[0]});

        assertThat(facts(subject, ISSUER).subject()).isEqualTo("/O=b\\+c\\+CN=a\\/CN=root/CN=last");
    }

    @Test
    void shouldLeaveOutWhatDoesNotFitIntoALine() {
        X500Name subject = TestCertificate.name(TestCertificate.O, "o".repeat(200), TestCertificate.CN, "c".repeat(100),
            TestCertificate.O, "tail");
        X500Name issuer = TestCertificate.name(TestCertificate.O, "o".repeat(252), TestCertificate.CN, "x");

        assertThat(facts(subject, issuer).subject()).isEqualTo("/O=" + "o".repeat(200));
        assertThat(facts(subject, issuer).issuer()).isEqualTo("/O=" + "o".repeat(252));
    }

    @ParameterizedTest
    @CsvSource({"2.5.4.4, SN", "2.5.4.9, street", "2.5.4.42, GN", "2.5.4.97, organizationIdentifier", "2.5.4.54, dmdName",
        "0.9.2342.19200300.100.1.25, DC", "1.2.840.113549.1.9.1, emailAddress", "1.3.6.1.4.1.311.60.2.1.1, jurisdictionL",
        "1.3.6.1.4.1.311.60.2.1.3, jurisdictionC", "1.2.3.4.5, 1.2.3.4.5", "2.999.7, 2.999.7", "2.5.4.99, n3"})
    void shouldNameAttributesAsOpensslDoes(String oid, String name) {
        assertThat(facts(TestCertificate.name(oid, "x"), ISSUER).subject()).isEqualTo("/" + name + "=x");
    }

    @Test
    void shouldPrintFingerprintsOfCertificateAndKey() {
        CertificateFacts facts = CertificateFacts.of(Fixtures.der("fingerprints.pem")).orElseThrow();
        FingerprintDigest sha256 = FingerprintDigest.named("SHA256").orElseThrow();
        FingerprintDigest md5 = FingerprintDigest.named("md5").orElseThrow();

        assertThat(facts.fingerprint(sha256)).isEqualTo("C9:D1:52:D9:61:E8:15:88:6C:85:3D:F9:A3:B0:21:94:B6:C0:F5:1E:"
            + "5C:C6:C7:FA:AF:2C:71:52:C8:55:E9:78");
        assertThat(facts.fingerprint(md5)).isEqualTo("C7:FA:1C:04:19:E8:F1:45:15:3E:94:C5:38:97:58:F6");
        assertThat(facts.publicKeyFingerprint(sha256)).isEqualTo("63:A3:8B:EC:22:C6:3B:AD:AD:A9:E6:8E:36:96:50:FD:3F:DD:86:9D:"
            + "2A:A1:06:64:E2:25:50:10:0C:AD:39:8D");
        assertThat(facts.legacyPublicKeyFingerprint(sha256)).isEqualTo("F1:C5:D3:F3:C2:66:B6:24:37:DC:FC:CA:6F:72:76:A2:90:6B:D6:FD:"
            + "DE:DC:45:C1:4E:A5:C7:0B:7A:17:2F:98");
    }

    @ParameterizedTest
    @CsvSource({"md5, 0C:C1:75:B9", "RSA-SHA1, 86:F7:E4:37", "sha512-256, 45:5E:51:88", "ripemd160, 0B:DC:9D:2D", "sm3, 62:34:76:AC",
        "BLAKE2b512, 33:3F:CB:4E", "shake128, 85:C8:DE:88", "shake256, 86:7E:2C:B0", "sha3-256, 80:08:4B:F2", "SHA2-256, CA:97:81:12"})
    void shouldKnowOpensslsDigests(String name, String start) {
        assertThat(FingerprintDigest.named(name).orElseThrow().fingerprint("a".getBytes(StandardCharsets.US_ASCII))).startsWith(start);
    }

    @ParameterizedTest
    @CsvSource({"shake128, 16", "shake256, 32", "blake2s256, 32", "sha384, 48"})
    void shouldGiveOpensslsDigestLengths(String name, int length) {
        assertThat(FingerprintDigest.named(name).orElseThrow().digest(new byte[1])).hasSize(length);
    }

    @Test
    void shouldNotKnowOtherDigests() {
        assertThat(FingerprintDigest.named("nonsense")).isEmpty();
        assertThat(FingerprintDigest.named("")).isEmpty();
    }

    @Test
    void shouldHaveNoFactsOfNonsense() {
        assertThat(CertificateFacts.of(new byte[] {0x30, 3, 2, 1})).isEmpty();
        assertThat(CertificateFacts.of(new byte[0])).isEmpty();
    }

    private static CertificateFacts facts(X500Name subject, X500Name issuer) {
        return CertificateFacts.of(TestCertificate.of(subject, issuer)).orElseThrow();
    }
}
