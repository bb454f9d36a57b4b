package org.tlsproxy.worker;

import java.util.Optional;
import org.tlsproxy.engine.PeerJudge;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.PeerIdentity;
import org.tlsproxy.log.Summary;
import org.tlsproxy.log.VerificationMessages;
import org.tlsproxy.trust.CertificateFacts;
import org.tlsproxy.trust.Purpose;
import org.tlsproxy.trust.Verdict;
import org.tlsproxy.trust.VerifyError;
import org.tlsproxy.wire.ContextReport;

/** What one client shows of itself: judged within the handshake, told to the log after it, and reported. Never a reason to refuse it. */
final class ClientCheck implements PeerJudge {

    private final ClientTerms terms;
    private final String peer;
    private final Logger log;
    private Optional<Verdict> verdict = Optional.empty();
    private PeerClaims claims = PeerClaims.NONE;
    private boolean trusted;

    /** @param peer the client as log lines name it */
    ClientCheck(ClientTerms terms, String peer, Logger log) {
        this.terms = terms;
        this.peer = peer;
        this.log = log;
    }

    @Override
    public int judge(TlsFacts.PeerCredential shown) {
        Verdict found = terms.verify(shown);
        if (terms.flags().verbose()) {
            VerdictWords.steps(found, shown, peer, log);
        }
        verdict = Optional.of(found);
        return found.error();
    }

    @Override
    public boolean takesRawKeys() {
        return terms.rawKeys();
    }

    /** After the handshake, before the summary line. */
    void tell(TlsFacts facts) {
        if (facts.peer().rawPublicKey().isPresent()) {
            tellRawKey(facts.peer());
        } else if (!facts.peer().chain().isEmpty()) {
            tellCertificate(facts);
        }
        verdict = Optional.empty();    // the session may last for long, and nobody asks for the chain again
    }

    /** Nobody vouches for a key without a certificate, and no line says so. */
    private void tellRawKey(TlsFacts.PeerCredential shown) {
        claims = PeerClaims.of(shown, terms.fingerprints(), peer, log);
        if (terms.flags().verbose() || terms.flags().peerCert()) {
            log.info(VerificationMessages.rawKeyIdentity(peer, claims.texts().publicKey()));
        }
    }

    private void tellCertificate(TlsFacts facts) {
        trusted = facts.peer().verifyError() == VerifyError.OK;
        if (terms.flags().verbose()) {
            CertificateFacts.of(facts.peer().chain().get(0)).ifPresent(this::tellNames);
        }
        claims = PeerClaims.of(facts.peer(), terms.fingerprints(), peer, log);
        if (terms.flags().verbose() || terms.flags().peerCert()) {
            log.info(identity(claims.texts()));
        }
        if (!trusted && terms.flags().untrusted()) {
            log.info(verdict.isPresent() ? VerdictWords.failure(verdict.get(), Purpose.CLIENT, peer)
                : VerificationMessages.resumedUntrusted(peer));
        }
    }

    private void tellNames(CertificateFacts leaf) {
        log.info(VerificationMessages.subject(leaf.subject()));
        log.info(VerificationMessages.issuer(leaf.issuer()));
    }

    private String identity(PeerIdentity texts) {
        return terms.release().before(3, 9) ? VerificationMessages.serverIdentity38(peer, texts)
            : VerificationMessages.identity39(peer, texts);
    }

    /** The summary's first word. */
    Summary.Trust trust() {
        if (claims.presence() == 0) {
            return Summary.Trust.ANONYMOUS;
        }
        return trusted ? Summary.Trust.TRUSTED : Summary.Trust.UNTRUSTED;
    }

    ContextReport.Peer reported() {
        return claims.reported(trusted ? ContextReport.TRUSTED : 0);
    }
}
