package org.tlsproxy.worker;

import java.util.Locale;
import java.util.function.Consumer;
import org.tlsproxy.engine.ClientHelloFacts;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.Summary;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.session.RoleSession;
import org.tlsproxy.wire.ContextReport;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.Request;

/** A session in which this worker is the TLS server. */
final class ServerSession implements RoleSession {

    private final ServerSide side;
    private final Request request;
    private final TlsConnection tls;
    private final Generation generation;
    private final Logger log;

    ServerSession(ServerSide side, Request request, TlsConnection tls, Generation generation, Logger log) {
        this.side = side;
        this.request = request;
        this.tls = tls;
        this.generation = generation;
        this.log = log;
    }

    @Override
    public TlsConnection tls() {
        return tls;
    }

    @Override
    public boolean admits() {
        return side.admits(request.remoteEndpoint(), log);
    }

    @Override
    public void ask(Question question, Consumer<Question.Answer> answer) {
        if (question instanceof Question.ServerName wanted) {
            side.names().find(peer(), wanted.name(), answer);
        } else {
            answer.accept(new Question.NotFound());
        }
    }

    @Override
    public void offered(ClientHelloFacts facts) {
        side.names().note(peer(), facts);
    }

    @Override
    public void established(TlsFacts facts) {
        if (side.flags().summary()) {
            log.info(TlsMessages.establishedFrom(summary(facts)));
        }
    }

    private String peer() {
        return request.remoteEndpoint().toLowerCase(Locale.ROOT);
    }

    private Summary summary(TlsFacts f) {
        Summary.Trust trust = f.peer().chain().isEmpty() ? Summary.Trust.ANONYMOUS : Summary.Trust.UNTRUSTED;
        return NegotiatedFacts.summary(trust, peer(), f);
    }

    @Override
    public byte[] report(TlsFacts facts) {
        return NegotiatedFacts.report(new ContextReport.Peer("", "", "", "", 0), 0, peer(), facts).printed(generation);
    }
}
