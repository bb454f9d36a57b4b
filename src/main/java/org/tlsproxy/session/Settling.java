package org.tlsproxy.session;

/**
 * The remote peer's first data came together with the end of its handshake: our tickets wait for the answer to it, which is a matter of a
 * millisecond, and go out in one packet with it. Ends with the next event of any kind, whatever is waiting goes out then.
 *
 * @param next what this is in every other respect
 */
record Settling(Relaying next) implements SessionState {

    /** Then they go alone. */
    private static final long PATIENCE_MILLIS = 100;

    @Override
    public int interest() {
        return next.interest();
    }

    @Override
    public long patienceMillis() {
        return PATIENCE_MILLIS;
    }

    @Override
    public boolean activityCounts() {
        return false;
    }

    @Override
    public boolean holdsCiphertext() {
        return true;
    }

    @Override
    public SessionState plaintext(byte[] buf, int len, Turn turn) {
        return next.plaintext(buf, len, turn);
    }

    @Override
    public SessionState ciphertext(byte[] buf, int len, Turn turn) {
        return next.ciphertext(buf, len, turn);
    }

    @Override
    public SessionState plaintextEnd(Turn turn) {
        return next.plaintextEnd(turn);
    }

    @Override
    public SessionState ciphertextEnd(boolean broken, Turn turn) {
        return next.ciphertextEnd(broken, turn);
    }

    @Override
    public SessionState timeout(boolean clientBlocked, Turn turn) {
        return next;
    }
}
