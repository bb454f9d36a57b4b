package org.tlsproxy.tlsmgr;

import java.util.Optional;
import org.tlsproxy.wire.TlsmgrReply;

/**
 * What the administrator allows to be remembered of sessions.
 *
 * @param cachable       a session cache database is configured: sessions may be stored with tlsmgr
 * @param timeoutSeconds how long a session may be resumed (…_tls_session_cache_timeout), 0 for not at all
 */
public record SessionPolicy(boolean cachable, int timeoutSeconds) {

    /** Nothing is remembered: it is switched off, or tlsmgr could not be asked. */
    public static final SessionPolicy NONE = new SessionPolicy(false, 0);

    /** What a reply means; none at all is {@link #NONE}. */
    public static SessionPolicy of(Optional<TlsmgrReply.Policy> reply) {
        return reply.isEmpty() || reply.get().status() != TlsmgrReply.OK || reply.get().lifetimeSeconds() <= 0 ? NONE
            : new SessionPolicy(reply.get().cachable(), reply.get().lifetimeSeconds());
    }

    /** Tickets need no cache, only a lifetime. */
    public boolean ticketable() {
        return timeoutSeconds > 0;
    }
}
