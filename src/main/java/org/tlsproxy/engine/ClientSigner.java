package org.tlsproxy.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * Chooses which of a client's certificates answers a server that asks for one, as OpenSSL 3.0 does: TLS 1.3 takes the first scheme of
 * the server's that any key can sign by; earlier versions know only the certificate that was loaded last. Names of CAs do not matter.
 */
final class ClientSigner {

    private static final int TLS12 = 0x0303;
    private static final int TLS13 = 0x0304;

    private ClientSigner() {
    }

    /** @param scheme empty before TLS 1.2, where the kind of key decides, @param raw show the public key without its certificate */
    record Choice(ServerIdentity identity, Optional<Scheme> scheme, boolean raw) {

        Choice(ServerIdentity identity, Optional<Scheme> scheme) {
            this(identity, scheme, false);
        }

        /** The same, shown as the server wants it. @param type of certificate (RFC 7250) */
        Choice as(short type) {
            return new Choice(identity, scheme, type == CertificateType.RawPublicKey);
        }

        /** @throws IOException if the certificate has no public key that can be read */
        TlsCredentials credentials(WorkerCrypto crypto, TlsCryptoParameters parameters, int version) throws IOException {
            return crypto.signer(parameters, identity.key(), identity.shown(crypto, version == TLS13, raw),
                scheme.map(Scheme::algorithm).orElse(null));
        }
    }

    /** The server's signature schemes that we know, in its order. @param offered null before TLS 1.2 */
    static List<Scheme> schemes(Vector<?> offered) {
        List<Scheme> known = new ArrayList<>();
        for (Object one : offered == null ? List.of() : offered) {
            int id = SignatureScheme.from((SignatureAndHashAlgorithm) one);
            for (Scheme scheme : Scheme.ALL) {
                if (scheme.id() == id) {
                    known.add(scheme);
                }
            }
        }
        return known;
    }

    /** Empty: an empty certificate message is the answer. */
    static Optional<Choice> choose(PreparedClient prepared, int version, List<Scheme> schemes) {
        if (version < TLS12) {
            // there is but SHA-1 to sign by, which OpenSSL does at security level 0 only
            return prepared.identities().last()
                .filter(own -> signsByKind(own) && prepared.profile().securityLevel() == 0)
                .map(own -> new Choice(own, Optional.empty()));
        }
        for (Scheme scheme : schemes) {
            if (scheme.allowedAt(prepared.profile().securityLevel())) {
                Optional<ServerIdentity> own = version == TLS13 ? for13(prepared, scheme) : for12(prepared, scheme);
                if (own.isPresent()) {
                    return Optional.of(new Choice(own.get(), Optional.of(scheme)));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean signsByKind(ServerIdentity own) {
        return own.slot() == KeyChain.Algorithm.RSA || own.slot() == KeyChain.Algorithm.EC || own.slot() == KeyChain.Algorithm.DSA;
    }

    private static Optional<ServerIdentity> for13(PreparedClient prepared, Scheme scheme) {
        return !scheme.tls13() ? Optional.empty() : prepared.identities().in(scheme.key())
            .filter(own -> (scheme.curve() == 0 || scheme.curve() == own.facts().curve()) && scheme.fitsModulus(own.facts().bits()));
    }

    private static Optional<ServerIdentity> for12(PreparedClient prepared, Scheme scheme) {
        return prepared.identities().last()
            .filter(own -> own.slot() == scheme.key() && scheme.fitsModulus(own.facts().bits()));
    }
}
