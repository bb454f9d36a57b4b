package org.tlsproxy.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.tlsproxy.crypto.WorkerCrypto;

/** Our server in memory, and the wire between it and a {@link MemoryClient}. */
final class MemoryServer {

    static final WorkerCrypto CRYPTO = WorkerCrypto.create(false);
    static final ProcessTicketKeys KEYS = ProcessTicketKeys.create(new SecureRandom());

    final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    final TlsConnection connection;

    MemoryServer(ServerProfile profile) {
        this(profile, new EngineFactory(CRYPTO, KEYS));
    }

    MemoryServer(ServerProfile profile, EngineFactory factory) {
        this(profile, factory, PeerJudge.INDIFFERENT);
    }

    MemoryServer(ServerProfile profile, EngineFactory factory, PeerJudge judge) {
        connection = factory.accept(profile, judge, new TlsConnection.Output(wire::write, plaintext::write));
    }

    /** A finished handshake. */
    static MemoryServer open(ServerProfile profile, MemoryClient client) throws IOException {
        MemoryServer server = new MemoryServer(profile);
        server.pump(client, Integer.MAX_VALUE);
        return server;
    }

    byte[] output() {
        byte[] out = wire.toByteArray();
        wire.reset();
        return out;
    }

    TlsConnection.Phase input(byte[] bytes) {
        return connection.receive(bytes.clone(), 0, bytes.length);
    }

    /** Carries bytes both ways until nothing moves; towards the server in portions of the given size. */
    void pump(MemoryClient client, int portion) throws IOException {
        while (true) {
            byte[] up = client.output();
            for (int at = 0; at < up.length; at += Math.min(portion, up.length - at)) {
                int len = Math.min(portion, up.length - at);
                byte[] part = Arrays.copyOfRange(up, at, at + len);
                connection.receive(part, 0, len);
            }
            byte[] down = output();
            if (up.length == 0 && down.length == 0) {
                return;
            }
            client.input(down);
        }
    }

    void send(byte[] data) {
        connection.send(data, 0, data.length);
    }
}
