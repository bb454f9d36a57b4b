package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerNamesTest {

    @ParameterizedTest
    @CsvSource({"mx.example.com, mx.example.com", "MX.Example.com, mx.eXAMPLE.com", "*.example.com, mx.example.com",
        "*.example.com, a-1.example.com", "mx.example.com, .example.com", "a.b.example.com, .example.com", "*.example.com, .example.com",
        ".example.com, .example.com", "*.xn--a.com, mx.xn--a.com", "*.example.com, xn--mx.example.com", "a_b.example.com, a_b.example.com"})
    void shouldMatch(String candidate, String reference) {
        assertThat(PeerNames.matches(candidate, reference)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"mx.example.com, example.com", "example.com, .example.com", "*.example.com, example.com", "*.example.com, a.b.example.com",
        "*.com, example.com", "*, example.com", "m*.example.com, mx.example.com", "*x.example.com, mx.example.com",
        "mx.*.com, mx.example.com", "*.*.com, a.b.com", "*.example.com, .x.example.com", "xn--*.example.com, xn--a.example.com",
        "*.example.com., mx.example.com.", "*.ex_ample.com, mx.ex_ample.com", "*.-a.example.com, mx.-a.example.com",
        "*.example.com, a_b.example.com", "myexample.com, .example.com", "*..com, a..com"})
    void shouldNotMatch(String candidate, String reference) {
        assertThat(PeerNames.matches(candidate, reference)).isFalse();
    }

    @Test
    void shouldMatchWildcardsByPostfixsOwnRulesUpTo35() {
        byte[] star = Mint.leaf("x").names(new GeneralName(GeneralName.dNSName, "*.example.com")).der();
        byte[] top = Mint.leaf("x").names(new GeneralName(GeneralName.dNSName, "*.com")).der();

        assertThat(old(star, "a.example.com", PeerNames.Wildcards.ONE_LABEL).matches()).isTrue();
        assertThat(old(star, "a.b.example.com", PeerNames.Wildcards.ONE_LABEL).matches()).isFalse();
        assertThat(old(star, "a.b.example.com", PeerNames.Wildcards.SEVERAL_LABELS).matches()).isTrue();
        assertThat(old(star, "example.com", PeerNames.Wildcards.SEVERAL_LABELS)).isEqualTo(new PeerNames.Found(false, true, "*.example.com"));
        assertThat(old(star, ".example.com", PeerNames.Wildcards.ONE_LABEL).matches()).isTrue();
        assertThat(old(top, "example.com", PeerNames.Wildcards.ONE_LABEL).matches()).isTrue();
        assertThat(old(Mint.leaf("cn.example.com").der(), "CN.example.com", PeerNames.Wildcards.ONE_LABEL))
            .isEqualTo(new PeerNames.Found(true, false, "cn.example.com"));
    }

    private static PeerNames.Found old(byte[] certificate, String reference, PeerNames.Wildcards wildcards) {
        return PeerNames.ofOldPostfix(List.of(reference), wildcards).orElseThrow().in(certificate);
    }

    @Test
    void shouldNotMatchThroughANul() {
        assertThat(PeerNames.matches("mx.example.com\0.evil.org", "mx.example.com")).isFalse();
        assertThat(PeerNames.matches("mx.example.com\0", "mx.example.com\0")).isFalse();
    }

    @Test
    void shouldLookAtCommonNamesOnlyWithoutDnsNames() {
        GeneralName dns = new GeneralName(GeneralName.dNSName, "b.example");
        GeneralName mail = new GeneralName(GeneralName.rfc822Name, "x@a.example");

        assertThat(match(Mint.leaf("a.example"), "a.example").name()).isEqualTo("a.example");
        assertThat(match(Mint.leaf("a.example").names(mail), "a.example").hostMatches()).isTrue();
        assertThat(match(Mint.leaf("a.example").names(dns), "a.example").hostMatches()).isFalse();
        assertThat(match(Mint.leaf("a.example").names(dns), "c.example", "b.example").name()).isEqualTo("b.example");
    }

    @Test
    void shouldCompareAddressesWithAddressesOnly() {
        GeneralName address = new GeneralName(GeneralName.iPAddress, "192.0.2.1");
        GeneralName six = new GeneralName(GeneralName.iPAddress, "2001:db8::1");

        assertThat(match(Mint.leaf("x").names(address), "192.0.2.1")).isEqualTo(new PeerNames.Match(true, true, ""));
        assertThat(match(Mint.leaf("192.0.2.1"), "192.0.2.1").addressMatches()).isFalse();
        assertThat(match(Mint.leaf("x").names(six), "192.0.2.1", "2001:DB8:0::0:1").addressMatches()).isTrue();
        assertThat(match(Mint.leaf("x").names(address), "192.0.2.1", "2001:db8::1").addressMatches()).isFalse();
        assertThat(match(Mint.leaf("x").names(address), "192.0.2.1", "mx.example")).isEqualTo(new PeerNames.Match(false, true, ""));
    }

    @Test
    void shouldHaveNothingToLookFor() {
        assertThat(PeerNames.of(List.of())).isEmpty();
        assertThat(PeerNames.of(List.of(""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"::1, 16", "1::, 16", "::, 16", "1:2:3:4:5:6:7:8, 16", "::ffff:192.0.2.1, 16", "1:2:3:4:5:6:1.2.3.4, 16", "192.0.2.1, 4"})
    void shouldTakeAddresses(String text, int length) {
        assertThat(AddressLiteral.parse(text).orElseThrow()).hasSize(length);
    }

    @ParameterizedTest
    @CsvSource({"1.2.3", "1.2.3.256", "1.2.3.4.5", "1.2.3.", "1.2.3.x", "1:2", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", ":1:2:3:4:5:6:7",
        "1.2.3.4:1", "1:2:3:4:5:6:7::8:9", "mx.example.com", "::g"})
    void shouldNotTakeOtherThingsForAddresses(String text) {
        assertThat(AddressLiteral.parse(text)).isEmpty();
    }

    private static PeerNames.Match match(Mint leaf, String... references) {
        return PeerNames.of(List.of(references)).orElseThrow().match(ParsedCertificate.of(leaf.der()).orElseThrow());
    }
}
