package org.tlsproxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tlsproxy.engine.ClientHelloFacts;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsConnection.Phase;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.engine.TlsFailure;
import org.tlsproxy.log.Logger;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.Request;
import org.tlsproxy.wire.RequestReader;

/** Walks every edge of the diagram in {@link SessionState}. */
class SessionStateTest {

    private static final Request SERVER = new Request("[192.0.2.1]:2525", 1, 300, 200, "smtpd");
    private static final byte[] BYTES = new byte[16];

    private final List<String> log = new ArrayList<>();
    private final Collected client = new Collected();
    private final World world = new World();
    private final Turn turn = new Turn(world, new ListLog(), client);
    private final ScriptedTls tls = new ScriptedTls(new TlsConnection.Output((b, o, l) -> { }, client));
    private SessionState state = SessionState.first(Generation.of("3.7.11").orElseThrow());

    private static final class Collected implements Output {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void accept(byte[] buf, int off, int len) {
            text.append(new String(buf, off, len, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void prepend(byte[] bytes) {
            text.insert(0, new String(bytes, StandardCharsets.ISO_8859_1));
        }

        String take() {
            String taken = text.toString();
            text.setLength(0);
            return taken;
        }
    }

    private final class ListLog implements Logger {
        @Override
        public void info(String text) {
            log.add(text);
        }

        @Override
        public void warn(String text) {
            log.add("warning: " + text);
        }

        @Override
        public void error(String text) {
            log.add("error: " + text);
        }

        @Override
        public boolean verbose() {
            return false;
        }
    }

    private final class World implements Services, RoleSession {
        private boolean available = true;
        private boolean refuses;
        private boolean older;
        private boolean recalls;

        @Override
        public Optional<RoleSession> prepare(RequestReader.Settled request) {
            return available ? Optional.of(this) : Optional.empty();
        }

        @Override
        public TlsConnection tls() {
            return tls;
        }

        @Override
        public boolean admits() {
            return !refuses;
        }

        @Override
        public void abandon() {
            tls.destroy();
        }

        @Override
        public Optional<Question> beforehand() {
            return recalls ? Optional.of(new Question.EarlierSession("key")) : Optional.empty();
        }

        @Override
        public void recalled(Question.Answer answer) {
            log.add("recalled " + answer.getClass().getSimpleName());
        }

        @Override
        public void established(TlsFacts facts) {
            log.add("established");
        }

        @Override
        public void ask(Question question, Consumer<Question.Answer> answer) {
            answer.accept(new Question.NotFound());
        }

        @Override
        public void refused(ClientHelloFacts offer, TlsFailure failure) {
            log.add("refused");
        }

        @Override
        public byte[] report(TlsFacts facts) {
            return "<report>".getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void mismatch(String warning) {
            log.add("warning: " + warning);
        }

        @Override
        public boolean refusalIsFailure() {
            return older;
        }
    }

    private void say(Request request) {
        byte[] list = request.printed();
        state = state.plaintext(list, list.length, turn);
    }

    private void givenDescriptorAwaited(Request request) {
        say(request);
        assertThat(state).isInstanceOf(AwaitDescriptor.class);
        log.clear();
        client.take();
    }

    private void givenHandshaking(Request request) {
        givenDescriptorAwaited(request);
        state = state.descriptors(1, turn);
        assertThat(state).isInstanceOf(Handshaking.class);
    }

    private void givenRelaying() {
        givenHandshaking(SERVER);
        tls.then(Phase.OPEN, "");
        state = state.ciphertext(BYTES, 16, turn);
        assertThat(state).isInstanceOf(Relaying.class);
        log.clear();
    }

    @Test
    void shouldSayAvailableAndAwaitADescriptor() {
        say(SERVER);
        assertThat(state).isInstanceOf(AwaitDescriptor.class);
        assertThat(client.take()).isEqualTo("status\0001\0\0");
        assertThat(log).containsExactly("CONNECT from [192.0.2.1]:2525");
        assertThat(state.interest()).isEqualTo(Interest.DESCRIPTOR);
    }

    private void givenRecalling() {
        world.recalls = true;
        givenDescriptorAwaited(SERVER);
        state = state.descriptors(1, turn);
        assertThat(state).isInstanceOf(Recalling.class);
    }

    @Test
    void shouldNotBeginAHandshakeBeforeItKnowsWhatCanBeResumed() {
        givenRecalling();
        assertThat(state.interest()).isEqualTo(Interest.NOTHING);
        assertThat(state.question()).contains(new Question.EarlierSession("key"));
        assertThat(tls.calls).isEmpty();

        state = state.answered(new Question.Data(BYTES), turn);

        assertThat(state).isInstanceOf(Handshaking.class);
        assertThat(log).containsExactly("recalled Data");
        assertThat(tls.calls).containsExactly("start");
    }

    @Test
    void shouldEndWithoutAConnectionIfThePeerGoesWhileASessionIsLookedFor() {
        givenRecalling();
        state = state.ciphertextEnd(true, turn);
        assertThat(state.over()).isTrue();
        assertThat(log).containsExactly("TLS handshake failed for service=smtpd peer=[192.0.2.1]:2525", "DISCONNECT [192.0.2.1]:2525");
    }

    @Test
    void shouldNotWaitForeverForASessionOfEarlier() {
        givenRecalling();
        assertThat(state.plaintextEnd(turn)).isSameAs(state);
        assertThat(state.patienceMillis()).isEqualTo(300_000);
        state = state.timeout(false, turn);
        assertThat(state.over()).isTrue();
        assertThat(log).first().isEqualTo("warning: ciphertext read/write timeout for [192.0.2.1]:2525");
    }

    @Test
    void shouldReadARequestInPiecesWithinAFixedTime() {
        byte[] list = SERVER.printed();
        assertThat(state.patienceMillis()).isEqualTo(100_000);
        for (int i = 0; i < list.length - 1; i++) {
            state = state.plaintext(new byte[] {list[i]}, 1, turn);
            assertThat(state.patienceMillis()).isEqualTo(5_000);
            assertThat(state.activityCounts()).isFalse();
        }
        state = state.plaintext(new byte[] {0}, 1, turn);
        assertThat(state).isInstanceOf(AwaitDescriptor.class);
    }

    @Test
    void shouldCloseSilentlyForTheClientWhenTheRequestIsBad() {
        byte[] bad = "nonsense\0x\0\0".getBytes(StandardCharsets.ISO_8859_1);
        state = state.plaintext(bad, bad.length, turn);
        assertThat(state.over()).isTrue();
        assertThat(client.take()).isEmpty();
        assertThat(log).hasSize(2).last().asString().startsWith("warning: tlsp_get_request_event: receive request attributes: ");
    }

    @Test
    void shouldNameTheTimeWhenAClientStalls() {
        state = state.plaintext(new byte[] {'r'}, 1, turn);
        state = state.timeout(false, turn);
        assertThat(state.over()).isTrue();
        assertThat(log).last().isEqualTo("warning: tlsp_get_request_event: receive request attributes: Connection timed out");
    }

    @Test
    void shouldEndWhenThereIsNoRoomForTheRestOfALongRequest() {
        state = state.plaintext(new byte[] {'r'}, 1, turn);
        assertThat(state.requesting()).isTrue();
        state = state.requestTooLarge(turn);
        assertThat(state.over()).isTrue();
        assertThat(log).containsExactly("warning: no memory left for long requests: closing the connection of a client that sends one");
    }

    @Test
    void shouldSayUnavailableAndWaitForTheClientToClose() {
        world.available = false;
        say(SERVER);
        assertThat(client.take()).isEqualTo("status\0000\0\0");
        assertThat(state).isInstanceOf(Refused.class);
        assertThat(state.patienceMillis()).isEqualTo(100_000);
        state = state.plaintextEnd(turn);
        assertThat(state.over()).isTrue();
        assertThat(log).containsExactly("CONNECT from [192.0.2.1]:2525", "DISCONNECT [192.0.2.1]:2525");
    }

    @Test
    void shouldCallARefusalAFailureAsOlderReleasesDo() {
        world.available = false;
        world.older = true;
        say(SERVER);
        state = state.timeout(false, turn);
        assertThat(log).containsExactly("CONNECT from [192.0.2.1]:2525",
            "TLS handshake failed for service=smtpd peer=[192.0.2.1]:2525", "DISCONNECT [192.0.2.1]:2525");
    }

    @Test
    void shouldRefuseBogusRoles() {
        say(new Request("[192.0.2.1]:2525", 3, 300, 200, "smtpd"));
        assertThat(state).isInstanceOf(Refused.class);
        assertThat(client.take()).isEqualTo("status\0000\0\0");
        assertThat(log).contains("warning: tlsp_get_request_event: bad request flags: 0x3");
    }

    @Test
    void shouldOnlyAnswerAProbe() {
        say(new Request("[192.0.2.1]:2525", 9, 0, 0, "smtpd"));
        assertThat(client.take()).isEqualTo("status\0001\0\0");
        assertThat(state).isInstanceOf(Refused.class);
        assertThat(tls.calls).containsExactly("destroy");
    }

    @Test
    void shouldFailWithoutExactlyOneUsableDescriptor() {
        for (int count : new int[] {0, 2, 50, SessionState.UNUSABLE_DESCRIPTOR}) {
            state = SessionState.first(Generation.of("3.7.11").orElseThrow());
            givenDescriptorAwaited(SERVER);
            state = state.descriptors(count, turn);
            assertThat(state.over()).isTrue();
            assertThat(log).hasSize(3).first().asString()
                .startsWith("warning: tlsp_get_fd_event: receive remote SMTP peer file descriptor: ");
            assertThat(log).last().isEqualTo("DISCONNECT [192.0.2.1]:2525");
        }
    }

    @Test
    void shouldGiveUpOnAClientThatSendsNoDescriptor() {
        givenDescriptorAwaited(SERVER);
        state = state.timeout(false, turn);
        assertThat(log).containsExactly("warning: tlsp_get_fd_event: receive remote SMTP peer file descriptor: Connection timed out",
            "TLS handshake failed for service=smtpd peer=[192.0.2.1]:2525", "DISCONNECT [192.0.2.1]:2525");
    }

    @Test
    void shouldRefuseBeforeTheHandshakeWhatThePolicyForbids() {
        givenDescriptorAwaited(SERVER);
        world.refuses = true;
        state = state.descriptors(1, turn);
        assertThat(state.over()).isTrue();
        assertThat(tls.calls).containsExactly("destroy");
    }

    @Test
    void shouldNotListenToTheClientDuringTheHandshake() {
        givenHandshaking(SERVER);
        assertThat(state.interest()).isEqualTo(Interest.CIPHERTEXT);
        assertThat(state.patienceMillis()).isEqualTo(300_000);
        assertThat(state.plaintextEnd(turn)).isSameAs(state);
    }

    @Test
    void shouldPutTheReportInFrontOfPlaintextThatCameWithTheHandshake() {
        givenHandshaking(new Request("[192.0.2.1]:2525", 5, 300, 200, "smtpd"));
        tls.then(Phase.OPEN, "EHLO early\r\n");
        state = state.ciphertext(BYTES, 16, turn);
        assertThat(client.take()).isEqualTo("<report>EHLO early\r\n");
        assertThat(log).containsExactly("established");
    }

    @Test
    void shouldSendNoReportUnasked() {
        givenHandshaking(SERVER);
        tls.then(Phase.OPEN, "x");
        state = state.ciphertext(BYTES, 16, turn);
        assertThat(client.take()).isEqualTo("x");
    }

    @Test
    void shouldLogTheLibrarysReasonAndFlushTheAlert() {
        givenHandshaking(SERVER);
        tls.failsWith("no shared cipher");
        state = state.ciphertext(BYTES, 16, turn);
        assertThat(state).isInstanceOf(Flushing.class);
        state = state.flushed(turn);
        assertThat(state.over()).isTrue();
        assertThat(log).hasSize(3);
        assertThat(log.get(0)).startsWith("warning: TLS library problem: error:0A0000C1:SSL routines::no shared cipher:");
        assertThat(log.get(1)).isEqualTo("TLS handshake failed for service=smtpd peer=[192.0.2.1]:2525");
    }

    @Test
    void shouldSayNothingOfAPeerThatVanishesInTheHandshake() {
        givenHandshaking(SERVER);
        state = state.ciphertextEnd(true, turn);
        assertThat(state.over()).isTrue();
        assertThat(log).containsExactly("TLS handshake failed for service=smtpd peer=[192.0.2.1]:2525", "DISCONNECT [192.0.2.1]:2525");
    }

    @Test
    void shouldKeepThePeerWaitingForALookupAndGoOnWithItsAnswer() {
        givenHandshaking(SERVER);
        tls.asks(new Question.ServerName("mail.example.test"));
        state = state.ciphertext(BYTES, 16, turn);
        assertThat(state.question()).contains(new Question.ServerName("mail.example.test"));
        assertThat(state.interest()).isEqualTo(Interest.NOTHING);
        tls.then(Phase.OPEN, "");
        state = state.answered(new Question.NotFound(), turn);
        assertThat(state).isInstanceOf(Relaying.class);
    }

    @Test
    void shouldLetTheTicketsWaitForTheAnswerToAPeerThatHasSpoken() {
        givenHandshaking(SERVER);
        tls.opensWith("EHLO x\r\n");
        state = state.ciphertext(BYTES, 16, turn);
        assertThat(state).isEqualTo(new Settling(new Relaying(SERVER, tls)));
        assertThat(client.take()).isEqualTo("EHLO x\r\n");
    }

    @Test
    void shouldTimeOutAStalledHandshake() {
        givenHandshaking(SERVER);
        state = state.timeout(false, turn);
        assertThat(log).first().isEqualTo("warning: ciphertext read/write timeout for [192.0.2.1]:2525");
        assertThat(state.over()).isTrue();
    }

    @Test
    void shouldRelayBothWaysForTheSessionTimeAndTenSeconds() {
        givenRelaying();
        assertThat(state.interest()).isEqualTo(Interest.PLAINTEXT | Interest.CIPHERTEXT);
        assertThat(state.patienceMillis()).isEqualTo(210_000);
        assertThat(state.plaintext("220 hi".getBytes(StandardCharsets.ISO_8859_1), 6, turn)).isSameAs(state);
        assertThat(tls.calls).contains("send 220 hi");
        tls.then(Phase.OPEN, "QUIT\r\n");
        assertThat(state.ciphertext(BYTES, 16, turn)).isSameAs(state);
        assertThat(client.take()).isEqualTo("QUIT\r\n");
    }

    @Test
    void shouldSendOneCloseNotifyWhenTheClientEnds() {
        givenRelaying();
        state = state.plaintextEnd(turn);
        assertThat(state).isInstanceOf(Flushing.class);
        assertThat(tls.calls).endsWith("close");
        state = state.flushed(turn);
        assertThat(state.over()).isTrue();
        assertThat(log).containsExactly("DISCONNECT [192.0.2.1]:2525");
        assertThat(tls.calls).endsWith("destroy");
    }

    @Test
    void shouldTrickleOutAndSendNothingWhenThePeerEnds() {
        givenRelaying();
        tls.then(Phase.PEER_CLOSED, "last words");
        state = state.ciphertext(BYTES, 16, turn);
        assertThat(state).isInstanceOf(Draining.class);
        assertThat(state.interest()).isEqualTo(Interest.NOTHING);
        state = state.flushed(turn);
        assertThat(state.over()).isTrue();
        assertThat(tls.calls).doesNotContain("close");
        assertThat(client.take()).isEqualTo("last words");
    }

    @Test
    void shouldTolerateAMissingCloseNotify() {
        givenRelaying();
        state = state.ciphertextEnd(false, turn);
        assertThat(state).isInstanceOf(Draining.class);
        state = state.flushed(turn);
        assertThat(log).containsExactly("DISCONNECT [192.0.2.1]:2525");
    }

    @Test
    void shouldLogAProtocolErrorAndDeliverWhatCameBefore() {
        givenRelaying();
        tls.failsWith("decryption failed or bad record mac");
        state = state.ciphertext(BYTES, 16, turn);
        assertThat(state).isInstanceOf(Draining.class);
        assertThat(log).hasSize(1);
    }

    @Test
    void shouldTellWhichSideWasStuck() {
        givenRelaying();
        SessionState relaying = state;
        relaying.timeout(false, turn);
        assertThat(log).first().isEqualTo("warning: ciphertext read/write timeout for [192.0.2.1]:2525");
        log.clear();
        relaying.timeout(true, turn);
        assertThat(log).first().isEqualTo("warning: deadlock on plaintext stream for [192.0.2.1]:2525");
    }

    @Test
    void shouldGiveUpOnAClientThatNeverReadsTheRest() {
        givenRelaying();
        state = state.ciphertextEnd(false, turn).timeout(true, turn);
        assertThat(state.over()).isTrue();
        assertThat(log).first().isEqualTo("warning: deadlock on plaintext stream for [192.0.2.1]:2525");
    }

    @Test
    void shouldGiveUpOnAPeerThatNeverReadsTheRest() {
        givenRelaying();
        state = state.plaintextEnd(turn).timeout(false, turn);
        assertThat(state.over()).isTrue();
        assertThat(log).first().isEqualTo("warning: ciphertext read/write timeout for [192.0.2.1]:2525");
    }

    @Test
    void shouldHoldBackWhoeverSendsFasterThanTheOtherSideReads() {
        givenRelaying();
        assertThat(Interest.of(state, 0, 0)).isEqualTo(Interest.PLAINTEXT | Interest.CIPHERTEXT);
        assertThat(Interest.of(state, 0, 1)).isEqualTo(Interest.CIPHERTEXT);
        assertThat(Interest.of(state, 1, 0)).isEqualTo(Interest.PLAINTEXT);
        assertThat(Interest.of(state, 1, 1)).isEqualTo(Interest.NOTHING);
        assertThat(Interest.of(state, 0, 64 * 1024 + 1)).isEqualTo(Interest.NOTHING);
    }
}
