package org.tlsproxy.worker;

import java.util.List;
import java.util.Optional;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.EpochClock;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.trust.PathVerifier;
import org.tlsproxy.trust.Purpose;
import org.tlsproxy.trust.Verdict;
import org.tlsproxy.wire.ServerStart;

/**
 * By what the server role judges and tells what its clients show; one for all sessions of a worker.
 *
 * @param verifier     knows whom to trust
 * @param limits       how much a chain is allowed
 * @param fingerprints how they are made
 * @param flags        what the log shall tell
 * @param release      in whose words
 * @param rawKeys      a bare public key will do in place of a certificate
 */
record ClientTerms(PathVerifier verifier, Limits limits, PeerClaims.Fingerprints fingerprints, TlsLogFlags flags,
                   PostfixRelease release, boolean rawKeys) {

    /**
     * @param depth         tlsproxy_tls_ccert_verifydepth
     * @param securityLevel OpenSSL's
     * @param serversToo    tls_trust_server_ccerts, in the releases that have it
     */
    record Limits(int depth, int securityLevel, boolean serversToo) { }

    /** The same for one session, which says itself whether raw public keys will do: since Postfix 3.12. */
    ClientTerms of(ServerStart session) {
        return release.before(3, 12) ? this
            : new ClientTerms(verifier, limits, fingerprints, flags, release, session.security().rawPublicKeys());
    }

    /** @param shown not nothing */
    Verdict verify(TlsFacts.PeerCredential shown) {
        if (shown.rawPublicKey().isPresent()) {
            return PathVerifier.verifyRawKey(shown.rawPublicKey().get(), rules(Purpose.CLIENT), Optional.empty());
        }
        List<byte[]> sent = shown.chain();
        Purpose purpose = limits.serversToo ? Purpose.ofLenientlyJudgedClient(sent.get(0)) : Purpose.CLIENT;
        return verifier.verify(sent, rules(purpose));
    }

    private PathVerifier.Rules rules(Purpose purpose) {
        return new PathVerifier.Rules(purpose, limits.depth, limits.securityLevel, now(), Optional.empty(), false);
    }

    private static long now() {
        return EpochClock.SYSTEM.seconds();
    }
}
