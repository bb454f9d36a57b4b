package org.tlsproxy.worker;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.tlsproxy.engine.ConnectionFactory;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.Messages;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.session.RoleSession;
import org.tlsproxy.session.Services;
import org.tlsproxy.wire.ClientSettings;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.RequestReader;

/** What sessions ask of their worker: which role is available, and what is said once per process. */
final class RoleServices implements Services {

    private final Optional<ServerSide> server;
    private final Optional<ClientSide> client;
    private final ConnectionFactory connections;
    private final TlsConnection.Output output;
    private final Generation generation;
    private final boolean refusalIsFailure;
    private final Logger log;
    private final Set<String> mismatches = new HashSet<>();

    /** What this worker can be; empty for a role that is not available. */
    record Roles(Optional<ServerSide> server, Optional<ClientSide> client) { }

    RoleServices(Roles roles, ConnectionFactory connections, TlsConnection.Output output, Generation generation, Logger log) {
        this.server = roles.server;
        this.client = roles.client;
        this.connections = connections;
        this.output = output;
        this.generation = generation;
        this.refusalIsFailure = PostfixRelease.parse(generation.mailVersion()).map(r -> r.before(3, 8)).orElse(false);
        this.log = log;
    }

    @Override
    public Optional<RoleSession> prepare(RequestReader.Settled settled) {
        if (settled.request().clientRole()) {
            return prepareClient(settled);
        }
        return server.map(side -> new ServerSession(side, settled,
            (judge, witness) -> connections.accept(side.profile(), judge, witness, output), generation, log));
    }

    private Optional<RoleSession> prepareClient(RequestReader.Settled settled) {
        if (client.isEmpty()) {
            log.warn(Messages.clientRoleDisabled());
            return Optional.empty();
        }
        if (settled.client().isEmpty()) {
            return client.get().first().isPresent() ? Optional.of(ProbedSession.INSTANCE) : Optional.empty();
        }
        ClientSettings settings = settled.client().get();
        return client.get().context(settings).map(context -> new ClientSession(client.get().common(), context, settings.start(),
            new ClientSession.Network(connections, output)));
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
