package org.tlsproxy.wire;

/**
 * What the handshake came to, told to a client that asked for it, before any plaintext. Each release wants exactly its own set
 * of attributes. Empty strings and 0 mean "not set".
 *
 * @param peer           who the remote end is
 * @param level          TLS level reached, as in {@link ClientStart.Security}; 0 in the server role
 * @param cipher         what was negotiated
 * @param keyExchange    likewise
 * @param rawKeys        RFC 7250 in either direction
 * @param client         signature of the TLS client
 * @param server         signature of the TLS server
 * @param nameAndAddress {@code name[addr]:port} of the request
 * @param reported       a failure was reported to libtlsrpt
 * @param traceSizeLimit 0 if no trace was made
 */
public record ContextReport(Peer peer, int level, Cipher cipher, KeyExchange keyExchange, RawKeys rawKeys, Signature client,
                            Signature server, String nameAndAddress, boolean reported, int traceSizeLimit) {

    /** Bit of {@link Peer#status}: a certificate came. */
    public static final int CERTIFICATE_PRESENT = 1;
    /** Bit of {@link Peer#status}: the chain is trusted. */
    public static final int TRUSTED = 4;
    /** Bit of {@link Peer#status}: the name or fingerprint matched. */
    public static final int MATCHED = 8;
    /** Bit of {@link Peer#status}: believed on secure grounds. */
    public static final int SECURED = 16;
    /** Bit of {@link Peer#status}: a raw public key came; since 3.9. */
    public static final int RAW_KEY_PRESENT = 32;

    private static final Layout LAYOUT = Layout.of(
            Layout.text("peer_CN"),
            Layout.text("issuer_CN"),
            Layout.text("peer_fingerprint"),
            Layout.text("peer_pubkey_fingerprint"),
            Layout.number("level").in(Trait.REPORTED_LEVEL),
            Layout.number("peer_status"),
            Layout.text("cipher_protocol"),
            Layout.text("cipher_name"),
            Layout.number("cipher_usebits"),
            Layout.number("cipher_algbits"),
            Layout.text("key_exchange"),
            Layout.text("key_exchange_curve"),
            Layout.number("key_exchange_bits"),
            Layout.number("ctos_rpk").in(Trait.RAW_PUBLIC_KEYS),
            Layout.number("stoc_rpk").in(Trait.RAW_PUBLIC_KEYS),
            Layout.text("clnt_signature"),
            Layout.text("clnt_signature_curve"),
            Layout.number("clnt_signature_bits"),
            Layout.text("clnt_signature_digest"),
            Layout.text("srvr_signature"),
            Layout.text("srvr_signature_curve"),
            Layout.number("srvr_signature_bits"),
            Layout.text("srvr_signature_digest"),
            Layout.text("namaddr"),
            Layout.number("rpt_reported").in(Trait.FAILURE_REPORTS),
            Layout.number("trace_size_limit").in(Trait.TRACE));

    /**
     * @param status          bits, see the constants
     * @param fingerprint     upper-case hexadecimal with colons
     * @param keyFingerprint  the same of the public key
     */
    public record Peer(String commonName, String issuer, String fingerprint, String keyFingerprint, int status) { }

    /** @param protocol e.g. TLSv1.3, @param name OpenSSL's, @param usedBits strength, @param algorithmBits key size */
    public record Cipher(String protocol, String name, int usedBits, int algorithmBits) { }

    /** @param name e.g. X25519, ECDHE, DHE; @param curve e.g. prime256v1; @param bits DHE only */
    public record KeyExchange(String name, String curve, int bits) { }

    /** Whether a raw public key went from client to server, and from server to client. */
    public record RawKeys(boolean clientToServer, boolean serverToClient) { }

    /** @param name e.g. RSA-PSS, ECDSA; @param curve e.g. prime256v1; @param bits RSA only; @param digest e.g. SHA256 */
    public record Signature(String name, String curve, int bits, String digest) {
        private static Signature of(Fields f) {
            return new Signature(f.text(), f.text(), f.number(), f.text());
        }

        private Object[] values() {
            return new Object[] {name, curve, bits, digest};
        }
    }

    /** The list as bytes, exactly as clients of that generation want it. */
    public byte[] printed(Generation generation) {
        Object[] whom = {peer.commonName(), peer.issuer(), peer.fingerprint(), peer.keyFingerprint(), level, peer.status()};
        Object[] what = {cipher.protocol(), cipher.name(), cipher.usedBits(), cipher.algorithmBits(),
            keyExchange.name(), keyExchange.curve(), keyExchange.bits(),
            Fields.ofFlag(rawKeys.clientToServer()), Fields.ofFlag(rawKeys.serverToClient())};
        Object[] rest = {nameAndAddress, Fields.ofFlag(reported), traceSizeLimit};
        return AttributeBuffer.list(LAYOUT, Fields.join(whom, what, client.values(), server.values(), rest), generation);
    }

    /** A strict reader, as that generation's clients have one. */
    public static ListReader<ContextReport> reader(Generation generation, String stream) {
        return ListReader.strict(LAYOUT, generation, stream, ContextReport::of);
    }

    private static ContextReport of(Fields f) {
        String commonName = f.text();
        String issuer = f.text();
        String fingerprint = f.text();
        String keyFingerprint = f.text();
        int level = f.number();
        Peer peer = new Peer(commonName, issuer, fingerprint, keyFingerprint, f.number());
        return new ContextReport(peer, level, new Cipher(f.text(), f.text(), f.number(), f.number()),
                new KeyExchange(f.text(), f.text(), f.number()), new RawKeys(f.flag(), f.flag()), Signature.of(f), Signature.of(f),
                f.text(), f.flag(), f.number());
    }
}
