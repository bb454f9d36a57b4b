package org.tlsproxy.session;

import java.util.Optional;
import org.tlsproxy.engine.Question;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.RequestReader;

/**
 * Where a session stands.
 *
 * <pre>
 *  AwaitRequest ──status 1──> AwaitDescriptor ──> Handshaking ──> Relaying ──┬─ client ended ──> Flushing ──> Closed
 *       │                           │                 │             │        └─ peer ended ───> Draining ──> Closed
 *       ├──status 0, probe──> Refused ───────────┐    │             │
 *       └──────────── bad request, wrong descriptor, failure, time is up ──────────────────────────────────> Closed
 * </pre>
 *
 * A client's handshake that may resume a session of earlier comes by way of {@link Recalling}; a server's goes on by way of
 * {@link Settling} if the peer has spoken already.
 *
 * An event handler returns the next state, which may be the same one. Events that a state did not ask for do not happen; their defaults
 * say what would be sane.
 */
public sealed interface SessionState
    permits AwaitRequest, AwaitDescriptor, Refused, Recalling, Handshaking, Settling, Relaying, Draining, Flushing, Closed {

    /** Instead of a count of descriptors: one came, and it is of a kind that cannot be a peer's socket. */
    int UNUSABLE_DESCRIPTOR = -1;

    /** What a session starts with. */
    static SessionState first(Generation generation) {
        return new AwaitRequest(new RequestReader(generation), false, false);
    }

    /** True at the end: the owner closes both sockets. */
    default boolean over() {
        return false;
    }

    /** True while bytes from the peer cost a public-key operation rather than a decryption. */
    default boolean handshaking() {
        return false;
    }

    /** {@link Interest} bits, before back-pressure. */
    int interest();

    /** How long it waits for anything to happen, in milliseconds. */
    long patienceMillis();

    /** True if each byte that moves gives it the whole time again; false if it must be through by then. */
    default boolean activityCounts() {
        return true;
    }

    /** True while what goes to the remote peer waits for the bytes of the next state, to go out with them. */
    default boolean holdsCiphertext() {
        return false;
    }

    /** The local client sent bytes. */
    default SessionState plaintext(byte[] buf, int len, Turn turn) {
        return this;
    }

    /** True while the local client's bytes are its request, which is kept: they count in {@link RequestMemory}. */
    default boolean requesting() {
        return false;
    }

    /** There is no room for more of the request; the bytes that did not fit are dropped. */
    default SessionState requestTooLarge(Turn turn) {
        return this;
    }

    /** The local client closed its end, or its socket failed. */
    SessionState plaintextEnd(Turn turn);

    /** A descriptor byte came with this many descriptors. The owner adopts the one that is wanted and closes all others. */
    default SessionState descriptors(int count, Turn turn) {
        return this;
    }

    /** The remote peer sent bytes. */
    default SessionState ciphertext(byte[] buf, int len, Turn turn) {
        return this;
    }

    /** The remote peer ended the connection. @param broken by a reset or another error */
    default SessionState ciphertextEnd(boolean broken, Turn turn) {
        return this;
    }

    /** What must be looked up before it can go on; the owner asks {@link RoleSession#ask} once and brings the answer. */
    default Optional<Question> question() {
        return Optional.empty();
    }

    /** Whom to ask a {@link #question()}. */
    default RoleSession asking() {
        throw new IllegalStateException("no question");
    }

    /** The answer to {@link #question()}. */
    default SessionState answered(Question.Answer answer, Turn turn) {
        return this;
    }

    /** Everything that was to be written has been written. */
    default SessionState flushed(Turn turn) {
        return this;
    }

    /** Nothing happened for {@link #patienceMillis()}. @param clientBlocked the local client has unread bytes of ours */
    SessionState timeout(boolean clientBlocked, Turn turn);
}
