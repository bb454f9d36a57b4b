package org.tlsproxy.worker;

import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.tlsproxy.engine.ClientHelloFacts;
import org.tlsproxy.engine.PeerJudge;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.engine.TlsFailure;
import org.tlsproxy.engine.Witness;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.OwnMessages;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.session.RoleSession;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.Request;
import org.tlsproxy.wire.RequestReader;

/** A session in which this worker is the TLS server. */
final class ServerSession implements RoleSession {

    private final ServerSide side;
    private final Request request;
    private final ClientCheck client;
    private final HandshakeLog steps;
    private final TlsConnection tls;
    private final Generation generation;
    private final Logger log;

    /** @param connect makes the connection, whose peer is then judged */
    ServerSession(ServerSide side, RequestReader.Settled settled, BiFunction<PeerJudge, Witness, TlsConnection> connect,
                  Generation generation, Logger log) {
        this.side = side;
        this.request = settled.request();
        ClientTerms terms = settled.server().map(settings -> side.clients().of(settings.start())).orElse(side.clients());
        this.client = new ClientCheck(terms, peer(), log);
        this.steps = new HandshakeLog(peer(), request.serverId(), side, log);
        this.tls = connect.apply(client, steps);
        this.generation = generation;
        this.log = log;
    }

    @Override
    public TlsConnection tls() {
        return tls;
    }

    @Override
    public void abandon() {
        tls.destroy();
    }

    @Override
    public boolean admits() {
        return side.admits(request.remoteEndpoint(), log);
    }

    @Override
    public void ask(Question question, Consumer<Question.Answer> answer) {
        if (question instanceof Question.ServerName wanted) {
            side.names().find(peer(), wanted.name(), answer);
        } else if (question instanceof Question.SessionById wanted) {
            steps.find(wanted.hexId(), answer);
        } else {
            answer.accept(new Question.NotFound());
        }
    }

    @Override
    public void refused(ClientHelloFacts offer, TlsFailure failure) {
        if (side.clients().flags().summary()) {
            side.settings().refusing(failure.reason())
                .ifPresent(setting -> log.info(OwnMessages.refusedOffer(peer(), offer.description(), setting)));
        }
    }

    @Override
    public void established(TlsFacts facts) {
        steps.established();
        if (side.clients().flags().cache() && facts.resumed() != TlsFacts.Resumed.NO) {
            boolean byTicket = facts.resumed() == TlsFacts.Resumed.BY_TICKET;
            log.info(byTicket ? TlsMessages.reusingTicket(peer()) : TlsMessages.reusingSession(peer()));
        }
        client.tell(facts);
        if (side.clients().flags().summary()) {
            log.info(TlsMessages.establishedFrom(NegotiatedFacts.summary(client.trust(), peer(), told(facts))));
        }
    }

    private TlsFacts told(TlsFacts facts) {
        return NegotiatedFacts.told(facts, side.clients().release());
    }

    private String peer() {
        return request.remoteEndpoint().toLowerCase(Locale.ROOT);
    }

    @Override
    public byte[] report(TlsFacts facts) {
        return NegotiatedFacts.report(client.reported(), peer(), told(facts)).printed(generation);
    }
}
