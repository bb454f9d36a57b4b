/**
 * TLS connections without sockets: our port ({@link org.tlsproxy.engine.TlsConnection} and what it needs) and its implementation
 * on Bouncy Castle's low-level protocol classes. Ciphertext and plaintext go in, plaintext and ciphertext come out; what a peer
 * sends never leads to an exception outside.
 *
 * <p>May import {@code crypto} and Bouncy Castle's TLS. Never sees a descriptor, a file, a thread or a lookup: what only a lookup
 * can tell is a {@link org.tlsproxy.engine.Question}.
 */
package org.tlsproxy.engine;
