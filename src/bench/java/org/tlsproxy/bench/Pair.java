package org.tlsproxy.bench;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.crypto.WorkerCrypto;
import org.tlsproxy.engine.ClientProfile;
import org.tlsproxy.engine.ClientTarget;
import org.tlsproxy.engine.EngineFactory;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.engine.PeerJudge;
import org.tlsproxy.engine.ProcessTicketKeys;
import org.tlsproxy.engine.ServerProfile;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.rehearsal.Rehearsal;

/** A client and a server of ours, and memory between them, which all pairs of a maker share; carrying bytes allocates nothing. */
final class Pair {

    /** What makes many pairs: the cryptography and keys of a worker. */
    static final class Maker {
        private final WorkerCrypto crypto = WorkerCrypto.create(true);
        private final EngineFactory factory = new EngineFactory(crypto, ProcessTicketKeys.create(new SecureRandom()));
        private final ServerProfile server = Rehearsal.imaginaryProfile(crypto);
        private final ClientProfile client;
        private final Wire up = new Wire();
        private final Wire down = new Wire();

        Maker(int version, List<Integer> tls13Suites) {
            client = new ClientProfile(KeyChains.NONE, List.of(version), List.of(0xc02c, 0xc02b), tls13Suites, List.of(29, 23), 0, true);
        }

        /** Two that know each other after a handshake. @param session of an earlier pair */
        Pair shakenHands(Optional<byte[]> session) {
            Pair pair = new Pair(this, session);
            pair.client.start();
            while (pair.carry()) {
                continue;
            }
            if (pair.server.phase() != TlsConnection.Phase.OPEN || pair.client.phase() != TlsConnection.Phase.OPEN) {
                throw new IllegalStateException("no handshake");
            }
            return pair;
        }
    }

    private static final int LARGEST = 256 * 1024;

    /** Bytes on their way. */
    private static final class Wire {
        final byte[] bytes = new byte[LARGEST];
        int length;

        void put(byte[] buf, int off, int len) {
            System.arraycopy(buf, off, bytes, length, len);
            length += len;
        }

        boolean deliver(TlsConnection to) {
            int n = length;
            length = 0;
            if (n > 0) {
                to.receive(bytes, 0, n);
            }
            return n > 0;
        }
    }

    private final Wire up;
    private final Wire down;
    private final TlsConnection client;
    private final TlsConnection server;
    private Optional<byte[]> session = Optional.empty();
    private long received;

    private Pair(Maker maker, Optional<byte[]> earlier) {
        up = maker.up;
        down = maker.down;
        server = maker.factory.accept(maker.server, PeerJudge.INDIFFERENT, new TlsConnection.Output(down::put, (b, o, n) -> received += n));
        client = maker.factory.connect(maker.client,
            new ClientTarget(Optional.empty(), false, earlier, s -> session = Optional.of(s), PeerJudge.INDIFFERENT),
            new TlsConnection.Output(up::put, (b, o, n) -> received += n));
    }

    private boolean carry() {
        return up.deliver(server) | down.deliver(client);
    }

    /** The remote client sends, the service decrypts. @return bytes received by now */
    long toService(byte[] message) {
        client.send(message, 0, message.length);
        up.deliver(server);
        return received;
    }

    /** The service encrypts; nobody reads. @return bytes of ciphertext */
    int fromService(byte[] message) {
        down.length = 0;
        server.send(message, 0, message.length);
        return down.length;
    }

    boolean resumed() {
        return server.facts().orElseThrow().resumed() != TlsFacts.Resumed.NO;
    }

    Optional<byte[]> session() {
        return session.map(s -> Arrays.copyOf(s, s.length));
    }

    void end() {
        client.destroy();
        server.destroy();
    }
}
