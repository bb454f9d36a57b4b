package org.tlsproxy.smtpd;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.tlsproxy.engine.ProcessTicketKeys;
import org.tlsproxy.engine.TicketKeys;

/**
 * Session tickets that every worker of a service can open, whichever one the client gets, by keys that all of them derive from what their
 * launcher told them ({@link TicketSecret}). Tickets are sealed with the key of the present epoch and opened with that and the last one's.
 */
final class SharedTickets implements TicketKeys {

    private final SecureRandom random;
    private final LongSupplier seconds;
    private TicketSecret secret;
    private ProcessTicketKeys current;
    private ProcessTicketKeys last;

    /** @param first of an epoch before the present one, @param seconds of the machine's monotonic clock */
    SharedTickets(TicketSecret first, LongSupplier seconds, SecureRandom random) {
        this.seconds = seconds;
        this.random = random;
        adopt(first);
    }

    /** Keys that nobody has, until {@link #adopt others} are known. */
    static SharedTickets alone() {
        SecureRandom random = new SecureRandom();
        return new SharedTickets(TicketSecret.random(epochNow() - 1, random), SharedTickets::uptime, random);
    }

    /** Seconds of the machine's monotonic clock: Java's own is that one on Linux, the same in all processes. */
    static long uptime() {
        return System.nanoTime() / 1_000_000_000L;
    }

    static long epochNow() {
        return TicketSecret.epochAt(uptime());
    }

    /** Other keys from now on. */
    void adopt(TicketSecret first) {
        secret = first;
        turn(TicketSecret.epochAt(seconds.getAsLong()));
    }

    /** Drops keys whose time is over. Needed only when nobody comes. */
    void refresh() {
        long now = TicketSecret.epochAt(seconds.getAsLong());
        if (now > secret.epoch()) {
            turn(now);
        }
    }

    private void turn(long now) {
        secret = secret.at(now - 1);
        last = secret.keys(random);
        secret = secret.at(now);
        current = secret.keys(random);
    }

    @Override
    public Optional<byte[]> seal(byte[] state) {
        refresh();
        return current.seal(state);
    }

    @Override
    public Optional<byte[]> open(byte[] ticket) {
        refresh();
        Optional<byte[]> state = current.open(ticket);
        return state.isPresent() ? state : last.open(ticket);
    }
}
