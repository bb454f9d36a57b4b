/**
 * Keys, certificates and trust: PEM files become chains that the engine can present, a peer's certificates become names, fingerprints
 * and a verdict.
 *
 * <p>May import the {@code engine} port's value types and Bouncy Castle's bcprov. Files are read through {@link FileSource} only; what is
 * wrong with them comes back as {@link Problem}s in Postfix's and OpenSSL's words, in the order in which C logs them.
 *
 * <p>What never happens here: nothing is logged, no provider is installed, no socket is opened; a malformed file or certificate is a
 * result, never an exception outside; bytes of private keys that are not part of the result are wiped.
 */
package org.tlsproxy.trust;
