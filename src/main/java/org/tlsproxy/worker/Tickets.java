package org.tlsproxy.worker;

import java.security.SecureRandom;
import java.util.Optional;
import org.tlsproxy.config.Settings;
import org.tlsproxy.engine.TicketKeys;
import org.tlsproxy.log.EpochClock;
import org.tlsproxy.log.Logger;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.tlsmgr.SealingKey;
import org.tlsproxy.tlsmgr.SessionCache;
import org.tlsproxy.tlsmgr.SessionPolicy;
import org.tlsproxy.tlsmgr.StartupQuestions;
import org.tlsproxy.tlsmgr.TicketCipher;
import org.tlsproxy.tlsmgr.TicketKeyRefresh;
import org.tlsproxy.tlsmgr.TicketKeyRing;
import org.tlsproxy.tlsmgr.TlsmgrClient;
import org.tlsproxy.tlsmgr.TlsmgrService;
import org.tlsproxy.wire.Generation;

/**
 * Session tickets, sealed with keys that tlsmgr(8) gives to all processes of this Postfix, so that any worker can resume what any other
 * one began. Without tlsmgr there are no tickets, as in Postfix, and every handshake is a full one.
 */
final class Tickets implements TicketKeys {

    private static final int PATIENCE_MILLIS = 2000;
    private static final String CACHE_TYPE = "smtpd";

    private final SessionPolicy policy;
    private final Optional<TicketKeyRing> ring;
    private final Optional<TicketKeyRefresh> refresh;
    private final Optional<SessionCache> sessions;

    private Tickets(TlsmgrClient client, SessionPolicy policy, Optional<TicketKeyRing> ring, Optional<TicketKeyRefresh> refresh) {
        this.policy = policy;
        this.sessions = policy.cachable() ? Optional.of(new SessionCache(client, CACHE_TYPE)) : Optional.empty();
        this.ring = ring;
        this.refresh = refresh;
    }

    /** Asks tlsmgr; turns the loop by hand meanwhile, so it comes before anything else is watched. */
    static Tickets prepare(EventLoop loop, Settings settings, String service, Logger log) {
        Generation generation = Generation.of(settings.version().toString()).orElseThrow();
        TlsmgrClient client = new TlsmgrClient(loop, log, TlsmgrService.named(settings.text("tlsmgr_service_name"), generation));
        StartupQuestions questions = new StartupQuestions(loop, client, PATIENCE_MILLIS);
        SessionPolicy policy = questions.policy(CACHE_TYPE);
        if (!policy.ticketable() || !TicketCipher.allowsTickets(settings.text("tls_session_ticket_cipher"), log)) {
            return new Tickets(client, policy, Optional.empty(), Optional.empty());
        }
        TicketKeyRing ring = new TicketKeyRing(client::ticketKey,
            new TicketKeyRing.Terms(service, policy.timeoutSeconds(), EpochClock.SYSTEM), log, new SecureRandom());
        questions.ticketKey(ring);
        return new Tickets(client, policy, Optional.of(ring), Optional.of(new TicketKeyRefresh(loop, ring)));
    }

    /** True if tickets are to be issued. */
    boolean available() {
        return ring.isPresent();
    }

    /** Where sessions are kept by their ids; empty without a cache. */
    Optional<SessionCache> sessions() {
        return sessions;
    }

    /** Until when tickets are sealed with the present key, in seconds since 1970. */
    long currentExpiry() {
        return ring.flatMap(TicketKeyRing::current).map(SealingKey::sealUntil).orElse(0L);
    }

    /** Likewise for the key of a ticket that was opened. */
    long expiryOf(byte[] ticket) {
        return ring.flatMap(r -> r.keyOf(ticket)).map(SealingKey::sealUntil).orElse(0L);
    }

    /** How long sessions may be resumed, in seconds: twice the cache's time limit, as in Postfix. */
    int lifetimeSeconds() {
        return 2 * policy.timeoutSeconds();
    }

    /** Keeps the keys fresh from now on. */
    void start() {
        refresh.ifPresent(TicketKeyRefresh::start);
    }

    @Override
    public Optional<byte[]> seal(byte[] state) {
        return ring.flatMap(r -> r.seal(state));
    }

    @Override
    public Optional<byte[]> open(byte[] ticket) {
        return ring.flatMap(r -> r.open(ticket));
    }
}
