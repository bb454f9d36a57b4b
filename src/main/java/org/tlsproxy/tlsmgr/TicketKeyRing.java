package org.tlsproxy.tlsmgr;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.log.EpochClock;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.OwnMessages;
import org.tlsproxy.wire.TicketKey;
import org.tlsproxy.wire.TlsmgrReply;

/**
 * Seals the state of TLS sessions into tickets that clients keep, and opens what they bring back. The keys stem from tlsmgr's, so a
 * ticket of one process is good for all that have the same context, until tlsmgr is restarted.
 *
 * <p>tlsmgr makes a new key when the current one has expired and somebody asks for it, after half a session lifetime; there is nothing
 * to be had before. So {@link TicketKeyRefresh} asks the moment it has expired, as does the first session that misses it. An expired key
 * seals nothing: until the answer comes, some milliseconds later, sessions get no ticket. It opens tickets for a session lifetime more.
 * As in Postfix, the two latest keys are kept, and tlsmgr is asked about others that clients bring.
 */
public final class TicketKeyRing {

    private static final int KEPT = 2;
    private static final byte[] CURRENT = {};
    private static final long FIRST_RETRY_MILLIS = 1000;
    private static final long LAST_RETRY_MILLIS = 32_000;
    /** However far the expiry is: clocks are set, and the answer costs nothing. */
    private static final long LONGEST_REST_MILLIS = 3_600_000;

    private final TicketKeySource source;
    private final Terms terms;
    private final Logger log;
    private final TicketSeal seal;
    /** The latest first. */
    private final List<SealingKey> keys = new ArrayList<>(KEPT + 1);
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0);
    private boolean asking;
    private boolean warned;
    private boolean closed;
    private long retryMillis = FIRST_RETRY_MILLIS;

    /**
     * @param context         the same for all processes whose tickets are good for each other, different for services that trust
     *                        clients differently, e.g. the service's name in master.cf
     * @param lifetimeSeconds of sessions, {@link SessionPolicy#timeoutSeconds}
     * @param clock           the wall clock, which the keys' expiry is told in
     */
    public record Terms(String context, int lifetimeSeconds, EpochClock clock) { }

    public TicketKeyRing(TicketKeySource source, Terms terms, Logger log, SecureRandom random) {
        this.source = source;
        this.terms = terms;
        this.log = log;
        this.seal = new TicketSeal(random);
    }

    /** @return the ticket; empty when there is no key to seal it with at this moment: then none is sent */
    public Optional<byte[]> seal(byte[] state) {
        Optional<SealingKey> key = current();
        if (key.isEmpty()) {
            askForCurrent();    // for the sessions to come; this one goes without
            return Optional.empty();
        }
        return seal.seal(key.get(), state);
    }

    /** @return the state; empty for a ticket that is not ours, was changed, or whose key is too old or unknown here */
    public Optional<byte[]> open(byte[] ticket) {
        Optional<SealingKey> key = keyOf(ticket);
        return key.isEmpty() ? Optional.empty() : seal.open(key.get(), ticket);
    }

    /**
     * Whether tlsmgr must be asked before {@link #open} can tell. Not for tickets whose key is here, nor for those that smtpd sealed
     * with such a key, which its clients bring to us too.
     *
     * @return the name to {@link #fetch}
     */
    public Optional<byte[]> question(byte[] ticket) {
        if (ticket.length < TicketSeal.OVERHEAD) {
            return Optional.empty();
        }
        byte[] name = nameOf(ticket);
        return find(name).isPresent() || find(SealingKey.masked(name)).isPresent() ? Optional.empty() : Optional.of(name);
    }

    /** The key of a ticket, if it is here and not too old. */
    public Optional<SealingKey> keyOf(byte[] ticket) {
        return ticket.length < TicketSeal.OVERHEAD ? Optional.empty() : byName(nameOf(ticket));
    }

    private static byte[] nameOf(byte[] ticket) {
        return Arrays.copyOf(ticket, SealingKey.NAME);
    }

    /** Asks tlsmgr for the key of a ticket. @param name from {@link #question}; @param then called back later: try to open it now */
    public void fetch(byte[] name, Runnable then) {
        byte[] theirs = SealingKey.masked(name);
        source.ask(theirs, reply -> {
            Optional<TicketKey> key = key(reply);
            if (key.isPresent() && Arrays.equals(key.get().name(), theirs)) {
                add(key.get());
            }
            then.run();
        });
    }

    /** Asks tlsmgr for the current key. @param then called back later, whatever came of it */
    public void refresh(Runnable then) {
        waiting.add(then);
        askForCurrent();
    }

    private void askForCurrent() {
        if (asking) {
            return;
        }
        asking = true;
        source.ask(CURRENT, reply -> {
            asking = false;
            key(reply).ifPresent(this::add);
            for (int n = waiting.size(); n > 0; n--) {
                waiting.poll().run();
            }
        });
    }

    /**
     * Drops what is too old and sees to it that there is a current key.
     *
     * @return after how many milliseconds to do so again: when the key expires, or soon if there is none
     */
    long tend() {
        drop(terms.clock().seconds());
        Optional<SealingKey> key = current();
        if (key.isPresent()) {
            retryMillis = FIRST_RETRY_MILLIS;
            long left = key.get().sealUntil() - terms.clock().seconds();
            return Math.min(left, LONGEST_REST_MILLIS / 1000) * 1000;
        }
        askForCurrent();
        long rest = retryMillis;
        retryMillis = Math.min(2 * retryMillis, LAST_RETRY_MILLIS);
        return rest;
    }

    /** The key that new tickets are sealed with. */
    public Optional<SealingKey> current() {
        return keys.isEmpty() || keys.get(0).sealUntil() <= terms.clock().seconds() ? Optional.empty() : Optional.of(keys.get(0));
    }

    /** The key whose tickets start with this name, if it is here and not too old. @param name 16 bytes */
    public Optional<SealingKey> byName(byte[] name) {
        Optional<SealingKey> key = find(name);
        return key.isPresent() && key.get().openUntil() > terms.clock().seconds() ? key : Optional.empty();
    }

    /** Forgets all keys for good. */
    public void close() {
        closed = true;
        drop(Long.MAX_VALUE);
    }

    private Optional<SealingKey> find(byte[] name) {
        for (SealingKey key : keys) {
            if (Arrays.equals(key.name(), name)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private Optional<TicketKey> key(Optional<TlsmgrReply.Ticket> reply) {
        if (reply.isEmpty() || reply.get().status() != TlsmgrReply.OK) {
            return Optional.empty();
        }
        Optional<TicketKey> key = TicketKey.of(reply.get().key());
        if (key.isEmpty() && !warned) {
            warned = true;
            log.warn(OwnMessages.ticketKeyUnusable(reply.get().key().length));
        }
        Arrays.fill(reply.get().key(), (byte) 0);
        return key;
    }

    private void add(TicketKey theirs) {
        if (!closed && find(SealingKey.masked(theirs.name())).isEmpty()) {
            SealingKey key = SealingKey.derive(theirs, terms.context(), terms.lifetimeSeconds());
            int place = 0;
            while (place < keys.size() && keys.get(place).sealUntil() > key.sealUntil()) {
                place++;
            }
            keys.add(place, key);
            if (keys.size() > KEPT) {
                keys.remove(KEPT).wipe();
            }
        }
        Arrays.fill(theirs.cipherKey(), (byte) 0);
        Arrays.fill(theirs.macKey(), (byte) 0);
    }

    /** From the oldest on, those that open nothing any more. */
    private void drop(long now) {
        while (!keys.isEmpty() && keys.get(keys.size() - 1).openUntil() <= now) {
            keys.remove(keys.size() - 1).wipe();
        }
    }
}
