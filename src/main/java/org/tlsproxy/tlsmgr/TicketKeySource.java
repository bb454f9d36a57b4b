package org.tlsproxy.tlsmgr;

import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.wire.TlsmgrReply;

/** Where ticket keys come from: {@link TlsmgrClient#ticketKey}. */
@FunctionalInterface
public interface TicketKeySource {

    /** @param name tlsmgr's name of the key, 16 bytes, or none for the current one; @param then called back later; empty: no answer */
    void ask(byte[] name, Consumer<Optional<TlsmgrReply.Ticket>> then);
}
