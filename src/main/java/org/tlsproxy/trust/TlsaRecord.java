package org.tlsproxy.trust;

/**
 * A statement about a server's certificates: a TLSA record (RFC 6698), a configured fingerprint or a local trust anchor, which Postfix
 * puts into the same form.
 *
 * @param usage        0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE
 * @param selector     0 the certificate, 1 its public key
 * @param matchingType 0 the thing itself, else the digest of which the data is a result
 * @param data         not to be changed
 */
public record TlsaRecord(int usage, int selector, int matchingType, byte[] data) {

    /** The digest that the request names, whatever tls_dane_digests says. */
    public static final int CONFIGURED_DIGEST = 255;

    static final int PKIX_TA = 0;
    static final int PKIX_EE = 1;
    static final int DANE_TA = 2;
    static final int DANE_EE = 3;
    static final int CERTIFICATE = 0;
    static final int KEY = 1;
    static final int FULL = 0;

    boolean isFull() {
        return matchingType == FULL;
    }
}
