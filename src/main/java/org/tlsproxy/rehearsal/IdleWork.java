package org.tlsproxy.rehearsal;

import java.util.Optional;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * What a worker does while nobody wants anything: rehearses handshakes until the JIT has compiled them, and makes key pairs ahead. In small
 * pieces, so that a client never waits for long.
 */
public class IdleWork {

    /**
     * Of each kind. After this many the cost of a handshake hardly falls any more (measured: 1100 µs at the second, 138 at the 500th, 105
     * at last), and the JIT shares most of the code between the kinds.
     */
    private static final int REHEARSALS = 150 * Rehearsal.KINDS;

    private final Optional<Rehearsal> rehearsal;
    private final Optional<WorkerCrypto> crypto;
    private int played;

    /** Nothing to do. */
    public IdleWork() {
        this.rehearsal = Optional.empty();
        this.crypto = Optional.empty();
    }

    /** Rehearses, and makes keys. */
    public IdleWork(Rehearsal rehearsal, WorkerCrypto crypto) {
        this.rehearsal = Optional.of(rehearsal);
        this.crypto = Optional.of(crypto);
    }

    /** True if there is something to do again, after {@link #step} has said that there is no more. */
    public boolean wanted() {
        return crypto.isPresent() && crypto.get().wantsKeys();
    }

    /** Does a piece. @return true if there is more */
    public boolean step() {
        if (rehearsal.isPresent() && played < REHEARSALS) {
            rehearsal.get().play();
            played++;
            return true;
        }
        return crypto.isPresent() && crypto.get().prepareKeys();
    }
}
