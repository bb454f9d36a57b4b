package org.tlsproxy.libcrypto;

/**
 * How a digest becomes a signature.
 *
 * @param padding the scheme
 * @param digest  what was signed; for PSS also the mask's digest and, in its length, the salt's
 */
public record SignatureForm(Padding padding, Digest digest) {

    /** Signature schemes. */
    public enum Padding { ECDSA, RSA_PKCS1, RSA_PSS }

    /** How many forms there are. */
    public static final int COUNT = Padding.values().length * Digest.values().length;

    /** A number of this form, from 0 to {@link #COUNT} - 1: for tables, where a map would hash records at start-up. */
    public int index() {
        return padding.ordinal() * Digest.values().length + digest.ordinal();
    }
}
