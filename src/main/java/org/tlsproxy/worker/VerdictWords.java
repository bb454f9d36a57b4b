package org.tlsproxy.worker;

import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.log.VerificationMessages;
import org.tlsproxy.trust.Purpose;
import org.tlsproxy.trust.Verdict;
import org.tlsproxy.trust.VerifyError;

/** Tells the log what was thought of a peer's certificates, in either role. */
final class VerdictWords {

    /** Postfix's text for where a certificate should be and is none. */
    private static final String NOBODY = "<unknown>";

    private VerdictWords() { }

    /** The way to the verdict, for verbose logging. @param shown what it is about, @param peer as this role's lines name it */
    static void steps(Verdict verdict, TlsFacts.PeerCredential shown, String peer, Logger log) {
        for (Verdict.Step step : verdict.steps()) {
            if (shown.rawPublicKey().isPresent()) {
                log.info(TlsMessages.rawKeyElement(peer, step.error() == VerifyError.OK));
                continue;
            }
            String subject = step.depth() < verdict.chain().size() ? verdict.subject(step.depth()) : NOBODY;
            log.info(TlsMessages.chainElement(peer, step.depth(), step.error() == VerifyError.OK, subject));
        }
    }

    /** Why the certificates are not believed. @param verdict one with an error */
    static String failure(Verdict verdict, Purpose purpose, String peer) {
        String failing = verdict.depth() > 0 ? "CA" : purpose == Purpose.CLIENT ? "client" : "server";
        return switch (verdict.error()) {
            case VerifyError.UNTRUSTED -> VerificationMessages.notTrusted(peer);
            case VerifyError.SELF_SIGNED_LEAF -> VerificationMessages.selfSigned(peer);
            case VerifyError.UNABLE_TO_GET_ISSUER_LOCALLY, VerifyError.SELF_SIGNED_IN_CHAIN ->
                VerificationMessages.untrustedIssuer(peer, verdict.failingIssuer());
            case VerifyError.NOT_YET_VALID -> VerificationMessages.notYetValid(failing, peer);
            case VerifyError.EXPIRED -> VerificationMessages.expired(failing, peer);
            case VerifyError.INVALID_PURPOSE -> VerificationMessages.wrongPurpose(peer, failing);
            case VerifyError.CHAIN_TOO_LONG -> VerificationMessages.chainTooLong(peer, verdict.depth());
            default -> VerificationMessages.otherFailure(failing, peer, verdict.error());
        };
    }
}
