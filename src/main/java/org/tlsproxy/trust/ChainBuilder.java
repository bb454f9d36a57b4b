package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the way from a leaf to a trusted root, as OpenSSL 3 does: at each step a trusted issuer if there is one, else one that the peer
 * sent; no step is taken back, and only a self-signed certificate can be a root.
 */
final class ChainBuilder {

    private final TrustAnchors anchors;
    private final long now;
    private final int longest;
    private final List<ParsedCertificate> chain = new ArrayList<>();
    private final List<ParsedCertificate> offered = new ArrayList<>();
    private int untrusted = 1;

    /** @param longest certificates of a trusted chain */
    ChainBuilder(TrustAnchors anchors, long now, int longest) {
        this.anchors = anchors;
        this.now = now;
        this.longest = longest;
    }

    /**
     * As far as the way goes.
     *
     * @param chain leaf first
     * @param error of the topmost certificate, {@link VerifyError#OK} if it is a trusted root
     */
    record Built(List<ParsedCertificate> chain, int error) { }

    /** @param sent the peer's other certificates, in any order */
    Built build(ParsedCertificate leaf, List<ParsedCertificate> sent) {
        chain.add(leaf);
        offered.addAll(sent);
        boolean open = true;
        boolean askPeer = !sent.isEmpty();
        while (open) {
            Optional<ParsedCertificate> trusted = chain.size() > longest ? Optional.empty() : trustedIssuer(top());
            if (trusted.isPresent() && extend(trusted.get())) {
                if (top().isSelfSigned()) {
                    return new Built(chain, VerifyError.OK);
                }
                askPeer = false;
            } else {
                open = askPeer && extendByPeer();
            }
        }
        return new Built(chain, error());
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

    private int error() {
        if (chain.size() > longest) {
            return VerifyError.CHAIN_TOO_LONG;
        }
        if (top().isSelfSigned()) {
            return chain.size() == 1 ? VerifyError.SELF_SIGNED_LEAF : VerifyError.SELF_SIGNED_IN_CHAIN;
        }
        return untrusted < chain.size() ? VerifyError.UNABLE_TO_GET_ISSUER : VerifyError.UNABLE_TO_GET_ISSUER_LOCALLY;
    }
}
