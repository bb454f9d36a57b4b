package org.tlsproxy.engine;

/**
 * Judges what a peer showed of itself, within the handshake. What it thinks never ends the handshake, as in Postfix: it is remembered
 * with the session, told in {@link TlsFacts.PeerCredential#verifyError}, and the side that asked decides. Made for one connection; must
 * not block.
 */
public interface PeerJudge {

    /** For connections that ask their peer for nothing. */
    PeerJudge INDIFFERENT = shown -> 0;

    /**
     * Called at most once per full handshake, never for a resumed session.
     *
     * @param shown what came; never {@link TlsFacts.PeerCredential#ANONYMOUS}, its verifyError is not set yet
     * @return an OpenSSL X509_V_ERR number; 0: all is well
     */
    int judge(TlsFacts.PeerCredential shown);

    /** True if clients that are asked for a certificate may show a bare public key (RFC 7250) instead; servers have a say of their own. */
    default boolean takesRawKeys() {
        return false;
    }
}
