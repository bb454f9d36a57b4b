package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.tlsproxy.crypto.ThrowawayKey;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * Handshakes of a worker with itself, in memory. The first ones load every class that a real one will need, before a jail may make loading
 * slow or impossible; further ones let the JIT compile what is hot, so that the first clients do not pay for it.
 */
public final class Rehearsal {

    private static final int[] VERSIONS = {0x0304, 0x0303};
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

    private final EngineFactory factory;
    private final WorkerCrypto clientCrypto;
    private final ServerProfile profile;
    private int turn;

    /** @param clientCrypto for the client's part: not the factory's, which delivers plaintext to the worker's sessions */
    public Rehearsal(EngineFactory factory, WorkerCrypto clientCrypto, ServerProfile profile) {
        this.factory = factory;
        this.clientCrypto = clientCrypto;
        this.profile = profile;
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
     * One handshake, a little data each way, and the end; TLS versions take turns.
     *
     * @throws IllegalStateException if it fails: then no real one would work
     */
    public void play() {
        int version = VERSIONS[turn++ % VERSIONS.length];
        if (!profile.versions().contains(version)) {
            return;
        }
        Exchange exchange = new Exchange();
        TlsConnection server = factory.accept(profile, PeerJudge.INDIFFERENT,
            new TlsConnection.Output(exchange::toClient, exchange::atServer));
        try {
            RehearsalClient client = new RehearsalClient(clientCrypto, version);
            for (int i = 0; i < ROUNDS_LIMIT && server.phase() == TlsConnection.Phase.HANDSHAKING; i++) {
                exchange.toServer(client, server);
                exchange.deliver(client);
            }
            converse(exchange, client, server);
        } catch (IOException e) {
            throw new IllegalStateException("the handshake with ourselves failed: " + e.getMessage(), e);
        } finally {
            server.destroy();
        }
    }

    private static void converse(Exchange exchange, RehearsalClient client, TlsConnection server) throws IOException {
        byte[] probe = PROBE.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        client.say(probe);
        exchange.toServer(client, server);
        server.send(probe, 0, probe.length);
        exchange.deliver(client);
        if (exchange.received != probe.length || client.heard() != probe.length) {
            throw new IllegalStateException("the handshake with ourselves failed: phase " + server.phase()
                + server.failure().map(f -> ", " + f.reason()).orElse(""));
        }
        server.close();
        exchange.deliver(client);
    }

    /** The wire between the two. */
    private static final class Exchange {
        private byte[] waiting = {};
        private int received;

        void toClient(byte[] buf, int off, int len) {
            byte[] all = java.util.Arrays.copyOf(waiting, waiting.length + len);
            System.arraycopy(buf, off, all, waiting.length, len);
            waiting = all;
        }

        void atServer(byte[] buf, int off, int len) {
            received += len;
        }

        void toServer(RehearsalClient client, TlsConnection server) {
            byte[] bytes = client.output();
            server.receive(bytes, 0, bytes.length);
        }

        void deliver(RehearsalClient client) throws IOException {
            byte[] bytes = waiting;
            waiting = new byte[0];
            client.input(bytes);
        }
    }
}
