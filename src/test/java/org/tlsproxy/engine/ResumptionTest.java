package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;
import org.tlsproxy.engine.TlsFacts.Resumed;

/** Resumption up to TLS 1.2; the stock client cannot resume TLS 1.3, see {@link OpensslPeersIT} for that. */
class ResumptionTest {

    private static final KeyChains CHAINS = TestChains.of(Algorithm.RSA, Algorithm.EC);
    private final AtomicLong now = new AtomicLong(1_800_000_000);
    private final EngineFactory factory = new EngineFactory(MemoryServer.CRYPTO, MemoryServer.KEYS, now::get);

    @ParameterizedTest
    @ValueSource(ints = {0x0303, 0x0302, 0x0301})
    void shouldResumeBySessionTicket(int version) throws IOException {
        MemoryClient.Offer offer = withTicket(TestProfiles.with(CHAINS), new MemoryClient.Offer().version(version));
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = open(TestProfiles.with(CHAINS), client);

        assertThat(client.peer.resumed).isTrue();
        assertThat(server.connection.facts()).map(TlsFacts::resumed).contains(Resumed.BY_TICKET);
        server.send("still works".getBytes());
        client.input(server.output());
        assertThat(new String(client.plaintext())).isEqualTo("still works");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldResumeEncryptThenMacAsItWas(boolean encryptThenMac) throws IOException {
        MemoryClient.Offer first = new MemoryClient.Offer().version(0x0303).suites(0xc014);
        first.encryptThenMac = encryptThenMac;
        MemoryClient client = new MemoryClient(withTicket(TestProfiles.with(CHAINS), first));
        MemoryServer server = open(TestProfiles.with(CHAINS), client);

        assertThat(server.connection.facts()).map(TlsFacts::resumed).contains(Resumed.BY_TICKET);
        assertThat(client.peer.negotiated.isEncryptThenMAC()).isEqualTo(encryptThenMac);
        server.send(new byte[100]);
        client.input(server.output());
        assertThat(client.plaintext()).hasSize(100);
    }

    @ParameterizedTest
    @CsvSource({"0x0304,true", "0x0303,false"})
    void shouldSayThatTicketsCanWaitOnlyForAClientOfTls13ThatHasSpoken(int version, boolean canWait) throws IOException {
        MemoryClient silent = new MemoryClient(new MemoryClient.Offer().version(version));
        MemoryServer unasked = MemoryServer.open(TestProfiles.with(CHAINS), silent);
        assertThat(unasked.connection.answerDue()).isFalse();

        MemoryClient client = new MemoryClient(new MemoryClient.Offer().version(version));
        MemoryServer server = new MemoryServer(TestProfiles.with(CHAINS));
        server.input(client.output());
        client.input(server.output());
        if (version == 0x0304) {
            client.send(new byte[8]);
        }
        server.input(client.output());
        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
        assertThat(server.connection.answerDue()).isEqualTo(canWait);
    }

    @Test
    void shouldRememberTheClientsCertificate() throws IOException {
        ServerProfile asking = TestProfiles.with(CHAINS, TestProfiles.ALL_VERSIONS, TestProfiles.OPTIONS, TestProfiles.ASK);
        MemoryClient.Offer offer = new MemoryClient.Offer().version(0x0303);
        offer.certificate = Optional.of(TestChains.chain(Algorithm.RSA));
        MemoryServer server = open(asking, new MemoryClient(withTicket(asking, offer)));

        TlsFacts facts = server.connection.facts().orElseThrow();
        assertThat(facts.resumed()).isEqualTo(Resumed.BY_TICKET);
        assertThat(facts.peer().chain()).containsExactly(TestChains.chain(Algorithm.RSA).chain().get(0));
    }

    @Test
    void shouldDoAFullHandshakeWhenTheTicketIsTooOld() throws IOException {
        MemoryClient.Offer offer = withTicket(TestProfiles.with(CHAINS), new MemoryClient.Offer().version(0x0303));
        now.addAndGet(7200);

        assertFullHandshake(TestProfiles.with(CHAINS), offer);
    }

    @Test
    void shouldDoAFullHandshakeWhenTheTicketIsNotOurs() throws IOException {
        MemoryClient.Offer offer = withTicket(TestProfiles.with(CHAINS), new MemoryClient.Offer().version(0x0303));
        offer.ticket = offer.ticket.clone();
        offer.ticket[40] ^= 1;

        assertFullHandshake(TestProfiles.with(CHAINS), offer);
    }

    @Test
    void shouldDoAFullHandshakeWhenTheSuiteWasSwitchedOff() throws IOException {
        MemoryClient.Offer offer = withTicket(TestProfiles.with(CHAINS), new MemoryClient.Offer().version(0x0303).suites(0xc014, 0x2f));
        ServerProfile all = TestProfiles.with(CHAINS);
        ServerProfile fewer = new ServerProfile(CHAINS, all.versions(), List.of(0x2f), all.tls13Suites(), all.groups(), all.options(),
            all.clientCerts(), all.resumption());

        assertFullHandshake(fewer, offer);
    }

    @Test
    void shouldDoAFullHandshakeWhenTheVersionWasSwitchedOff() throws IOException {
        MemoryClient.Offer offer = withTicket(TestProfiles.with(CHAINS), new MemoryClient.Offer().version(0x0303));
        offer.versions = List.of(0x0303, 0x0302);

        assertFullHandshake(TestProfiles.versions(CHAINS, 0x0302), offer);
    }

    @Test
    void shouldSendNoTicketsWhenTheyAreSwitchedOff() throws IOException {
        ServerProfile all = TestProfiles.with(CHAINS);
        ServerProfile without = new ServerProfile(CHAINS, all.versions(), all.suites(), all.tls13Suites(), all.groups(), all.options(),
            all.clientCerts(), TestProfiles.NO_TICKETS);
        for (int version : new int[] {0x0304, 0x0303}) {
            MemoryClient.Offer offer = new MemoryClient.Offer().version(version);
            offer.tickets = true;
            MemoryClient client = new MemoryClient(offer);
            assertThat(open(without, client).connection.phase()).isEqualTo(Phase.OPEN);
            assertThat(client.peer.newTicket).isEmpty();
        }
    }

    @Test
    void shouldSendNoTicketWhenThereIsNoKeyForIt() throws IOException {
        TicketKeys none = new TicketKeys() {
            @Override
            public Optional<byte[]> seal(byte[] state) {
                return Optional.empty();
            }

            @Override
            public Optional<byte[]> open(byte[] ticket) {
                return Optional.empty();
            }
        };
        for (int version : new int[] {0x0304, 0x0303}) {
            MemoryClient.Offer offer = new MemoryClient.Offer().version(version);
            offer.tickets = true;
            MemoryClient client = new MemoryClient(offer);
            MemoryServer server = new MemoryServer(TestProfiles.with(CHAINS), new EngineFactory(MemoryServer.CRYPTO, none));
            server.pump(client, Integer.MAX_VALUE);

            assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
            assertThat(client.peer.newTicket).isEmpty();
        }
    }

    private void assertFullHandshake(ServerProfile profile, MemoryClient.Offer offer) throws IOException {
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = open(profile, client);

        assertThat(server.connection.phase()).isEqualTo(Phase.OPEN);
        assertThat(server.connection.facts()).map(TlsFacts::resumed).contains(Resumed.NO);
        assertThat(client.peer.resumed).isFalse();
    }

    private MemoryServer open(ServerProfile profile, MemoryClient client) throws IOException {
        MemoryServer server = new MemoryServer(profile, factory);
        server.pump(client, Integer.MAX_VALUE);
        return server;
    }

    /** A full handshake, and the offer to come back with. */
    private MemoryClient.Offer withTicket(ServerProfile profile, MemoryClient.Offer offer) throws IOException {
        offer.tickets = true;
        MemoryClient client = new MemoryClient(offer);
        MemoryServer server = open(profile, client);
        assertThat(server.connection.facts()).map(TlsFacts::resumed).contains(Resumed.NO);
        offer.session = client.peer.session.orElseThrow();
        offer.ticket = client.peer.newTicket;
        return offer;
    }
}
