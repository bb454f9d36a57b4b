package org.tlsproxy.rehearsal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.crypto.ThrowawayKey;
import org.tlsproxy.crypto.WorkerCrypto;
import org.tlsproxy.engine.ConnectionFactory;
import org.tlsproxy.engine.EngineFactory;
import org.tlsproxy.engine.KeyChain;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.engine.PeerJudge;
import org.tlsproxy.engine.ProcessTicketKeys;
import org.tlsproxy.engine.ServerProfile;
import org.tlsproxy.engine.TlsConnection;

/**
 * Handshakes of a worker with itself, in memory. The first ones load every class that a real one will need, before a jail may make loading
 * slow or impossible; further ones let the JIT compile what is hot, so that the first clients do not pay for it.
 */
public final class Rehearsal {

    /** What a session can be: each of these runs through code of its own. */
    private enum Kind {
        FULL_1_3(0x0304, false), FULL_1_2(0x0303, false), RESUMED_1_3(0x0304, true), RESUMED_1_2(0x0303, true);

        final int version;
        final boolean resumed;

        Kind(int version, boolean resumed) {
            this.version = version;
            this.resumed = resumed;
        }
    }

    /** How many different sessions {@link #play} takes turns with. */
    public static final int KINDS = Kind.values().length;
    private static final int ROUNDS_LIMIT = 8;
    private static final String PROBE = "EHLO rehearsal\r\n";
    /**
     * A certificate of CN=rehearsal (RFC 5280 4.1) around a key of fixed length, valid from 1970 to 2001, its signature all zero: nobody
     * looks. The library's generator would take 25 ms of a worker's start.
     */
    private static final byte[] CERTIFICATE_HEAD = HexFormat.of().parseHex("3082010d3081bba003020102020101300a06082a8648ce3d040302"
        + "30143112301006035504030c0972656865617273616c301e170d3730303130313030303030305a170d3031303930393031343634305a"
        + "30143112301006035504030c0972656865617273616c");
    private static final byte[] CERTIFICATE_TAIL = HexFormat.of().parseHex("300a06082a8648ce3d040302034100");
    private static final int SIGNATURE = 64;

    private final ConnectionFactory factory;
    private final ConnectionFactory clients;
    private final ServerProfile profile;
    private final Map<Integer, byte[]> sessions = new HashMap<>();
    private int turn;

    /** @param clients for the client's part: not the server's factory, which delivers plaintext to the worker's sessions */
    public Rehearsal(ConnectionFactory factory, ConnectionFactory clients, ServerProfile profile) {
        this.factory = factory;
        this.clients = clients;
        this.profile = profile;
    }

    /** A factory of remote clients. @param crypto theirs alone */
    public static ConnectionFactory remoteClients(WorkerCrypto crypto) {
        return new EngineFactory(crypto, ProcessTicketKeys.create(new SecureRandom()));
    }

    /** A profile with a key made up now, for a worker that does not know its configuration yet. */
    public static ServerProfile imaginaryProfile(WorkerCrypto crypto) {
        ThrowawayKey key = crypto.throwawayKey();
        KeyChain chain = new KeyChain(KeyChain.Algorithm.EC, key.pkcs8(), List.of(certificate(key)));
        return new ServerProfile(new KeyChains(List.of(chain)), List.of(0x0304, 0x0303), List.of(0xc02c, 0xc02b),
            List.of(0x1302, 0x1303, 0x1301), List.of(29, 23), new ServerProfile.Options(false, 0, true, 0, false),
            new ServerProfile.ClientCerts(false, List.of()), new ServerProfile.Resumption(true, false, false, 60));
    }

    private static byte[] certificate(ThrowawayKey key) {
        byte[] publicKey = key.subjectPublicKeyInfo();
        byte[] der = Arrays.copyOf(CERTIFICATE_HEAD, CERTIFICATE_HEAD.length + publicKey.length + CERTIFICATE_TAIL.length + SIGNATURE);
        System.arraycopy(publicKey, 0, der, CERTIFICATE_HEAD.length, publicKey.length);
        System.arraycopy(CERTIFICATE_TAIL, 0, der, CERTIFICATE_HEAD.length + publicKey.length, CERTIFICATE_TAIL.length);
        return der;
    }

    /**
     * One handshake, a little data each way, and the end; versions take turns, and so do full and resumed handshakes.
     *
     * @throws IllegalStateException if it fails: then no real one would work
     */
    public void play() {
        Kind kind = Kind.values()[turn++ % KINDS];
        if (!profile.versions().contains(kind.version)) {
            return;
        }
        Exchange exchange = new Exchange();
        TlsConnection server = factory.accept(profile, PeerJudge.INDIFFERENT,
            new TlsConnection.Output(exchange.waiting::write, exchange::atServer));
        RehearsalClient client = new RehearsalClient(clients, kind.version,
            kind.resumed ? Optional.ofNullable(sessions.get(kind.version)) : Optional.empty());
        try {
            for (int i = 0; i < ROUNDS_LIMIT && server.phase() == TlsConnection.Phase.HANDSHAKING; i++) {
                exchange.toServer(client, server);
                exchange.deliver(client);
            }
            converse(exchange, client, server);
            client.session().ifPresent(session -> sessions.put(kind.version, session));
        } finally {
            server.destroy();
            client.end();
        }
    }

    private static void converse(Exchange exchange, RehearsalClient client, TlsConnection server) {
        byte[] probe = PROBE.getBytes(StandardCharsets.US_ASCII);
        if (client.open() && server.phase() == TlsConnection.Phase.OPEN) {
            client.say(probe);
            exchange.toServer(client, server);
            server.send(probe, 0, probe.length);
            exchange.deliver(client);
        }
        if (exchange.received != probe.length || client.heard() != probe.length) {
            throw new IllegalStateException("the handshake with ourselves failed: phase " + server.phase()
                + server.failure().map(f -> ", " + f.reason()).orElse("") + "; the client's " + client.trouble());
        }
        server.close();
        exchange.deliver(client);
    }

    /** The wire between the two. */
    private static final class Exchange {
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private int received;

        void atServer(byte[] buf, int off, int len) {
            received += len;
        }

        void toServer(RehearsalClient client, TlsConnection server) {
            byte[] bytes = client.output();
            server.receive(bytes, 0, bytes.length);
        }

        void deliver(RehearsalClient client) {
            byte[] bytes = waiting.toByteArray();
            waiting.reset();
            client.input(bytes);
        }
    }
}
