package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.AlertDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

class ConnectionEndsTest {

    private static final ServerProfile PROFILE = TestProfiles.with(TestChains.of(Algorithm.EC));

    @ParameterizedTest
    @ValueSource(ints = {0x0304, 0x0303, 0x0301})
    void shouldSendDataAfterThePeerHasClosedItsSide(int version) throws IOException {
        MemoryClient client = client(version);
        MemoryServer server = MemoryServer.open(PROFILE, client);
        client.send("QUIT\r\n".getBytes());
        byte[] quit = client.output();
        client.protocol.close();
        byte[] closing = client.output();
        server.input(quit);
        assertThat(server.input(closing)).isEqualTo(Phase.PEER_CLOSED);
        assertThat(server.output()).isEmpty();

        server.send("221 bye\r\n".getBytes());

        assertThat(server.plaintext).hasToString("QUIT\r\n");
        assertThat(server.output()).hasSizeGreaterThan(9);
        assertThat(server.connection.phase()).isEqualTo(Phase.PEER_CLOSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0304, 0x0303})
    void shouldSendOneCloseNotifyAndNoMore(int version) throws IOException {
        MemoryClient client = client(version);
        MemoryServer server = MemoryServer.open(PROFILE, client);

        assertThat(server.connection.close()).isEqualTo(Phase.CLOSED);
        client.input(server.output());
        assertThat(client.peer.alerts.toByteArray()).containsExactly(AlertDescription.close_notify);
        assertThat(server.connection.close()).isEqualTo(Phase.CLOSED);
        assertThat(server.output()).isEmpty();
    }

    @Test
    void shouldSendOneCloseNotifyWhenThePeerClosedFirst() throws IOException {
        MemoryClient client = client(0x0304);
        MemoryServer server = MemoryServer.open(PROFILE, client);
        client.protocol.close();
        server.input(client.output());

        assertThat(server.connection.close()).isEqualTo(Phase.CLOSED);
        assertThat(server.output()).hasSize(5 + 2 + 1 + 16);
    }

    @Test
    void shouldSendNothingWhenClosedDuringTheHandshake() throws IOException {
        MemoryServer server = new MemoryServer(PROFILE);
        server.input(client(0x0304).output());
        server.output();

        assertThat(server.connection.close()).isEqualTo(Phase.CLOSED);
        assertThat(server.output()).isEmpty();
    }

    @Test
    void shouldTakeABareEndOfFileForACloseNotify() throws IOException {
        MemoryServer server = MemoryServer.open(PROFILE, client(0x0304));
        server.input(new byte[] {23, 3, 3});

        assertThat(server.connection.receiveEof()).isEqualTo(Phase.PEER_CLOSED);
        assertThat(server.connection.failure()).isEmpty();
        assertThat(server.connection.receiveEof()).isEqualTo(Phase.PEER_CLOSED);
    }

    @Test
    void shouldIgnoreWhatComesAfterCloseNotify() throws IOException {
        MemoryClient client = client(0x0304);
        MemoryServer server = MemoryServer.open(PROFILE, client);
        client.protocol.close();
        byte[] closing = client.output();
        byte[] more = Arrays.copyOf(closing, closing.length + 30);
        server.input(more);

        assertThat(server.input(new byte[100])).isEqualTo(Phase.PEER_CLOSED);
        assertThat(server.connection.failure()).isEmpty();
    }

    @Test
    void shouldRefuseToSendBeforeTheHandshakeIsDone() {
        MemoryServer server = new MemoryServer(PROFILE);

        assertThatThrownBy(() -> server.send(new byte[1])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReportAFatalAlertOfAnOpenConnectionAfterDeliveringWhatCameBefore() throws IOException {
        MemoryClient client = client(0x0303);
        MemoryServer server = MemoryServer.open(PROFILE, client);
        client.send("before".getBytes());
        byte[] data = client.output();
        assertThatThrownBy(() -> client.input(new byte[] {23, 3, 3, 0, 30, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0})).isInstanceOf(IOException.class);
        byte[] alert = client.output();
        server.input(data);
        server.input(alert);

        assertThat(server.plaintext).hasToString("before");
        assertThat(server.connection.failure()).contains(new TlsFailure(0x0A0003FC, "sslv3 alert bad record mac", "SSL alert number 20"));
    }

    @Test
    void shouldRefuseRenegotiationByAWarning() throws IOException {
        MemoryClient client = client(0x0303);
        MemoryServer server = MemoryServer.open(PROFILE, client);
        client.send("a".getBytes());
        server.pump(client, 1000);
        client.protocol.renegotiate();
        server.input(client.output());

        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
        assertThatThrownBy(() -> client.input(server.output())).isInstanceOf(IOException.class);
        assertThat(client.peer.alerts.toByteArray()).containsExactly(AlertDescription.no_renegotiation);
    }

    @Test
    void shouldGiveUpOnEndlessRenegotiationRequests() throws IOException {
        MemoryClient client = client(0x0303);
        MemoryServer server = MemoryServer.open(PROFILE, client);
        for (int i = 0; i < 40 && server.connection.phase() == Phase.OPEN; i++) {
            client.protocol.renegotiate();
            server.input(client.output());
        }
        assertThat(server.connection.phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void shouldLetGoOfEverythingWhenDestroyed() throws IOException {
        MemoryServer server = MemoryServer.open(PROFILE, client(0x0304));
        server.connection.destroy();

        assertThat(server.output()).isEmpty();
        assertThat(server.connection.phase()).isEqualTo(Phase.CLOSED);
        assertThat(server.connection.receive(new byte[10], 0, 10)).isEqualTo(Phase.CLOSED);
        assertThat(server.connection.facts()).isPresent();
    }

    private static MemoryClient client(int version) throws IOException {
        return new MemoryClient(new MemoryClient.Offer().version(version));
    }
}
