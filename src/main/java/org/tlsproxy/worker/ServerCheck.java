package org.tlsproxy.worker;

import java.util.Optional;
import org.tlsproxy.engine.PeerJudge;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.ClientMessages;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.PeerIdentity;
import org.tlsproxy.log.Summary;
import org.tlsproxy.log.VerificationMessages;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.trust.PeerNames;
import org.tlsproxy.trust.Purpose;
import org.tlsproxy.trust.TlsaMatch;
import org.tlsproxy.trust.Verdict;
import org.tlsproxy.trust.VerifyError;
import org.tlsproxy.wire.ContextReport;

/** What one server shows of itself: judged within the handshake, told to the log after it, and reported. What follows is smtp's affair. */
final class ServerCheck implements PeerJudge {

    /** Bit of peer_status up to Postfix 3.5: the certificate has DNS names, and they were looked at. */
    private static final int ALTERNATIVE_NAME = 2;

    private final ServerTerms terms;
    private final ClientContext context;
    private final Manner manner;
    private final Logger log;
    private Optional<Verdict> verdict = Optional.empty();
    private PeerClaims claims = PeerClaims.NONE;
    private int belief;
    private int names;

    /**
     * How it is told.
     *
     * @param release      in whose words
     * @param flags        how much
     * @param namaddr      the server as the request names it
     * @param peer         the same in lower case
     * @param fingerprints how they are made
     * @param failureType  why nobody is to be believed, or empty (Postfix 3.10)
     */
    record Manner(PostfixRelease release, TlsLogFlags flags, String namaddr, String peer, PeerClaims.Fingerprints fingerprints,
                  String failureType) { }

    ServerCheck(ServerTerms terms, ClientContext context, Manner manner, Logger log) {
        this.terms = terms;
        this.context = context;
        this.manner = manner;
        this.log = log;
    }

    @Override
    public int judge(TlsFacts.PeerCredential shown) {
        Verdict found = terms.verify(shown, context, manner.release.atLeast(3, 10));
        if (manner.flags.verbose()) {
            VerdictWords.steps(found, shown, manner.peer, log);
        }
        verdict = Optional.of(found);
        return found.error();
    }

    /** After the handshake, before the summary line. */
    void tell(TlsFacts facts) {
        TlsFacts.PeerCredential shown = facts.peer();
        claims = PeerClaims.of(shown, manner.fingerprints, manner.peer, log)
            .orNamed(verdict.map(Verdict::matchedName).orElse(""));
        if (claims.presence() == 0) {
            return;
        }
        terms.found(shown).ifPresent(this::takeName);
        belief = belief(shown.verifyError());
        boolean details = manner.flags.certMatch() || manner.flags.verbose() || manner.flags.peerCert();
        if (details && claims.isRawKey()) {
            log.info(identity(claims.texts()));
        }
        tellBelief(shown.verifyError() == VerifyError.OK, details);
        if (details && !claims.isRawKey()) {
            log.info(identity(claims.texts()));
        }
    }

    private void tellBelief(boolean good, boolean details) {
        if (good && terms.mustMatch() && details) {
            verdict.ifPresent(this::tellMatch);
        } else if (manner.flags.untrusted() && !(verdict.isPresent() ? good : good && terms.mustMatch())) {
            log.info(failure());
        }
    }

    /** Up to 3.5: a DNS name that matched, or the first one, is the server's name. */
    private void takeName(PeerNames.Found found) {
        if (found.hasDnsName()) {
            names = ALTERNATIVE_NAME;
            claims = claims.named(found.name());
        }
    }

    private int belief(int error) {
        if (error == VerifyError.OK) {
            return terms.belief();
        }
        boolean told = terms.old() || manner.release.atLeast(3, 10);
        boolean onlyTheName = error == VerifyError.HOSTNAME_MISMATCH && terms.mustMatch() && told;
        return onlyTheName ? ContextReport.TRUSTED : 0;
    }

    private void tellMatch(Verdict good) {
        if (names != 0) {
            log.info(ClientMessages.matchedAlternativeName(manner.namaddr, claims.texts().subject()));
        }
        if (!good.matchedName().isEmpty()) {
            log.info(ClientMessages.matchedName(manner.peer, good.matchedName()));
        }
        good.match().ifPresent(match -> log.info(matched(match)));
    }

    private String matched(TlsaMatch match) {
        ClientMessages.Tlsa record = ServerTerms.words(match.record());
        if (terms.old()) {
            return ClientMessages.matchedOld(manner.namaddr, match.depth(), match.kind() == TlsaMatch.Kind.END_ENTITY,
                match.record().selector() == 1);
        }
        if (terms.level() >= ServerTerms.VERIFY) {
            return ClientMessages.matchedAnchor(manner.peer, match.depth());
        }
        if (terms.level() == ServerTerms.FINGERPRINT) {
            return ClientMessages.matchedFingerprint(manner.peer, match.record().data());
        }
        return switch (match.kind()) {
            case END_ENTITY -> ClientMessages.matchedEndEntity(manner.peer, record);
            case ANCHOR -> ClientMessages.matchedAnchorCertificate(manner.peer, match.depth(), record);
            case ANCHOR_KEY -> ClientMessages.matchedAnchorKey(manner.peer, match.depth(), record);
            case RAW_KEY -> ClientMessages.matchedRawKey(manner.peer, record);
        };
    }

    private String failure() {
        if (verdict.isPresent()) {
            return manner.failureType.isEmpty() ? VerdictWords.failure(verdict.get(), Purpose.SERVER, manner.peer)
                : VerificationMessages.externalPolicy(manner.peer, manner.failureType);
        }
        return manner.release.before(3, 9) || claims.isRawKey() ? VerificationMessages.resumedUntrusted(manner.namaddr)
            : VerificationMessages.resumedUntrusted39(manner.namaddr);
    }

    private String identity(PeerIdentity texts) {
        if (manner.release.before(3, 9)) {
            return VerificationMessages.clientIdentity38(manner.namaddr, texts);
        }
        return claims.isRawKey() ? VerificationMessages.rawKeyIdentity(manner.namaddr, texts.publicKey())
            : VerificationMessages.identity39(manner.peer, texts);
    }

    /** The summary's first word. */
    Summary.Trust trust() {
        if (claims.presence() == 0) {
            return Summary.Trust.ANONYMOUS;
        }
        return (belief & ContextReport.SECURED) != 0 ? Summary.Trust.VERIFIED
            : (belief & ContextReport.TRUSTED) != 0 ? Summary.Trust.TRUSTED : Summary.Trust.UNTRUSTED;
    }

    ContextReport.Peer reported() {
        return claims.reported(belief | names);
    }
}
