package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a peer's certificate is believed, and if not, why.
 *
 * @param error       {@link VerifyError}, OK if it is believed
 * @param depth       of the certificate with the error, 0 is the leaf; -1 without error
 * @param matchedName the name in the certificate that matched; empty if none was asked for or none matched
 * @param steps       in OpenSSL's order, for verbose logging
 * @param chain       DER, leaf first, as far as it was found
 * @param match       the TLSA record that speaks for it; it may be distrusted for other reasons
 */
public record Verdict(int error, int depth, String matchedName, List<Step> steps, List<byte[]> chain, Optional<TlsaMatch> match) {

    /** One look at one certificate. @param error OK, or what was wrong */
    public record Step(int depth, int error) { }

    public boolean isTrusted() {
        return error == VerifyError.OK;
    }

    /** {@code /O=…/CN=…} of the certificate at a depth; empty if there is none. */
    public String subject(int at) {
        return at >= 0 && at < chain.size() ? CertificateFacts.of(chain.get(at)).map(CertificateFacts::subject).orElse("") : "";
    }

    /** Of the issuer that the failing certificate names; empty if there is none. */
    public String failingIssuer() {
        return depth >= 0 && depth < chain.size() ? CertificateFacts.of(chain.get(depth)).map(CertificateFacts::issuer).orElse("") : "";
    }

    /** Of the failing certificate; empty if there is none. */
    public String failingSubject() {
        return subject(depth);
    }

    /** Nobody is believed, whatever was shown. @param sent DER, leaf first */
    public static Verdict forcedFailure(List<byte[]> sent) {
        return new Verdict(VerifyError.UNSPECIFIED, 0, "", List.of(), sent.subList(0, Math.min(1, sent.size())), Optional.empty());
    }

    /** The leaf is no certificate. */
    static Verdict unreadable(List<byte[]> sent) {
        return new Verdict(VerifyError.UNSPECIFIED, 0, "", List.of(new Step(0, VerifyError.UNSPECIFIED)), sent.subList(0, 1),
            Optional.empty());
    }

    static Verdict of(Findings findings, String matchedName, List<ParsedCertificate> chain, Optional<TlsaMatch> match) {
        List<byte[]> encoded = new ArrayList<>(chain.size());
        for (ParsedCertificate certificate : chain) {
            encoded.add(certificate.der());
        }
        return new Verdict(findings.error(), findings.depth(), matchedName, findings.steps(), encoded, match);
    }
}
