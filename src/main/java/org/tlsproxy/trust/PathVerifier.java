package org.tlsproxy.trust;

import java.util.List;
import java.util.Optional;
import org.tlsproxy.trust.CertificateUses.Authority;
import org.tlsproxy.trust.ChainBuilder.Built;

/**
 * Decides whether a peer's certificates lead to a trusted authority, as OpenSSL 3 does for Postfix: same order of checks, same errors,
 * and all checks are made although one has failed. Revocation is not asked for, as Postfix does not.
 *
 * <p>Not for several threads.
 */
public final class PathVerifier {

    private final TrustAnchors anchors;
    private final SignatureCheck signatures;

    public PathVerifier(TrustAnchors anchors) {
        this(anchors, new RememberedSignatures(new JavaSignatures()));
    }

    PathVerifier(TrustAnchors anchors, SignatureCheck signatures) {
        this.anchors = anchors;
        this.signatures = signatures;
    }

    /**
     * What is asked of a chain.
     *
     * @param purpose       leaf and authorities must be good for it
     * @param verifyDepth   Postfix's parameter: a chain may have one more intermediates than this
     * @param securityLevel OpenSSL's, 0 asks nothing of keys and digests
     * @param now           seconds since 1970
     * @param names         the leaf must have one of them; empty asks for none
     * @param namesYield    a host name that does not match is told only if nothing else is wrong (Postfix 3.10 and later)
     */
    public record Rules(Purpose purpose, int verifyDepth, int securityLevel, long now, Optional<PeerNames> names, boolean namesYield) { }

    /** @param sent DER as the peer sent them, leaf first, not empty */
    public Verdict verify(List<byte[]> sent, Rules rules) {
        Findings findings = new Findings(rules.namesYield());
        Optional<ParsedCertificate> leaf = ParsedCertificate.of(sent.get(0));
        if (leaf.isEmpty()) {
            return Verdict.unreadable(sent);
        }
        findings.unless(isStrong(leaf.get(), rules.securityLevel()), 0, VerifyError.LEAF_KEY_TOO_SMALL);
        return along(builder(rules).build(leaf.get(), ParsedCertificate.all(sent)), rules, findings);
    }

    private ChainBuilder builder(Rules rules) {
        return new ChainBuilder(anchors, rules.now(), rules.verifyDepth() + 2);
    }

    /**
     * Verification by TLSA records (RFC 7671), configured fingerprints or local trust anchors, which come in the same form.
     *
     * @param records         not empty
     * @param namesOfEndEntity a certificate that a record of usage 3 describes must have one of the names, too; otherwise only one that
     *                        an anchor vouches for
     * @param leafMayBeAnchor a self-signed leaf can be its own anchor (Postfix 3.4 and 3.5)
     */
    public record Dane(TlsaSet records, boolean namesOfEndEntity, boolean leafMayBeAnchor) { }

    /** @param sent DER as the server sent them, leaf first, not empty */
    public Verdict verify(List<byte[]> sent, Rules rules, Dane dane) {
        Optional<ParsedCertificate> parsed = ParsedCertificate.of(sent.get(0));
        if (parsed.isEmpty()) {
            return Verdict.unreadable(sent);
        }
        ParsedCertificate leaf = parsed.get();
        Findings findings = new Findings(rules.namesYield());
        findings.unless(isStrong(leaf, rules.securityLevel()), 0, VerifyError.LEAF_KEY_TOO_SMALL);
        Optional<TlsaMatch> end = dane.records().match(leaf, usage -> usage == TlsaRecord.DANE_EE || usage == TlsaRecord.PKIX_EE)
            .map(record -> new TlsaMatch(TlsaMatch.Kind.END_ENTITY, 0, record));
        if (end.isPresent() && end.get().record().usage() == TlsaRecord.DANE_EE) {
            String matched = dane.namesOfEndEntity() ? checkNames(leaf, rules.names(), findings) : "";
            findings.fine(0);
            return Verdict.of(findings, matched, List.of(leaf), end);
        }
        if (end.isEmpty() && !dane.records().hasAnchors()) {
            findings.error(0, VerifyError.NO_TLSA_MATCH);
            return Verdict.of(findings, "", List.of(leaf), Optional.empty());
        }
        return along(anchored(leaf, sent, dane, builder(rules).with(dane.records(), signatures).alreadyMatched(end)), rules, findings);
    }

    private static Built anchored(ParsedCertificate leaf, List<byte[]> sent, Dane dane, ChainBuilder builder) {
        if (dane.leafMayBeAnchor() && leaf.isSelfSigned()) {
            Optional<TlsaRecord> own = dane.records().match(leaf, usage -> usage == TlsaRecord.DANE_TA);
            if (own.isPresent()) {
                return new Built(List.of(leaf), VerifyError.OK, Optional.of(new TlsaMatch(TlsaMatch.Kind.ANCHOR, 0, own.get())));
            }
        }
        return builder.build(leaf, ParsedCertificate.all(sent));
    }

    /** A raw public key (RFC 7250), of which records can tell and nothing else. @param records empty if there are none */
    public static Verdict verifyRawKey(byte[] publicKeyInfo, Rules rules, Optional<TlsaSet> records) {
        Findings findings = new Findings(false);
        boolean strong = rules.securityLevel() <= 0 || KeyStrength.bits(publicKeyInfo) >= SecurityLevels.bits(rules.securityLevel());
        findings.unless(strong, 0, VerifyError.LEAF_KEY_TOO_SMALL);
        Optional<TlsaMatch> match = records.flatMap(set -> set.matchRawKey(publicKeyInfo))
            .map(record -> new TlsaMatch(TlsaMatch.Kind.RAW_KEY, 0, record));
        if (match.isPresent()) {
            findings.fine(0);
        } else {
            findings.error(0, records.isPresent() ? VerifyError.NO_TLSA_MATCH : VerifyError.RAW_KEY_UNTRUSTED);
        }
        return Verdict.of(findings, "", List.of(), match);
    }

    private Verdict along(Built built, Rules rules, Findings findings) {
        List<ParsedCertificate> chain = built.chain();
        findings.unless(built.error() == VerifyError.OK, chain.size() - 1, built.error());
        checkUses(chain, rules.purpose(), findings);
        checkStrength(chain, rules.securityLevel(), findings);
        String matched = checkNames(chain.get(0), rules.names(), findings);
        boolean keyOnTop = built.match().isPresent() && built.match().get().kind() == TlsaMatch.Kind.ANCHOR_KEY;
        checkSignaturesAndDates(chain, keyOnTop, rules.now(), findings);
        NameConstraints.check(chain, findings);
        return Verdict.of(findings, matched, chain, built.match());
    }

    private static void checkUses(List<ParsedCertificate> chain, Purpose purpose, Findings findings) {
        int length = 0;
        for (int i = 0; i < chain.size(); i++) {
            ParsedCertificate certificate = chain.get(i);
            Extensions extensions = certificate.extensions();
            findings.unless(!extensions.hasUnknownCritical(), i, VerifyError.UNHANDLED_CRITICAL_EXTENSION);
            findings.unless(!extensions.isProxy(), i, VerifyError.PROXY_NOT_ALLOWED);
            if (i > 0) {
                Authority authority = CertificateUses.authority(certificate);
                boolean last = i == chain.size() - 1;
                findings.unless(last ? authority != Authority.NO : authority == Authority.YES, i, VerifyError.INVALID_CA);
            }
            findings.unless(chain.size() == 1 || !EcCurves.isExplicit(certificate.publicKeyInfo()), i, VerifyError.EXPLICIT_CURVE);
            findings.unless(CertificateUses.fits(certificate, purpose, i > 0), i, VerifyError.INVALID_PURPOSE);
            boolean tooLong = i > 1 && extensions.pathLength() >= 0 && length > extensions.pathLength();
            findings.unless(!tooLong, i, VerifyError.PATH_LENGTH_EXCEEDED);
            length += i > 0 && !certificate.isSelfIssued() ? 1 : 0;
        }
    }

    private static void checkStrength(List<ParsedCertificate> chain, int level, Findings findings) {
        for (int i = 0; i < chain.size() && level > 0; i++) {
            findings.unless(i == 0 || isStrong(chain.get(i), level), i, VerifyError.CA_KEY_TOO_SMALL);
            boolean strong = chain.get(i).signed().algorithm().securityBits() >= SecurityLevels.bits(level);
            findings.unless(i == chain.size() - 1 || strong, i, VerifyError.CA_DIGEST_TOO_WEAK);
        }
    }

    private static boolean isStrong(ParsedCertificate certificate, int level) {
        return level <= 0 || KeyStrength.bits(certificate.publicKeyInfo()) >= SecurityLevels.bits(level);
    }

    private static String checkNames(ParsedCertificate leaf, Optional<PeerNames> names, Findings findings) {
        if (names.isEmpty()) {
            return "";
        }
        PeerNames.Match match = names.get().match(leaf);
        findings.unless(match.hostMatches(), 0, VerifyError.HOSTNAME_MISMATCH);
        findings.unless(match.addressMatches(), 0, VerifyError.ADDRESS_MISMATCH);
        return match.name();
    }

    /**
     * From the top down. A top that is not self-issued has nobody to vouch for it; it only lends its key.
     *
     * @param keyOnTop the topmost certificate's signature is known to be good
     */
    private void checkSignaturesAndDates(List<ParsedCertificate> chain, boolean keyOnTop, long now, Findings findings) {
        int top = chain.size() - 1;
        ParsedCertificate root = chain.get(top);
        boolean selfIssued = keyOnTop || root.seemsIssuedBy(root);
        if (!selfIssued && top == 0) {
            findings.error(0, VerifyError.UNABLE_TO_VERIFY_LEAF);
        }
        for (int i = selfIssued || top == 0 ? top : top - 1; i >= 0; i--) {
            ParsedCertificate certificate = chain.get(i);
            if (i < top) {
                checkSignature(certificate, chain.get(i + 1), i, findings);
            }
            findings.unless(certificate.validity().from() <= now, i, VerifyError.NOT_YET_VALID);
            findings.unless(certificate.validity().until() >= now, i, VerifyError.EXPIRED);
            findings.fine(i);
        }
    }

    private void checkSignature(ParsedCertificate certificate, ParsedCertificate issuer, int depth, Findings findings) {
        findings.unless(issuer.extensions().allows(Extensions.KEY_CERT_SIGN), depth + 1, VerifyError.KEY_USAGE_NO_CERTSIGN);
        findings.unless(signatures.verify(certificate.signed(), issuer.publicKeyInfo()), depth, VerifyError.SIGNATURE_FAILURE);
    }
}
