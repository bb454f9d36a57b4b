package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

class ServerNameTest {

    private static final KeyChains DEFAULT = TestChains.of(Algorithm.RSA);
    private static final KeyChains NAMED = TestChains.of(Algorithm.EC);
    private static final ServerProfile.Options WITH_MAPS = new ServerProfile.Options(false, 0, true, 0, true);
    private static final ServerProfile PROFILE =
        TestProfiles.with(DEFAULT, TestProfiles.ALL_VERSIONS, WITH_MAPS, TestProfiles.NO_CERTS);

    @ParameterizedTest
    @ValueSource(ints = {0x0304, 0x0303, 0x0301})
    void shouldServeTheChainsOfTheNameThatAClientAsksFor(int version) throws IOException {
        for (int portion : new int[] {1, 100_000}) {
            MemoryClient client = client(version, "MX.example");
            MemoryServer server = suspended(client, portion);
            server.connection.answer(new Question.Chains(Optional.of(NAMED)));
            finish(server, client);

            assertThat(server.connection.facts().orElseThrow().serverName()).contains("MX.example");
            assertThat(shown(client)).isEqualTo(NAMED.chains().get(0).chain().get(0));
        }
    }

    @Test
    void shouldServeTheDefaultChainsForAnUnknownName() throws IOException {
        MemoryClient client = client(0x0304, "other.example");
        MemoryServer server = suspended(client, 100_000);
        server.connection.answer(new Question.NotFound());
        finish(server, client);

        assertThat(server.connection.facts().orElseThrow().serverName()).isEmpty();
        assertThat(shown(client)).isEqualTo(DEFAULT.chains().get(0).chain().get(0));
    }

    @Test
    void shouldNotDependOnTheCallersBufferWhileItWaits() throws IOException {
        MemoryClient client = client(0x0304, "mx.example");
        MemoryServer server = new MemoryServer(PROFILE);
        byte[] hello = client.output();
        server.connection.receive(hello, 0, hello.length);
        Arrays.fill(hello, (byte) 0x55);
        server.connection.answer(new Question.Chains(Optional.of(NAMED)));
        finish(server, client);

        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
    }

    @Test
    void shouldEndTheHandshakeWhenTheLookupFails() throws IOException {
        for (Question.Answer answer : List.of(new Question.Failed(), new Question.Chains(Optional.empty()))) {
            MemoryClient client = client(0x0304, "mx.example");
            MemoryServer server = suspended(client, 100_000);
            assertThat(server.connection.answer(answer)).isEqualTo(Phase.FAILED);

            assertThat(server.connection.failure()).contains(new TlsFailure(0x0A0000EA, "callback failed", ""));
            assertThatThrownBy(() -> client.input(server.output())).isInstanceOf(TlsFatalAlertReceived.class)
                .extracting(e -> ((TlsFatalAlertReceived) e).getAlertDescription()).isEqualTo((short) 80);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3.4", "-a.example", "a-.example", "a..example", "exa mple", "a.example.", ".example", "b\u00fccher"})
    void shouldNotAskForNamesThatAreNone(String name) throws IOException {
        MemoryClient client = client(0x0304, name);
        MemoryServer server = new MemoryServer(PROFILE);
        finish(server, client);

        assertThat(server.connection.facts().orElseThrow().serverName()).isEmpty();
    }

    @Test
    void shouldNotAskWithoutMaps() throws IOException {
        MemoryServer server = MemoryServer.open(TestProfiles.with(DEFAULT), client(0x0304, "mx.example"));

        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
        assertThat(server.connection.facts().orElseThrow().serverName()).isEmpty();
    }

    @Test
    void shouldAskOnceOnlyAlthoughThereIsARetry() throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().version(0x0304).groups(26, 24);
        offer.earlyGroups = List.of(26);
        offer.serverName = Optional.of("mx.example");
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = suspended(client, 100_000);
        server.connection.answer(new Question.Chains(Optional.of(NAMED)));
        finish(server, client);

        assertThat(server.connection.facts().orElseThrow().serverName()).contains("mx.example");
    }

    @Test
    void shouldNotCollectWithoutLimitWhileItWaits() throws IOException {
        MemoryServer server = suspended(client(0x0304, "mx.example"), 100_000);
        for (int i = 0; i < 33; i++) {
            server.input(new byte[1024]);
        }
        assertThat(server.connection.phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void shouldTakeTheEndOfFileWhileItWaits() throws IOException {
        MemoryServer server = suspended(client(0x0304, "mx.example"), 100_000);

        assertThat(server.connection.receiveEof()).isEqualTo(Phase.FAILED);
        assertThat(server.connection.failure()).isEmpty();
    }

    @Test
    void shouldNotResumeASessionUnderAnotherName() throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().version(0x0303);
        offer.tickets = true;
        offer.serverName = Optional.of("one.example");
        MemoryClient first = new MemoryClient(offer);
        MemoryServer server = suspended(first, 100_000);
        server.connection.answer(new Question.Chains(Optional.of(NAMED)));
        finish(server, first);
        offer.session = first.peer.session.orElseThrow();
        offer.ticket = first.peer.newTicket;

        assertThat(resumedAs(offer, "one.example")).isEqualTo(TlsFacts.Resumed.BY_TICKET);
        assertThat(resumedAs(offer, "two.example")).isEqualTo(TlsFacts.Resumed.NO);
    }

    private static TlsFacts.Resumed resumedAs(MemoryClient.Offer offer, String name) throws IOException {
        offer.serverName = Optional.of(name);
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = suspended(client, 100_000);
        server.connection.answer(new Question.Chains(Optional.of(NAMED)));
        finish(server, client);
        return server.connection.facts().orElseThrow().resumed();
    }

    private static MemoryServer suspended(MemoryClient client, int portion) throws IOException {
        MemoryServer server = new MemoryServer(PROFILE);
        server.pump(client, portion);
        assertThat(server.connection.phase()).isEqualTo(Phase.SUSPENDED);
        assertThat(server.connection.question()).get().isInstanceOf(Question.ServerName.class);
        return server;
    }

    private static void finish(MemoryServer server, MemoryClient client) throws IOException {
        client.input(server.output());
        server.pump(client, 100_000);
        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
    }

    private static byte[] shown(MemoryClient client) throws IOException {
        return client.peer.negotiated.getPeerCertificate().getCertificateAt(0).getEncoded();
    }

    private static MemoryClient client(int version, String name) throws IOException {
        MemoryClient.Offer offer = new MemoryClient.Offer().version(version);
        offer.serverName = Optional.of(name);
        return new MemoryClient(offer);
    }
}
