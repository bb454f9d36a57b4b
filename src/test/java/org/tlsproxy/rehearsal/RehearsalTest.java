package org.tlsproxy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.crypto.WorkerCrypto;
import org.tlsproxy.engine.ConnectionFactory;
import org.tlsproxy.engine.EngineFactory;
import org.tlsproxy.engine.PeerJudge;
import org.tlsproxy.engine.ProcessTicketKeys;
import org.tlsproxy.engine.ServerProfile;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;

class RehearsalTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPlayBothVersionsWithEitherCrypto(boolean nativeAllowed) {
        try (WorkerCrypto crypto = WorkerCrypto.create(nativeAllowed)) {
            EngineFactory factory = new EngineFactory(crypto, ProcessTicketKeys.create(new SecureRandom()));
            Rehearsal rehearsal = new Rehearsal(factory, clients(nativeAllowed), Rehearsal.imaginaryProfile(crypto));
            assertThatCode(() -> {
                for (int i = 0; i < 2 * Rehearsal.KINDS; i++) {
                    rehearsal.play();
                }
            }).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0303, 0x0304})
    void shouldHaveAClientThatResumes(int version) {
        try (WorkerCrypto crypto = WorkerCrypto.create(true)) {
            ConnectionFactory clients = clients(true);
            EngineFactory factory = new EngineFactory(crypto, ProcessTicketKeys.create(new SecureRandom()));
            ServerProfile profile = Rehearsal.imaginaryProfile(crypto);
            Optional<byte[]> session = Optional.empty();
            TlsFacts.Resumed resumed = TlsFacts.Resumed.NO;
            for (int i = 0; i < 2; i++) {
                Optional<byte[]> earlier = session;
                List<byte[]> fromServer = new ArrayList<>();
                TlsConnection server = factory.accept(profile, PeerJudge.INDIFFERENT,
                    new TlsConnection.Output((buf, off, len) -> fromServer.add(Arrays.copyOfRange(buf, off, off + len)), (buf, off, len) -> { }));
                RehearsalClient client = new RehearsalClient(clients, version, earlier);
                for (int round = 0; round < 4; round++) {
                    byte[] toServer = client.output();
                    server.receive(toServer, 0, toServer.length);
                    fromServer.forEach(client::input);
                    fromServer.clear();
                }
                session = client.session().or(() -> earlier);
                resumed = server.facts().orElseThrow().resumed();
            }
            assertThat(session).isPresent();
            assertThat(resumed).isNotEqualTo(TlsFacts.Resumed.NO);
        }
    }

    private static ConnectionFactory clients(boolean nativeAllowed) {
        return Rehearsal.remoteClients(WorkerCrypto.create(nativeAllowed));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSayThatNothingWorksWhenNothingDoes(boolean nativeAllowed) {
        try (WorkerCrypto crypto = WorkerCrypto.create(nativeAllowed)) {
            EngineFactory factory = new EngineFactory(crypto, ProcessTicketKeys.create(new SecureRandom()));
            ServerProfile good = Rehearsal.imaginaryProfile(crypto);
            ServerProfile suiteless = new ServerProfile(good.chains(), good.versions(), List.of(), List.of(), good.groups(),
                good.options(), good.clientCerts(), good.resumption());
            assertThatThrownBy(new Rehearsal(factory, clients(nativeAllowed), suiteless)::play).isInstanceOf(IllegalStateException.class);
        }
    }
}
