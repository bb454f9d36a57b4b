package org.tlsproxy.engine;

import java.util.Optional;

/**
 * One TLS connection without a socket: ciphertext goes in as it came from the network, plaintext and the ciphertext to send come
 * out at the {@link Output} that the connection was made with. Knows no descriptor and no clock, never blocks, and never throws on
 * what a peer sent: a broken peer ends in {@link Phase#FAILED} with a {@link TlsFailure}, after the alert went out.
 *
 * <pre>
 *   HANDSHAKING ──> OPEN ──> PEER_CLOSED ──> CLOSED
 *        │ ^          │           (close() leads to CLOSED from OPEN and PEER_CLOSED)
 *        │ └ SUSPENDED: an answer to {@link #question()} is missing
 *        └────────────┴──> FAILED
 * </pre>
 *
 * An idle connection holds keys and a partial record only; buffers belong to the worker. Not safe for use by several threads.
 */
public interface TlsConnection {

    /** Where a connection stands. */
    enum Phase {
        /** The handshake is going on; nothing may be sent. */
        HANDSHAKING,
        /** The handshake waits for an answer to {@link #question()}. */
        SUSPENDED,
        /** Data flows both ways. */
        OPEN,
        /** The peer sent close_notify: no more plaintext will come; data may still be sent. */
        PEER_CLOSED,
        /** Ended by an error, see {@link #failure()}. Plaintext that was received before has been delivered. */
        FAILED,
        /** We sent close_notify or the connection was given up. */
        CLOSED
    }

    /** Where a connection's bytes go: ciphertext to the network, plaintext to the local client. Shared by all connections of a worker. */
    record Output(ByteSink ciphertext, ByteSink plaintext) { }

    /** A client starts the handshake with this call; a server does nothing. */
    Phase start();

    /** Takes ciphertext in any portions. All of it is consumed, and may be decrypted where it lies. Ignored after the end. */
    Phase receive(byte[] buf, int off, int len);

    /**
     * The network ended without close_notify. In {@link Phase#OPEN} this counts as {@link Phase#PEER_CLOSED} (Postfix tolerates a
     * missing close_notify); in the handshake it fails without a text, as in C.
     */
    Phase receiveEof();

    /**
     * True after the {@link #receive} that brought both the end of a TLS 1.3 handshake and data: what came out since then, tickets above
     * all, is not urgent. The peer now waits for an answer to its data, and the tickets may go with it. A peer that has said nothing yet
     * should have them at once: its system may keep its first data back until we acknowledge its Finished (RFC 896), which takes us 40 ms
     * when nothing goes the other way.
     */
    boolean answerDue();

    /** Encrypts plaintext, in {@link Phase#OPEN} or {@link Phase#PEER_CLOSED} only; all of it is consumed. */
    Phase send(byte[] buf, int off, int len);

    /** Sends one close_notify if the handshake was done and none was sent; ends in CLOSED. Idempotent. */
    Phase close();

    /** Where the connection stands now. */
    Phase phase();

    /** What the handshake waits for in {@link Phase#SUSPENDED}. */
    Optional<Question> question();

    /** Gives the answer to {@link #question()}; the handshake goes on within this call. */
    Phase answer(Question.Answer answer);

    /** What was negotiated; present from the first {@link Phase#OPEN} on. */
    Optional<TlsFacts> facts();

    /** Why it failed; present in {@link Phase#FAILED} only, and there only when C would log a line (not for a vanished peer). */
    Optional<TlsFailure> failure();

    /**
     * What the client offered: present from the ClientHello until the handshake succeeds, and for good if it fails. For the log,
     * and for names that cannot be looked up. Server only.
     */
    Optional<ClientHelloFacts> offered();

    /** Forgets keys and secrets. The owner calls it once, when the session ends for whatever reason. */
    void destroy();
}
