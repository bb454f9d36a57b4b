package org.tlsproxy.worker;

import java.util.List;
import java.util.Optional;
import org.tlsproxy.log.EpochClock;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.trust.PathVerifier;
import org.tlsproxy.trust.Purpose;
import org.tlsproxy.trust.Verdict;

/**
 * By what the server role judges and tells what its clients show; one for all sessions of a worker.
 *
 * @param verifier     knows whom to trust
 * @param limits       how much a chain is allowed
 * @param fingerprints how they are made
 * @param flags        what the log shall tell
 * @param release      in whose words
 */
record ClientTerms(PathVerifier verifier, Limits limits, PeerClaims.Fingerprints fingerprints, TlsLogFlags flags,
                   PostfixRelease release) {

    /**
     * @param depth         tlsproxy_tls_ccert_verifydepth
     * @param securityLevel OpenSSL's
     * @param serversToo    tls_trust_server_ccerts, in the releases that have it
     */
    record Limits(int depth, int securityLevel, boolean serversToo) { }

    /** @param sent DER, leaf first, not empty */
    Verdict verify(List<byte[]> sent) {
        Purpose purpose = limits.serversToo ? Purpose.ofLenientlyJudgedClient(sent.get(0)) : Purpose.CLIENT;
        return verifier.verify(sent, new PathVerifier.Rules(purpose, limits.depth, limits.securityLevel, now(), Optional.empty(), false));
    }

    private static long now() {
        return EpochClock.SYSTEM.seconds();
    }
}
