package org.tlsproxy.policy;

/**
 * A cipher suite as OpenSSL knows it.
 *
 * @param id     wire value
 * @param name   OpenSSL's name, which Postfix logs and reports
 * @param traits what it is made of, as bits of {@link CipherTraits}; 0 for the suites of TLS 1.3, which cipher lists never touch
 */
public record CipherSuite(int id, String name, long traits) {

    /**
     * True if it may be offered. Suites with pre-shared keys or passwords (PSK, SRP) are not, because Postfix configures neither,
     * and NULL-MD5 is not, because the engine has no such suite. They are in the table because cipher lists count them.
     */
    public boolean supported() {
        return (traits & CipherTraits.UNSUPPORTED) == 0;
    }

    /** OpenSSL 3.0's strength bits; here also the key size, since the suites in which both differ (3DES) are not built in any more. */
    public int bits() {
        if ((traits & CipherTraits.ENULL) != 0) {
            return 0;
        }
        if (traits == 0) {
            return id == CipherSuites.TLS_AES_128_GCM_SHA256 ? 128 : 256;
        }
        return (traits & CipherTraits.KEY128) != 0 ? 128 : 256;
    }
}
