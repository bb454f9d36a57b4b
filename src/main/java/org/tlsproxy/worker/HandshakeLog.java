package org.tlsproxy.worker;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.engine.ClientHelloFacts;
import org.tlsproxy.engine.Question;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.tlsmgr.SessionCache;

/** Writes down what happens in a server's handshake as far as the log level wants it, and keeps the session that comes of it. */
final class HandshakeLog extends StepLog {

    private final String peer;
    private final String serverId;
    private final TlsLogFlags flags;
    private final Tickets tickets;
    private final ServerNames names;
    private final Logger log;

    /** @param peer for the log, @param serverId the request's name of the server */
    HandshakeLog(String peer, String serverId, ServerSide side, Logger log) {
        super(side.clients().flags(), log);
        this.peer = peer;
        this.serverId = serverId;
        this.flags = side.clients().flags();
        this.tickets = side.tickets();
        this.names = side.names();
        this.log = log;
    }

    @Override
    public void offered(ClientHelloFacts hello) {
        names.note(peer, hello);
    }

    @Override
    public void nameChanged(String first, String second) {
        if (names.wanted()) {
            log.warn(TlsMessages.serverNameChanged(peer, first, second));
        }
    }

    @Override
    public void ticketIssued() {
        if (flags.cache()) {
            log.info(TlsMessages.issuingTicket(peer, tickets.currentExpiry()));
        }
    }

    @Override
    public void ticketOpened(byte[] ticket) {
        if (flags.cache()) {
            log.info(TlsMessages.decryptingTicket(peer, tickets.expiryOf(ticket)));
        }
    }

    @Override
    public void sessionMade(String hexId, byte[] state) {
        tickets.sessions().ifPresent(cache -> {
            String key = SessionCache.serverKey(hexId, serverId);
            if (flags.cache()) {
                log.info(TlsMessages.savingSession(peer, key));
            }
            cache.update(key, state);
        });
        Arrays.fill(state, (byte) 0);
    }

    /** Looks for the session that the client names. */
    void find(String hexId, Consumer<Question.Answer> answer) {
        Optional<SessionCache> cache = tickets.sessions();
        if (cache.isEmpty()) {
            answer.accept(new Question.NotFound());
            return;
        }
        String key = SessionCache.serverKey(hexId, serverId);
        if (flags.cache()) {
            log.info(TlsMessages.lookingUpSession(peer, key));
        }
        cache.get().lookup(key, found -> answer.accept(answerTo(key, found)));
    }

    private Question.Answer answerTo(String key, Optional<byte[]> found) {
        if (found.isEmpty()) {
            return new Question.NotFound();
        }
        if (flags.cache()) {
            log.info(TlsMessages.reloadedSession(peer, key));
        }
        return new Question.Data(found.get());
    }
}
