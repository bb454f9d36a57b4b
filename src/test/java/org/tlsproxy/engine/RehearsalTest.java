package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.crypto.WorkerCrypto;

class RehearsalTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPlayBothVersionsWithEitherCrypto(boolean nativeAllowed) {
        try (WorkerCrypto crypto = WorkerCrypto.create(nativeAllowed)) {
            EngineFactory factory = new EngineFactory(crypto, ProcessTicketKeys.create(new SecureRandom()));
            Rehearsal rehearsal = new Rehearsal(factory, WorkerCrypto.create(nativeAllowed), Rehearsal.imaginaryProfile(crypto));
            assertThatCode(() -> {
                rehearsal.play();
                rehearsal.play();
                rehearsal.play();
            }).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSayThatNothingWorksWhenNothingDoes(boolean nativeAllowed) {
        try (WorkerCrypto crypto = WorkerCrypto.create(nativeAllowed)) {
            EngineFactory factory = new EngineFactory(crypto, ProcessTicketKeys.create(new SecureRandom()));
            ServerProfile good = Rehearsal.imaginaryProfile(crypto);
            ServerProfile suiteless = new ServerProfile(good.chains(), good.versions(), List.of(), List.of(), good.groups(),
                good.options(), good.clientCerts(), good.resumption());
            assertThatThrownBy(new Rehearsal(factory, WorkerCrypto.create(nativeAllowed), suiteless)::play).isInstanceOf(IllegalStateException.class);
        }
    }
}
