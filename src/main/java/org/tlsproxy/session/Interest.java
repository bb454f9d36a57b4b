package org.tlsproxy.session;

/** What a session waits to read, as a set of bits. What it waits to write is known from what is pending. */
public final class Interest {

    public static final int NOTHING = 0;
    /** Bytes of the local client. */
    public static final int PLAINTEXT = 1;
    /** One byte of the local client, with a descriptor. */
    public static final int DESCRIPTOR = 2;
    /** Bytes of the remote peer. */
    public static final int CIPHERTEXT = 4;

    /**
     * A handshake or a peer that answers nothing may leave this much unsent before we stop reading from it: what we send in reply to what
     * it sends must not grow without bound.
     */
    private static final int MOST_UNSENT_REPLIES = 64 * 1024;

    private Interest() { }

    /**
     * The one place that decides what is read next, after each event, from the state and what could not be written yet. Back-pressure in
     * both directions comes from here: nobody's bytes are read while those read before wait for a slow receiver.
     */
    public static int of(SessionState state, int pendingToClient, int pendingToNetwork) {
        int wanted = state.interest();
        if (pendingToNetwork > 0) {
            wanted &= ~PLAINTEXT;
        }
        if (pendingToClient > 0 || pendingToNetwork > MOST_UNSENT_REPLIES) {
            wanted &= ~CIPHERTEXT;
        }
        return wanted;
    }
}
