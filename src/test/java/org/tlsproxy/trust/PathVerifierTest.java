package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlsproxy.trust.PathVerifier.Rules;

class PathVerifierTest {

    static List<Scenario> scenarios() {
        return Scenarios.all();
    }

    static Verdict verify(Scenario scenario) {
        return new PathVerifier(new TrustAnchors(scenario.anchors(), Optional.empty())).verify(scenario.sent(),
            new Rules(scenario.purpose(), scenario.depth(), scenario.level(), Mint.NOW, Optional.empty(), false));
    }

    static String errors(Verdict verdict) {
        return String.join(" ", verdict.steps().stream().filter(s -> s.error() != VerifyError.OK)
            .map(s -> s.error() + "@" + s.depth()).toList());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void shouldFindWhatOpensslFinds(Scenario scenario) {
        Verdict verdict = verify(scenario);

        assertThat(errors(verdict)).startsWith(scenario.expected());
        assertThat(verdict.isTrusted()).isEqualTo(scenario.expected().isEmpty());
    }

    @Test
    void shouldKeepTheFirstErrorNearestTheLeaf() {
        byte[] expired = Mint.leaf("x").by(Mint.authority("Sub").by(Mint.authority("Root"))).dates(1, 2).der();
        byte[] sub = Mint.authority("Sub").by(Mint.authority("Root")).der();

        Verdict verdict = verify(Scenario.of("", List.of(), List.of(expired, sub), ""));

        assertThat(verdict.error()).isEqualTo(VerifyError.EXPIRED);
        assertThat(verdict.depth()).isZero();
        assertThat(verdict.failingSubject()).isEqualTo("/O=Example/CN=x");
        assertThat(verdict.failingIssuer()).isEqualTo("/O=Example/CN=Sub");
    }

    @Test
    void shouldTellEveryLookAtEveryCertificate() {
        byte[] leaf = Mint.leaf("x").by(Mint.authority("Root")).der();

        assertThat(verify(Scenario.of("", List.of(), List.of(leaf), "")).steps())
            .containsExactly(new Verdict.Step(0, 20), new Verdict.Step(0, 21), new Verdict.Step(0, 0));
        assertThat(verify(Scenario.of("", List.of(Mint.authority("Root").der()), List.of(leaf), "")).steps())
            .containsExactly(new Verdict.Step(1, 0), new Verdict.Step(0, 0));
    }

    @Test
    void shouldRankANameMismatchByRelease() {
        byte[] expired = Mint.leaf("x").names(new GeneralName(GeneralName.dNSName, "a.example")).dates(1, 2).der();
        Optional<PeerNames> names = PeerNames.of(List.of("b.example"));

        assertThat(named(expired, names, false).error()).isEqualTo(VerifyError.HOSTNAME_MISMATCH);
        assertThat(named(expired, names, true).error()).isEqualTo(VerifyError.EXPIRED);
        assertThat(named(expired, PeerNames.of(List.of("a.example")), false).matchedName()).isEqualTo("a.example");
    }

    private static Verdict named(byte[] leaf, Optional<PeerNames> names, boolean yield) {
        return new PathVerifier(new TrustAnchors(List.of(leaf), Optional.empty())).verify(List.of(leaf),
            new Rules(Purpose.SERVER, 9, 0, Mint.NOW, names, yield));
    }

    @Test
    void shouldNotFallOverNonsense() {
        Verdict verdict = verify(Scenario.of("", List.of(new byte[3]), List.of(new byte[] {0x30, 1}), ""));

        assertThat(verdict.error()).isEqualTo(VerifyError.UNSPECIFIED);
        assertThat(verdict.failingIssuer()).isEmpty();
    }

    @Test
    void shouldLookUpAuthoritiesByHashAndKeepThem() {
        Mint root = Mint.authority("Root");
        byte[] leaf = Mint.leaf("x").by(root).der();
        String hash = ParsedCertificate.of(root.der()).orElseThrow().subject().hash();
        Fixtures files = new Fixtures().withText("ca/" + hash + ".0", Fixtures.pem("CERTIFICATE", Mint.authority("Other").der()))
            .withText("ca/" + hash + ".1", Fixtures.pem("CERTIFICATE", root.der()));
        int[] reads = {0};
        DirectorySource counting = name -> {
            reads[0]++;
            return TrustAnchors.directory(files, "ca").read(name);
        };
        PathVerifier verifier = new PathVerifier(new TrustAnchors(List.of(), Optional.of(counting)));
        Rules rules = new Rules(Purpose.SERVER, 9, 0, Mint.NOW, Optional.empty(), false);

        assertThat(verifier.verify(List.of(leaf), rules).isTrusted()).isTrue();
        assertThat(verifier.verify(List.of(leaf), rules).isTrusted()).isTrue();
        assertThat(reads[0]).isEqualTo(3);
    }

    @Test
    void shouldNotBelieveARememberedSignatureOfAnotherKey() {
        Mint root = Mint.authority("Root");
        byte[] leaf = Mint.leaf("x").by(root).der();
        RememberedSignatures signatures = new RememberedSignatures(new JavaSignatures());
        ParsedCertificate parsed = ParsedCertificate.of(leaf).orElseThrow();

        assertThat(signatures.verify(parsed.signed(), ParsedCertificate.of(root.der()).orElseThrow().publicKeyInfo())).isTrue();
        assertThat(signatures.verify(parsed.signed(), parsed.publicKeyInfo())).isFalse();
        assertThat(signatures.verify(parsed.signed(), ParsedCertificate.of(root.der()).orElseThrow().publicKeyInfo())).isTrue();
    }
}
