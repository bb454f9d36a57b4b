package org.tlsproxy.engine;

import java.util.List;
import java.util.Optional;

/**
 * What a finished handshake negotiated, in OpenSSL's names (spec tls-server.md 11, logging.md 4). Empty strings and 0 mean "not set".
 *
 * @param protocol    {@code TLSv1.3}, {@code TLSv1.2}, {@code TLSv1.1}, {@code TLSv1}
 * @param cipher      the suite
 * @param keyExchange TLS 1.3 only, else {@link KeyExchange#NONE}
 * @param server      the server's signature, TLS 1.3 only, else {@link Signature#NONE}
 * @param client      the client's signature, likewise
 * @param serverName  the name that the client asked for and that was acknowledged, as sent
 * @param resumed     the session was resumed
 * @param peer        what the peer showed of itself
 * @param ownRawKey   this end has shown a raw public key of itself
 */
public record TlsFacts(String protocol, Cipher cipher, KeyExchange keyExchange, Signature server, Signature client,
                       Optional<String> serverName, Resumed resumed, PeerCredential peer, boolean ownRawKey) {

    /** Facts of a connection in which this end has not shown a raw public key. */
    public TlsFacts(String protocol, Cipher cipher, KeyExchange keyExchange, Signature server, Signature client,
                    Optional<String> serverName, Resumed resumed, PeerCredential peer) {
        this(protocol, cipher, keyExchange, server, client, serverName, resumed, peer, false);
    }

    /** The same, of a connection in which this end has shown a raw public key (RFC 7250). */
    TlsFacts withOwnRawKey() {
        return new TlsFacts(protocol, cipher, keyExchange, server, client, serverName, resumed, peer, true);
    }

    /** How a session came to be. */
    public enum Resumed { NO, BY_SESSION_ID, BY_TICKET }

    /** @param name OpenSSL's name, @param usedBits strength, @param algorithmBits key size */
    public record Cipher(String name, int usedBits, int algorithmBits) { }

    /** @param name e.g. X25519, ECDHE, DHE; @param curve e.g. prime256v1; @param bits DHE only; @param group wire value of the group */
    public record KeyExchange(String name, String curve, int bits, int group) {
        public static final KeyExchange NONE = new KeyExchange("", "", 0, 0);
    }

    /** @param name e.g. RSA-PSS, ECDSA, ED25519; @param curve e.g. prime256v1; @param bits RSA only; @param digest e.g. SHA256 */
    public record Signature(String name, String curve, int bits, String digest) {
        public static final Signature NONE = new Signature("", "", 0, "");
    }

    /**
     * @param chain        DER certificates, leaf first; empty if none came. {@link PeerJudge} sees all that were sent; what is
     *                     remembered of a peer is the leaf
     * @param rawPublicKey DER SubjectPublicKeyInfo of an RFC 7250 peer
     * @param verifyError  what {@link PeerJudge} said of it, in this or in the resumed session's first handshake
     */
    public record PeerCredential(List<byte[]> chain, Optional<byte[]> rawPublicKey, int verifyError) {
        public static final PeerCredential ANONYMOUS = new PeerCredential(List.of(), Optional.empty(), 0);
    }
}
