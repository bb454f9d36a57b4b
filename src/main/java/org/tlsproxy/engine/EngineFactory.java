package org.tlsproxy.engine;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.ByteQueueInputStream;
import org.tlsproxy.crypto.WorkerCrypto;

/** Makes TLS connections on Bouncy Castle; one per worker thread. */
public final class EngineFactory implements ConnectionFactory, AutoCloseable {

    /** Requests of SMTP clients differ in versions, suites and levels, by destination; few combinations are in use at a time. */
    private static final int MAX_CLIENT_PROFILES = 64;

    private final WorkerCrypto crypto;
    private final ServerConnection.Worker worker;
    private final Map<ServerProfile, PreparedProfile> prepared = new IdentityHashMap<>();
    private final Map<ClientProfile, PreparedClient> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ClientProfile, PreparedClient> eldest) {
            return size() > MAX_CLIENT_PROFILES;
        }
    };

    /** @param crypto the worker's cryptography, @param ticketKeys seals and opens session tickets */
    public EngineFactory(WorkerCrypto crypto, TicketKeys ticketKeys) {
        this(crypto, ticketKeys, () -> System.currentTimeMillis() / 1000);
    }

    /** @param clock seconds since 1970, for the age of tickets */
    public EngineFactory(WorkerCrypto crypto, TicketKeys ticketKeys, LongSupplier clock) {
        this.crypto = crypto;
        this.worker = new ServerConnection.Worker(new ChainCache(crypto), ticketKeys, clock, new ByteQueueInputStream());
    }

    /**
     * Loads a profile's keys. Otherwise the first connection does; a worker calls this while it may still complain.
     *
     * @throws IllegalArgumentException for a key or certificate that cannot be read
     */
    public void prepare(ServerProfile profile) {
        if (prepared.containsKey(profile)) {
            return;
        }
        try {
            prepared.put(profile, PreparedProfile.of(profile, crypto));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot use the configured certificates: " + e.getMessage(), e);
        }
    }

    @Override
    public TlsConnection accept(ServerProfile profile, PeerJudge judge, Witness witness, TlsConnection.Output output) {
        prepare(profile);
        try {
            return new ServerConnection(prepared.get(profile), worker, new ServerConnection.Watchers(judge, witness), output);
        } catch (IOException e) {
            throw new IllegalStateException(e);    // nothing is read or sent yet
        }
    }

    /** As {@link #prepare(ServerProfile)}, for a client's profile. */
    public void prepare(ClientProfile profile) {
        client(profile);
    }

    private PreparedClient client(ClientProfile profile) {
        PreparedClient known = clients.get(profile);
        ServerIdentities identities = identities(profile);    // looked for each time: what is in use stays among the recent ones
        if (known == null || known.identities() != identities) {
            known = PreparedClient.of(profile, crypto, identities);
            clients.put(profile, known);
        }
        return known;
    }

    private ServerIdentities identities(ClientProfile profile) {
        try {
            return worker.chains().identities(profile.chains());
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot use the configured certificates: " + e.getMessage(), e);
        }
    }

    @Override
    public TlsConnection connect(ClientProfile profile, ClientTarget target, Witness witness, TlsConnection.Output output) {
        return new ClientConnection(client(profile), worker, new ClientConnection.Destination(target, witness), output);
    }

    /** Gives the keys back; no connection may be used any more. */
    @Override
    public void close() {
        for (PreparedProfile profile : prepared.values()) {
            profile.identities().close();
        }
        prepared.clear();
        clients.clear();
        worker.chains().close();
    }
}
