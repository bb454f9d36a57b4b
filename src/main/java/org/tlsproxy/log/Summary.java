package org.tlsproxy.log;

/**
 * What the one line per TLS session says that most administrators read; empty strings and 0 mean "not set".
 *
 * @param trust       how much the peer's credential was worth
 * @param peer        the peer as Postfix names it in this role
 * @param serverName  the acknowledged SNI, server role only, else empty
 * @param protocol    e.g. {@code TLSv1.3}
 * @param cipher      the suite
 * @param keyExchange TLS 1.3 only, else {@link KeyExchange#NONE}
 * @param server      the server's signature, TLS 1.3 only, else {@link Signature#NONE}
 * @param client      the client's signature, likewise
 */
public record Summary(Trust trust, String peer, String serverName, String protocol, Cipher cipher, KeyExchange keyExchange,
                      Signature server, Signature client) {

    /** The first word of the line. */
    public enum Trust {
        ANONYMOUS("Anonymous"), UNTRUSTED("Untrusted"), TRUSTED("Trusted"), VERIFIED("Verified");

        private final String word;

        Trust(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** @param usedBits strength, @param algorithmBits key size */
    public record Cipher(String name, int usedBits, int algorithmBits) { }

    /** At most one of curve and bits is set. */
    public record KeyExchange(String name, String curve, int bits) {
        public static final KeyExchange NONE = new KeyExchange("", "", 0);
    }

    /** @param digest empty for Ed25519 and Ed448, @param rawPublicKey RFC 7250 */
    public record Signature(String name, String curve, int bits, String digest, boolean rawPublicKey) {
        public static final Signature NONE = new Signature("", "", 0, "", false);
    }
}
