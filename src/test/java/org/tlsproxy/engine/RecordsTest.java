package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.crypto.WorkerCrypto;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

/** Records of open connections that share a worker's cryptography. */
class RecordsTest {

    private static final ServerProfile PROFILE = TestProfiles.with(TestChains.of(Algorithm.EC));
    private final EngineFactory factory = new EngineFactory(WorkerCrypto.create(true), MemoryServer.KEYS);

    @ParameterizedTest
    @ValueSource(ints = {0x0304, 0x0303, 0x0301})
    void shouldDeliverEachByteOnce(int version) throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(version));
        MemoryServer server = open(client);
        for (int i = 0; i < 100; i++) {
            client.send(("line " + i + "\n").getBytes());
        }
        server.pump(client, 777);

        assertThat(server.plaintext.toString()).startsWith("line 0\n").endsWith("line 99\n").hasLineCount(100);
        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
    }

    @Test
    void shouldKeepTheConnectionsOfAWorkerApart() throws IOException {
        MemoryClient one = new MemoryClient(new MemoryClient.Offer());
        MemoryClient two = new MemoryClient(new MemoryClient.Offer());
        MemoryServer first = open(one);
        MemoryServer second = open(two);
        one.send("to the first".getBytes());
        two.send("to the second".getBytes());
        first.pump(one, 1000);
        second.pump(two, 1000);

        assertThat(first.plaintext).hasToString("to the first");
        assertThat(second.plaintext).hasToString("to the second");
    }

    @Test
    void shouldGiveUpOnEndlessRecordsWithoutData() throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer());
        MemoryServer server = open(client);
        for (int i = 0; i < 32; i++) {
            client.protocol.sendEmpty();
        }
        server.pump(client, 10_000);
        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
        client.send(new byte[1]);
        for (int i = 0; i < 33; i++) {
            client.protocol.sendEmpty();
        }
        server.input(client.output());

        assertThat(server.connection.failure()).contains(Failures.RECORD_TOO_SMALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {Chatter.MAX_UPDATES, Chatter.MAX_UPDATES + 1})
    void shouldGiveUpOnEndlessKeyUpdates(int count) throws IOException {
        MemoryClient client = new MemoryClient(new MemoryClient.Offer());
        MemoryServer server = open(client);
        for (int i = 0; i < count; i++) {
            client.protocol.updateKeys();
        }
        server.input(client.output());

        if (count == Chatter.MAX_UPDATES) {
            assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
        } else {
            assertThat(server.connection.failure()).contains(Failures.TOO_MANY_KEY_UPDATES);
        }
    }

    private MemoryServer open(MemoryClient client) throws IOException {
        MemoryServer server = new MemoryServer(PROFILE, factory);
        server.pump(client, Integer.MAX_VALUE);
        return server;
    }
}
