package org.tlsproxy.trust;

/** What the peer is to us. */
public enum Purpose {
    CLIENT, SERVER;

    /** With tls_trust_server_ccerts (Postfix 3.12): a client may show what is meant for servers only. @param leaf DER */
    public static Purpose ofLenientlyJudgedClient(byte[] leaf) {
        boolean serversOnly = ParsedCertificate.of(leaf).flatMap(c -> c.extensions().extendedUsage())
            .filter(usage -> usage.server() && !usage.client()).isPresent();
        return serversOnly ? SERVER : CLIENT;
    }
}
