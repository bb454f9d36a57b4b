/**
 * The machine's own libcrypto (OpenSSL 3.x or 1.1.1), for the few primitives that Java does slowly: RSA and ECDSA P-256 signatures,
 * X25519, P-256, ChaCha20-Poly1305. Postfix with TLS always has it, and the distribution patches it.
 *
 * <p>Imports {@code posix} (the native-library door) and nothing else; knows no TLS and no Bouncy Castle. Its callers pass and get byte
 * arrays, never addresses.
 *
 * <p>What never happens here: no file is read after {@link org.tlsproxy.libcrypto.Libcrypto#find()} (openssl.cnf is not read at all: an own
 * library context with the built-in default provider is used), no native object outlives the Java object that owns it, no key material
 * stays in native scratch memory after a call, no exception but {@link org.tlsproxy.libcrypto.LibcryptoException} leaves the room.
 */
package org.tlsproxy.libcrypto;
