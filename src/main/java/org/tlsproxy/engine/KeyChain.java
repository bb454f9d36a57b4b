package org.tlsproxy.engine;

import java.util.List;

/**
 * A private key with the certificates that vouch for it.
 *
 * @param algorithm the key's algorithm slot, as OpenSSL counts them: one chain per slot
 * @param pkcs8     the private key as PKCS#8 DER; secret, wiped by its owner when the process has built its native key from it
 * @param chain     DER certificates, leaf first; not empty
 */
public record KeyChain(Algorithm algorithm, byte[] pkcs8, List<byte[]> chain) {

    /** Certificate slots. */
    public enum Algorithm { RSA, RSA_PSS, DSA, EC, ED25519, ED448 }
}
