package org.tlsproxy.worker;

import java.util.Optional;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.PeerIdentity;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.trust.CertificateFacts;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.wire.ContextReport;

/**
 * What a peer's certificate or raw public key says of its owner, as the log and the context report of either role tell it. Whether that
 * is to be believed is another matter.
 *
 * @param presence bit of {@link ContextReport.Peer#status} for what came, 0 if nothing did
 * @param texts    names and fingerprints, empty where the credential says nothing fit to be shown
 */
record PeerClaims(int presence, PeerIdentity texts) {

    /** Nothing came. */
    static final PeerClaims NONE = new PeerClaims(0, new PeerIdentity("", "", "", ""));

    /**
     * How fingerprints are made.
     *
     * @param keyBitsOnly tls_legacy_public_key_fingerprints: digest of the key without its algorithm, as Postfix 2.9.0 to 2.9.5
     */
    record Fingerprints(FingerprintDigest digest, boolean keyBitsOnly) {

        /** @param legacy tls_legacy_public_key_fingerprints, which Postfix 3.9 reads and ignores */
        static Fingerprints of(FingerprintDigest digest, boolean legacy, PostfixRelease release) {
            return new Fingerprints(digest, legacy && release.before(3, 9));
        }

        private String key(CertificateFacts certificate) {
            return keyBitsOnly ? certificate.legacyPublicKeyFingerprint(digest) : certificate.publicKeyFingerprint(digest);
        }
    }

    /** @param peer who sent it, as the warnings about odd names call it, @param log gets those warnings */
    static PeerClaims of(TlsFacts.PeerCredential shown, Fingerprints fingerprints, String peer, Logger log) {
        if (shown.rawPublicKey().isPresent()) {
            return new PeerClaims(ContextReport.RAW_KEY_PRESENT,
                new PeerIdentity("", "", "", fingerprints.digest().fingerprint(shown.rawPublicKey().get())));
        }
        if (shown.chain().isEmpty()) {
            return NONE;
        }
        Optional<CertificateFacts> leaf = CertificateFacts.of(shown.chain().get(0));
        return new PeerClaims(ContextReport.CERTIFICATE_PRESENT, leaf.isEmpty()
            ? new PeerIdentity("", "", fingerprints.digest().fingerprint(shown.chain().get(0)), "")
            : identity(leaf.get(), fingerprints, peer, log));
    }

    private static PeerIdentity identity(CertificateFacts leaf, Fingerprints fingerprints, String peer, Logger log) {
        CertificateFacts.Names names = leaf.names(peer);
        Problems.warn(names.problems(), log);
        return new PeerIdentity(names.peer(), names.issuer(), leaf.fingerprint(fingerprints.digest()), fingerprints.key(leaf));
    }

    /** The same, with another name where the subject has none to show: the client role has the names of subjectAltName. */
    PeerClaims orNamed(String name) {
        return texts.subject().isEmpty()
            ? new PeerClaims(presence, new PeerIdentity(name, texts.issuer(), texts.certificate(), texts.publicKey())) : this;
    }

    /** The same with another name. */
    PeerClaims named(String name) {
        return new PeerClaims(presence, new PeerIdentity(name, texts.issuer(), texts.certificate(), texts.publicKey()));
    }

    /** True for a raw public key (RFC 7250). */
    boolean isRawKey() {
        return presence == ContextReport.RAW_KEY_PRESENT;
    }

    /** @param belief what is thought of it: any of {@link ContextReport#TRUSTED}, {@link ContextReport#MATCHED}, … */
    ContextReport.Peer reported(int belief) {
        return new ContextReport.Peer(texts.subject(), texts.issuer(), texts.certificate(), texts.publicKey(), presence | belief);
    }
}
