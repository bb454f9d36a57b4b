package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the way from a leaf to a trusted root, as OpenSSL 3 does: at each step a trusted issuer if there is one, else one that the peer
 * sent; no step is taken back, and only a self-signed certificate can be a root. With TLSA records, what the peer sent may be an anchor
 * because a record says so, self-signed or not.
 */
final class ChainBuilder {

    private final TrustAnchors anchors;
    private final long now;
    private final int longest;
    private final List<ParsedCertificate> chain = new ArrayList<>();
    private final List<ParsedCertificate> offered = new ArrayList<>();
    private final Optional<TlsaSet> records;
    private final SignatureCheck signatures;
    private Optional<TlsaMatch> match = Optional.empty();
    private int untrusted = 1;

    /** @param longest certificates of a trusted chain */
    ChainBuilder(TrustAnchors anchors, long now, int longest) {
        this(anchors, now, longest, Optional.empty(), (signed, key) -> false);
    }

    private ChainBuilder(TrustAnchors anchors, long now, int longest, Optional<TlsaSet> records, SignatureCheck signatures) {
        this.anchors = anchors;
        this.now = now;
        this.longest = longest;
        this.records = records;
        this.signatures = signatures;
    }

    /** One that also takes as anchors what the records name; if they are for DANE alone, nobody else is an anchor. */
    ChainBuilder with(TlsaSet set, SignatureCheck check) {
        return new ChainBuilder(set.needsPkix() ? anchors : TrustAnchors.NONE, now, longest, Optional.of(set), check);
    }

    /**
     * As far as the way goes.
     *
     * @param chain leaf first
     * @param error of the topmost certificate, {@link VerifyError#OK} if it is a trusted root
     * @param match the record that made an anchor of the topmost certificate or of whose key signed it
     */
    record Built(List<ParsedCertificate> chain, int error, Optional<TlsaMatch> match) { }

    /** A record that is true of the leaf asks for a trusted root, too (PKIX-EE). */
    ChainBuilder alreadyMatched(Optional<TlsaMatch> leaf) {
        match = leaf;
        return this;
    }

    /** @param sent the peer's other certificates, in any order */
    Built build(ParsedCertificate leaf, List<ParsedCertificate> sent) {
        chain.add(leaf);
        offered.addAll(sent);
        records.ifPresent(set -> offered.addAll(ParsedCertificate.all(set.authorities())));
        boolean askPeer = !offered.isEmpty();
        boolean rooted = false;
        while (!rooted) {
            Optional<ParsedCertificate> trusted = chain.size() > longest ? Optional.empty() : trustedIssuer(top());
            if (trusted.isPresent() && extend(trusted.get())) {
                matchAnchor(TlsaRecord.PKIX_TA);
                rooted = top().isSelfSigned();
                askPeer = false;
            } else if (!askPeer || !extendByPeer()) {
                break;
            } else if (matchAnchor(TlsaRecord.DANE_TA)) {
                return new Built(chain, VerifyError.OK, match);
            }
        }
        if (rooted && (records.isEmpty() || match.isPresent())) {
            return new Built(chain, VerifyError.OK, match);
        }
        return matchAnchorKey() ? new Built(chain, VerifyError.OK, match) : new Built(chain, error(rooted), Optional.empty());
    }

    /** @return true if nothing more is needed */
    private boolean matchAnchor(int usage) {
        if (records.isEmpty() || chain.size() == 1 || match.isPresent() && usage == TlsaRecord.PKIX_TA) {
            return false;
        }
        int depth = chain.size() - 1;
        Optional<TlsaRecord> found = records.get().match(top(), of -> of == usage || of == TlsaRecord.PKIX_TA && match.isEmpty());
        found.ifPresent(record -> match = Optional.of(new TlsaMatch(TlsaMatch.Kind.ANCHOR, depth, record)));
        return found.isPresent() && found.get().usage() == TlsaRecord.DANE_TA;
    }

    /** The last chance: whoever signed the topmost certificate of the peer's is known by the key alone. */
    private boolean matchAnchorKey() {
        List<TlsaRecord> keys = records.isPresent() && chain.size() <= longest ? records.get().anchorKeys() : List.of();
        int last = untrusted - 1;
        for (TlsaRecord key : keys) {
            if (signatures.verify(chain.get(last).signed(), key.data())) {
                match = Optional.of(new TlsaMatch(TlsaMatch.Kind.ANCHOR_KEY, last, key));
                chain.subList(untrusted, chain.size()).clear();
                return true;
            }
        }
        return false;
    }

    private ParsedCertificate top() {
        return chain.get(chain.size() - 1);
    }

    /** @return false if a self-signed certificate merely looks like a trusted one */
    private boolean extend(ParsedCertificate issuer) {
        if (!top().isSelfSigned()) {
            chain.add(issuer);
            return true;
        }
        if (top().equals(issuer)) {
            untrusted--;
            return true;
        }
        return false;
    }

    private boolean extendByPeer() {
        if (top().isSelfSigned() || chain.size() > longest) {
            return false;
        }
        Optional<ParsedCertificate> issuer = best(offered, top(), true);
        if (issuer.isEmpty()) {
            return false;
        }
        offered.remove(issuer.get());
        chain.add(issuer.get());
        untrusted++;
        return true;
    }

    private Optional<ParsedCertificate> trustedIssuer(ParsedCertificate certificate) {
        return best(anchors.named(certificate.issuer()), certificate, false);
    }

    /** The first that is valid now, else the one that expires last. */
    private Optional<ParsedCertificate> best(List<ParsedCertificate> candidates, ParsedCertificate certificate, boolean fromPeer) {
        Optional<ParsedCertificate> best = Optional.empty();
        for (ParsedCertificate candidate : candidates) {
            boolean again = fromPeer && chain.contains(candidate);
            if (again || !certificate.seemsIssuedBy(candidate)) {
                continue;
            }
            if (candidate.validity().includes(now)) {
                return Optional.of(candidate);
            }
            if (best.isEmpty() || candidate.validity().until() > best.get().validity().until()) {
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    private int error(boolean rooted) {
        if (chain.size() > longest) {
            return VerifyError.CHAIN_TOO_LONG;
        }
        if (records.isPresent() && (!records.get().needsPkix() || rooted)) {
            return VerifyError.NO_TLSA_MATCH;
        }
        if (top().isSelfSigned()) {
            return chain.size() == 1 ? VerifyError.SELF_SIGNED_LEAF : VerifyError.SELF_SIGNED_IN_CHAIN;
        }
        return untrusted < chain.size() ? VerifyError.UNABLE_TO_GET_ISSUER : VerifyError.UNABLE_TO_GET_ISSUER_LOCALLY;
    }
}
