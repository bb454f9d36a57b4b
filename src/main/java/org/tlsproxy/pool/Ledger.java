package org.tlsproxy.pool;

import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.SharedPage;

/**
 * What a worker has taken and finished, and what it was given, on a page of memory that it shares with its launcher. Each side writes its
 * own numbers and looks at the other's when it is awake anyway: nobody is woken, no system call is made.
 *
 * <p>The worker may be in other hands: what a launcher reads here it must not believe, see {@link WorkerProcess#settle}. It never reads
 * what it wrote itself.
 */
public final class Ledger {

    private static final int TAKEN = 0;
    private static final int ENDED = 8;
    /** In another line of the processor's cache than the worker's numbers. */
    private static final int HANDED = 128;

    private final long page;
    private final int descriptor;

    /** @param taken the serial of the last connection taken, @param ended how many sessions have ended */
    record Account(long taken, long ended) {
        static final Account NOTHING = new Account(0, 0);
    }

    private Ledger(int descriptor) throws ErrnoException {
        this.descriptor = descriptor;
        try {
            this.page = SharedPage.map(descriptor);
        } catch (ErrnoException e) {
            Descriptors.close(descriptor);
            throw e;
        }
    }

    /** A new one, with nothing in it; {@link #passedOn} when whoever shall share it has its descriptor. */
    public static Ledger create() throws ErrnoException {
        return new Ledger(SharedPage.create("tlsproxy-ledger"));
    }

    /** The one that the launcher made for this process. */
    public static Ledger inherited() throws ErrnoException {
        Ledger ledger = new Ledger(WorkerCommand.LEDGER_DESCRIPTOR);
        ledger.passedOn();
        return ledger;
    }

    int descriptor() {
        return descriptor;
    }

    /** Nobody else gets it: the descriptor is closed, the page stays. */
    public void passedOn() {
        Descriptors.close(descriptor);
    }

    /** Worker: took all connections up to this serial, and has not touched them yet. */
    void took(long serial) {
        OffHeap.putLongRelease(page + TAKEN, serial);
    }

    /** Worker: so many sessions have ended. */
    void ended(long sessions) {
        OffHeap.putLongRelease(page + ENDED, sessions);
    }

    /** What the worker wrote. A session is taken before it ends: read the other way round, more might have ended than were taken. */
    Account account() {
        long ended = OffHeap.getLongAcquire(page + ENDED);
        return new Account(OffHeap.getLongAcquire(page + TAKEN), ended);
    }

    /** Launcher: connections up to this serial are in the channel, or were. */
    void handed(long serial) {
        OffHeap.putLongRelease(page + HANDED, serial);
    }

    /** The serial of the last connection handed over, unless that was a moment ago. */
    long handed() {
        return OffHeap.getLongAcquire(page + HANDED);
    }

    /** The page is gone for this process. */
    void close() {
        SharedPage.unmap(page);
    }
}
