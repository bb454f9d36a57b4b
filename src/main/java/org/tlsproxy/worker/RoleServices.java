package org.tlsproxy.worker;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.tlsproxy.engine.ClientHelloFacts;
import org.tlsproxy.engine.ConnectionFactory;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.Messages;
import org.tlsproxy.log.Summary;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.session.Services;
import org.tlsproxy.wire.ContextReport;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.RequestReader;

/** What sessions ask of their worker: which role is available, what to log, what to report. */
final class RoleServices implements Services {

    private final Optional<ServerSide> server;
    private final ConnectionFactory connections;
    private final TlsConnection.Output output;
    private final Generation generation;
    private final boolean refusalIsFailure;
    private final Logger log;
    private final Set<String> mismatches = new HashSet<>();

    RoleServices(Optional<ServerSide> server, ConnectionFactory connections, TlsConnection.Output output, Generation generation,
                 Logger log) {
        this.server = server;
        this.connections = connections;
        this.output = output;
        this.generation = generation;
        this.refusalIsFailure = PostfixRelease.parse(generation.mailVersion()).map(r -> r.before(3, 8)).orElse(false);
        this.log = log;
    }

    @Override
    public Optional<TlsConnection> prepare(RequestReader.Settled settled) {
        if (settled.request().clientRole()) {
            log.warn(Messages.clientRoleDisabled());
            return Optional.empty();
        }
        return server.map(side -> connections.accept(side.profile(), output));
    }

    @Override
    public boolean admits(RequestReader.Settled settled) {
        return server.isEmpty() || server.get().admits(settled.request().remoteEndpoint(), log);
    }

    @Override
    public void ask(RequestReader.Settled settled, Question question, Consumer<Question.Answer> answer) {
        if (question instanceof Question.ServerName wanted && server.isPresent()) {
            server.get().names().find(peer(settled), wanted.name(), answer);
        } else {
            answer.accept(new Question.NotFound());
        }
    }

    @Override
    public void offered(RequestReader.Settled settled, ClientHelloFacts facts) {
        server.ifPresent(side -> side.names().note(peer(settled), facts));
    }

    @Override
    public void established(RequestReader.Settled settled, TlsFacts facts) {
        if (server.isPresent() && server.get().flags().summary()) {
            log.info(TlsMessages.establishedFrom(summary(peer(settled), facts)));
        }
    }

    private static String peer(RequestReader.Settled settled) {
        return settled.request().remoteEndpoint().toLowerCase(Locale.ROOT);
    }

    private static Summary summary(String peer, TlsFacts f) {
        Summary.Trust trust = f.peer().chain().isEmpty() ? Summary.Trust.ANONYMOUS : Summary.Trust.UNTRUSTED;
        return new Summary(trust, peer, f.serverName().orElse(""), f.protocol(),
            new Summary.Cipher(f.cipher().name(), f.cipher().usedBits(), f.cipher().algorithmBits()),
            new Summary.KeyExchange(f.keyExchange().name(), f.keyExchange().curve(), f.keyExchange().bits()),
            signature(f.server()), signature(f.client()));
    }

    private static Summary.Signature signature(TlsFacts.Signature s) {
        return new Summary.Signature(s.name(), s.curve(), s.bits(), s.digest(), false);
    }

    @Override
    public byte[] report(RequestReader.Settled settled, TlsFacts f) {
        return new ContextReport(new ContextReport.Peer("", "", "", "", 0), 0,
            new ContextReport.Cipher(f.protocol(), f.cipher().name(), f.cipher().usedBits(), f.cipher().algorithmBits()),
            new ContextReport.KeyExchange(f.keyExchange().name(), f.keyExchange().curve(), f.keyExchange().bits()),
            new ContextReport.RawKeys(false, false), reported(f.client()), reported(f.server()), peer(settled), false, 0)
            .printed(generation);
    }

    private static ContextReport.Signature reported(TlsFacts.Signature s) {
        return new ContextReport.Signature(s.name(), s.curve(), s.bits(), s.digest());
    }

    @Override
    public void mismatch(String warning) {
        if (mismatches.add(warning)) {
            log.warn(warning);
        }
    }

    @Override
    public boolean refusalIsFailure() {
        return refusalIsFailure;
    }
}
