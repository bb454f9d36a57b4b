package org.tlsproxy.engine;

import java.util.Optional;
import org.bouncycastle.tls.SecurityParameters;

/** Puts what was negotiated into the words of OpenSSL 3.0 and Postfix. */
final class FactsWriter {

    private static final int TLS13 = 0x0304;

    private final SecurityParameters parameters;
    private final String serverName;

    /** @param serverName the acknowledged name, empty for none */
    FactsWriter(SecurityParameters parameters, String serverName) {
        this.parameters = parameters;
        this.serverName = serverName;
    }

    /** @param scheme of the client's signature, -1 for none */
    TlsFacts full(TlsFacts.PeerCredential client, int scheme, Optional<ServerChoice.Signer> signer) {
        TlsFacts.Signature server = TlsFacts.Signature.NONE;
        if (isTls13() && signer.isPresent()) {
            server = signer.get().identity().facts().signature(signer.get().scheme().digest());
        }
        TlsFacts.Signature signature = isTls13() ? peerSignature(client, digest(scheme)) : TlsFacts.Signature.NONE;
        return facts(server, signature, TlsFacts.Resumed.NO, client);
    }

    /**
     * The keys are those of the remembered certificates, nothing was signed.
     *
     * @param own   our certificate, shown or not
     * @param named by its id
     */
    TlsFacts resumed(Ticket ticket, Optional<ServerIdentity> own, boolean named) {
        TlsFacts.Signature server = TlsFacts.Signature.NONE;
        if (isTls13() && own.isPresent()) {
            server = own.get().facts().signature("");
        }
        TlsFacts.Signature client = isTls13() ? peerSignature(ticket.client(), "") : TlsFacts.Signature.NONE;
        return facts(server, client, named ? TlsFacts.Resumed.BY_SESSION_ID : TlsFacts.Resumed.BY_TICKET, ticket.client());
    }

    /** In a client. @param scheme of the server's signature, -1 for none @param own what we showed */
    TlsFacts asClient(TlsFacts.PeerCredential server, int scheme, Optional<ClientSigner.Choice> own) {
        TlsFacts.Signature client = TlsFacts.Signature.NONE;
        if (isTls13() && own.isPresent()) {
            client = own.get().identity().facts().signature(own.get().scheme().map(Scheme::digest).orElse(""));
        }
        TlsFacts facts = facts(isTls13() ? peerSignature(server, digest(scheme)) : TlsFacts.Signature.NONE, client, TlsFacts.Resumed.NO,
            server);
        return own.isPresent() && own.get().raw() ? facts.withOwnRawKey() : facts;
    }

    /** In a client: the keys are those of the remembered certificate, nothing was signed. */
    TlsFacts resumedByClient(ClientSession session) {
        TlsFacts.Signature server = isTls13() ? peerSignature(session.server(), "") : TlsFacts.Signature.NONE;
        return facts(server, TlsFacts.Signature.NONE,
            session.byTicket() ? TlsFacts.Resumed.BY_TICKET : TlsFacts.Resumed.BY_SESSION_ID, session.server());
    }

    private static TlsFacts.Signature peerSignature(TlsFacts.PeerCredential peer, String digest) {
        try {
            if (peer.rawPublicKey().isPresent()) {
                return PublicKeyFacts.ofKey(peer.rawPublicKey().get()).signature(digest);
            }
            return peer.chain().isEmpty() ? TlsFacts.Signature.NONE : PublicKeyFacts.ofCertificate(peer.chain().get(0)).signature(digest);
        } catch (IllegalArgumentException e) {
            return TlsFacts.Signature.NONE;    // a kind of key that has no name here; the session itself is sound
        }
    }

    private TlsFacts facts(TlsFacts.Signature server, TlsFacts.Signature client, TlsFacts.Resumed resumed,
                           TlsFacts.PeerCredential peer) {
        TlsFacts.KeyExchange exchange = isTls13()
            ? Groups.keyExchange(parameters.getNegotiatedGroup()) : TlsFacts.KeyExchange.NONE;
        return new TlsFacts(protocol(parameters.getNegotiatedVersion().getFullVersion()), Suites.cipher(parameters.getCipherSuite()),
            exchange, server, client, serverName.isEmpty() ? Optional.empty() : Optional.of(serverName), resumed,
            peer);
    }

    private boolean isTls13() {
        return parameters.getNegotiatedVersion().getFullVersion() == TLS13;
    }

    private static String digest(int scheme) {
        for (Scheme one : Scheme.ALL) {
            if (one.id() == scheme) {
                return one.digest();
            }
        }
        return "";
    }

    private static String protocol(int version) {
        switch (version) {
            case TLS13:
                return "TLSv1.3";
            case 0x0303:
                return "TLSv1.2";
            case 0x0302:
                return "TLSv1.1";
            default:
                return "TLSv1";
        }
    }
}
