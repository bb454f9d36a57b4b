package org.tlsproxy.engine;

import java.util.Optional;

/** Seals the state of sessions into tickets that clients keep, and opens what clients bring back. Never blocks. */
public interface TicketKeys {

    /** @return the ticket, or empty when there is no key to seal it with: then none is sent */
    Optional<byte[]> seal(byte[] state);

    /** @return the state, or empty for a ticket that is not ours, was changed or is too old: then the handshake is a full one */
    Optional<byte[]> open(byte[] ticket);
}
