/**
 * Which cryptographic primitive comes from where: a Bouncy Castle {@code TlsCrypto} that takes digests, AES and random numbers from
 * the JDK, signatures and key agreement from the machine's libcrypto if it may, and everything rare from Bouncy Castle itself.
 *
 * <p>Imports Bouncy Castle, JCA and {@code libcrypto}. The engine uses {@link org.tlsproxy.crypto.WorkerCrypto}, one per worker thread;
 * sessions keep keys and nonces only, while ciphers, digests and record buffers belong to the worker.
 *
 * <p>What never happens here: no file is opened after {@link org.tlsproxy.crypto.WorkerCrypto#create}, nothing is shared between threads
 * (but the loaded library), no application data reaches the sink before the handshake is complete.
 */
package org.tlsproxy.crypto;
