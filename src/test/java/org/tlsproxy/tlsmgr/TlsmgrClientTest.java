package org.tlsproxy.tlsmgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.tlsmgr.TestLoop.turnUntil;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.TlsmgrReply;

class TlsmgrClientTest {

    /** Longer than the daemon waits: how fast this machine is must not count. */
    private static final ClientLimits PATIENT = new ClientLimits(1000, 60_000, 5000, 1_000_000);
    private static final ClientLimits HASTY = new ClientLimits(1000, 400, 5000, 1_000_000);
    private static final FakeTlsmgr.Script ECHO = (request, peer) ->
        peer.say("status|0|session|" + Base64.getEncoder().encodeToString(request.split("\\|")[5].getBytes()) + "||");

    private final EventLoop loop = TestLoop.create();
    private final LogBook log = new LogBook();
    private final List<String> answers = new ArrayList<>();
    @TempDir
    private Path directory;
    private Path path;

    @BeforeEach
    void nameTheSocket() {
        path = directory.resolve("tlsmgr");
    }

    private TlsmgrClient client(String release, ClientLimits limits) {
        return new TlsmgrClient(loop, log, new TlsmgrService(path.toString(), Generation.of(release).orElseThrow()), limits);
    }

    private TlsmgrClient client() {
        return client("3.7.11", PATIENT);
    }

    /** Looks an id up and writes down what comes: the session as text, or FAILED. */
    private void ask(TlsmgrClient client, String id) {
        client.lookup("smtpd", id, reply -> answers.add(reply.map(TlsmgrReply.Session::session).map(String::new).orElse("FAILED")));
    }

    private List<String> asked(TlsmgrClient client, String... ids) {
        answers.clear();
        loop.turn(0);
        for (String id : ids) {
            ask(client, id);
        }
        turnUntil(loop, () -> answers.size() == ids.length);
        return answers;
    }

    private String[] problem(String text) {
        return new String[] {"warning: problem talking to server " + path + ": " + text};
    }

    @Test
    void shouldAskOneAfterTheOtherOverOneConnection() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, ECHO)) {
            TlsmgrClient client = client();

            assertThat(asked(client, "a", "b", "c")).containsExactly("a", "b", "c");
            assertThat(asked(client, "d")).containsExactly("d");

            assertThat(tlsmgr.connections()).isEqualTo(1);
            assertThat(tlsmgr.requests()).startsWith("request|lookup|cache_type|smtpd|cache_id|a||").hasSize(4);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void shouldSendARequestOnlyWhenTheOneBeforeIsAnswered() {
        CountDownLatch go = new CountDownLatch(1);
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> {
            awaitQuietly(go);
            ECHO.answer(request, peer);
        })) {
            TlsmgrClient client = client();
            ask(client, "a");
            ask(client, "b");
            turnUntil(loop, () -> tlsmgr.requests().size() == 1);
            loop.turn(100);
            assertThat(tlsmgr.requests()).hasSize(1);
            go.countDown();
            turnUntil(loop, () -> answers.size() == 2);
            assertThat(answers).containsExactly("a", "b");
        }
    }

    @Test
    void shouldLetAThousandWaitAndFailTheNextAtOnce() {
        CountDownLatch go = new CountDownLatch(1);
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> {
            awaitQuietly(go);
            ECHO.answer(request, peer);
        })) {
            TlsmgrClient client = client();
            loop.turn(0);
            IntStream.range(0, 1001).forEach(i -> ask(client, "id" + i));
            turnUntil(loop, () -> !answers.isEmpty());
            assertThat(answers).containsExactly("FAILED");
            go.countDown();
            turnUntil(loop, () -> answers.size() == 1001);

            assertThat(answers.subList(1, 1001)).containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(i -> "id" + i).toList());
            assertThat(log.lines()).containsExactly(problem("No buffer space available"));
            assertThat(tlsmgr.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldReadEveryKindOfReply() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> peer.say(switch (request.split("\\|")[1]) {
            case "seed" -> "status|0|seed|QUJD||";
            case "policy" -> "status|0|cachable|1|timeout|3600||";
            case "tktkey" -> "status|4294967295|keybuf|||";
            default -> "status|0||";
        }))) {
            TlsmgrClient client = client();
            client.seed(3, reply -> answers.add(new String(reply.orElseThrow().seed())));
            client.policy("smtpd", reply -> answers.add(reply.orElseThrow().toString()));
            client.ticketKey(new byte[0], reply -> answers.add("key " + reply.orElseThrow().status()));
            client.update("smtpd", "id", new byte[] {65}, reply -> answers.add("update " + reply.orElseThrow().status()));
            client.delete("smtpd", "id", reply -> answers.add("delete " + reply.orElseThrow().status()));
            turnUntil(loop, () -> answers.size() == 5);

            assertThat(answers).containsExactly("ABC", "Policy[status=0, cachable=true, lifetimeSeconds=3600]", "key -1", "update 0",
                "delete 0");
            assertThat(tlsmgr.requests()).endsWith("request|tktkey|keyname|||", "request|update|cache_type|smtpd|cache_id|id|session|QQ==||",
                "request|delete|cache_type|smtpd|cache_id|id||");
        }
    }

    @Test
    void shouldTakeAReplyInAnyPortions() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> {
            for (char each : "status|0|session|QUJD||".toCharArray()) {
                peer.say(String.valueOf(each));
            }
        })) {
            assertThat(asked(client(), "a", "b")).containsExactly("ABC", "ABC");
            assertThat(tlsmgr.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldSendWhatTheSocketDoesNotTakeAtOnce() {
        CountDownLatch read = new CountDownLatch(1);
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> {
            peer.say("status|0||");
            awaitQuietly(read);
        })) {
            TlsmgrClient client = client();
            loop.turn(0);
            client.update("smtpd", "a", new byte[10], reply -> answers.add("first"));
            turnUntil(loop, () -> answers.size() == 1);
            client.update("smtpd", "b", new byte[1_000_000], reply -> answers.add("second " + reply.orElseThrow().status()));
            loop.turn(50);
            read.countDown();
            turnUntil(loop, () -> answers.size() == 2);

            assertThat(answers).endsWith("second 0");
            assertThat(tlsmgr.requests().get(1)).hasSize("request|update|cache_type|smtpd|cache_id|b|session|||".length() + 1_333_336);
            assertThat(tlsmgr.connections()).isEqualTo(1);
            assertThat(loop.turn(0)).as("sockets ready after everything was sent").isZero();
        }
    }

    @Test
    void shouldNotExpectAnAnnouncementOfOldReleases() {
        try (FakeTlsmgr tlsmgr = new FakeTlsmgr(path, "", ECHO)) {
            assertThat(asked(client("3.5.25", PATIENT), "a")).containsExactly("a");
            assertThat(tlsmgr.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldFailInTimeWhenTheAnnouncementIsMissing() {
        try (FakeTlsmgr tlsmgr = new FakeTlsmgr(path, "", ECHO)) {
            assertThat(asked(client("3.7.11", HASTY), "a", "b")).containsExactly("FAILED", "FAILED");
            assertThat(log.lines()).containsExactly(problem("Connection timed out"));
            assertThat(tlsmgr.requests()).isEmpty();
        }
    }

    @Test
    void shouldAskNothingOfAnotherServer() {
        try (FakeTlsmgr other = new FakeTlsmgr(path, "protocol|proxymap_protocol||", ECHO)) {
            assertThat(asked(client(), "a")).containsExactly("FAILED");
            assertThat(log.lines()).containsExactly(
                "warning: unexpected protocol proxymap_protocol from " + path + " (expected: tlsmgr_protocol)");
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status|0|session|QUJD||status|0||", "status|0||", "status|x|session|QUJD||", "status|0|session|%%%||", "||"})
    void shouldFailOnNonsenseAndConnectAnew(String nonsense) {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> {
            if (request.contains("bad")) {
                peer.say(nonsense);
            } else {
                ECHO.answer(request, peer);
            }
        })) {
            TlsmgrClient client = client();
            assertThat(asked(client, "bad")).containsExactly("FAILED");
            assertThat(log.lines()).hasSize(1).allMatch(line -> line.startsWith("warning: ") && line.contains(path.toString()));
            turnUntil(loop, () -> asked(client, "good").equals(List.of("good")));
            assertThat(tlsmgr.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldFailOnGarbageWithoutEnd() {
        byte[] garbage = new byte[100_000];
        Arrays.fill(garbage, (byte) 0xAA);
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> peer.write(garbage))) {
            assertThat(asked(client(), "a")).containsExactly("FAILED");
            assertThat(log.lines()).hasSize(1);
            assertThat(tlsmgr.requests()).hasSize(1);
        }
    }

    @Test
    void shouldAskOnceMoreWhenTheConnectionEnds() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, new FakeTlsmgr.Script() {
            private boolean again;

            @Override
            public void answer(String request, FakeTlsmgr.Peer peer) throws IOException {
                if (again) {
                    ECHO.answer(request, peer);
                } else {
                    peer.say("status|0|sess");
                    peer.hangUp();
                }
                again = true;
            }
        })) {
            assertThat(asked(client(), "a", "b")).containsExactly("a", "b");
            assertThat(tlsmgr.requests()).hasSize(3);
            assertThat(tlsmgr.connections()).isEqualTo(2);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void shouldFailAllWhenTheConnectionEndsTwice() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> peer.hangUp())) {
            assertThat(asked(client(), "a", "b", "c")).containsExactly("FAILED", "FAILED", "FAILED");
            assertThat(tlsmgr.requests()).hasSize(2);
            assertThat(log.lines()).containsExactly(problem("Connection reset by peer"));
        }
    }

    @Test
    void shouldWarnOfATruncatedReplyInPostfixsWords() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> {
            peer.say("status|0|session|QU");
            peer.hangUp();
        })) {
            assertThat(asked(client(), "a")).containsExactly("FAILED");
            assertThat(log.lines()).containsExactly(
                "warning: unexpected end-of-input from " + path + " while reading input attribute value");
            assertThat(tlsmgr.requests()).hasSize(2);
        }
    }

    @Test
    void shouldGetAlongWithAServerThatClosesAfterEachReply() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> {
            ECHO.answer(request, peer);
            peer.hangUp();
        })) {
            assertThat(asked(client(), "a", "b", "c", "d")).containsExactly("a", "b", "c", "d");
            assertThat(tlsmgr.connections()).isEqualTo(4);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void shouldSayNothingWhenTlsmgrEndsWhileIdleAndComesBack() {
        TlsmgrClient client = client();
        try (FakeTlsmgr first = FakeTlsmgr.answering(path, ECHO)) {
            assertThat(asked(client, "a")).containsExactly("a");
            assertThat(first.connections()).isEqualTo(1);
        }
        try (FakeTlsmgr second = FakeTlsmgr.answering(path, ECHO)) {
            assertThat(asked(client, "b")).containsExactly("b");
            assertThat(second.connections()).isEqualTo(1);
        }
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldFailFastWhileNobodyListensAndRecoverWithinASecond() {
        TlsmgrClient client = client();
        assertThat(asked(client, "a", "b")).containsExactly("FAILED", "FAILED");
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, ECHO)) {
            long start = System.nanoTime();
            assertThat(asked(client, "c")).containsExactly("FAILED");
            assertThat(tlsmgr.connections()).as("connections during the back-off").isZero();
            turnUntil(loop, () -> asked(client, "d").equals(List.of("d")));
            assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(1500);
            assertThat(tlsmgr.connections()).isEqualTo(1);
        }
        assertThat(log.lines()).containsExactly("warning: connect to " + path + ": No such file or directory");
    }

    @Test
    void shouldNotCallBackWithinTheCallThatAsks() {
        TlsmgrClient client = client();
        assertThat(asked(client, "a")).containsExactly("FAILED");
        answers.clear();
        ask(client, "b");
        assertThat(answers).isEmpty();
        loop.turn(0);
        assertThat(answers).containsExactly("FAILED");
    }

    @Test
    void shouldWaitAMomentWhenTheBacklogIsFull() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
             SocketChannel one = SocketChannel.open(StandardProtocolFamily.UNIX);
             SocketChannel two = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path), 1);
            one.connect(UnixDomainSocketAddress.of(path));
            two.connect(UnixDomainSocketAddress.of(path));
            TlsmgrClient client = client("3.5.0", HASTY);
            loop.turn(0);
            ask(client, "a");
            loop.turn(0);
            assertThat(answers).isEmpty();
            turnUntil(loop, () -> answers.size() == 1);
        }
        assertThat(answers).containsExactly("FAILED");
        assertThat(log.lines()).containsExactly("warning: connect to " + path + ": Resource temporarily unavailable");
    }

    @Test
    void shouldDelayOneRequestAtATimeWhileTlsmgrHangs() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> { })) {
            TlsmgrClient client = client("3.7.11", HASTY);
            assertThat(asked(client, "a", "b")).containsExactly("FAILED", "FAILED");
            answers.clear();
            long end = loop.now() + 1000;
            turnUntil(loop, () -> loop.now() > end);
            ask(client, "probe");
            ask(client, "other");
            loop.turn(0);
            assertThat(answers).as("the second fails while the first is tried").containsExactly("FAILED");
            turnUntil(loop, () -> answers.size() == 2);
            assertThat(log.lines()).containsExactly(problem("Connection timed out"));
        }
    }

    @Test
    void shouldCloseAnIdleConnection() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, ECHO)) {
            TlsmgrClient client = client("3.7.11", new ClientLimits(10, 5000, 200, 1_000_000));
            assertThat(asked(client, "a")).containsExactly("a");
            assertThat(tlsmgr.ended()).isZero();
            turnUntil(loop, () -> tlsmgr.ended() == 1);
            assertThat(asked(client, "b")).containsExactly("b");
            assertThat(tlsmgr.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldNotUseAConnectionForTooLong() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, ECHO)) {
            assertThat(asked(client("3.7.11", new ClientLimits(10, 5000, 5000, 0)), "a", "b", "c")).containsExactly("a", "b", "c");
            assertThat(tlsmgr.connections()).isEqualTo(3);
        }
    }

    @Test
    void shouldFailWhatWaitsWhenItIsClosed() {
        try (FakeTlsmgr tlsmgr = FakeTlsmgr.answering(path, (request, peer) -> { })) {
            TlsmgrClient client = client();
            ask(client, "a");
            turnUntil(loop, () -> tlsmgr.requests().size() == 1);
            client.close();
            ask(client, "b");
            turnUntil(loop, () -> answers.size() == 2);
            turnUntil(loop, () -> tlsmgr.ended() == 1);
            assertThat(answers).containsExactly("FAILED", "FAILED");
            assertThat(log.lines()).isEmpty();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
