package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Conversations that are random, cut, flipped bit by bit or out of order, on the live socket: no process ends, nothing is left open, and
 * each conversation has at most the lines that Postfix has for it. {@code -Dtlsproxy.it.conversations} says how many.
 */
@Tag("once")
@ExtendWith(SharedPostfix.class)
class HostileConversationsIT {

    private static final int CONVERSATIONS = Integer.getInteger("tlsproxy.it.conversations", 2000);
    /** CONNECT, three warnings for what was wrong, two for TLS, failed, DISCONNECT. */
    private static final int MOST_LINES_EACH = 8;
    private static final byte[] HELLO = hello();

    private final PostfixInstance mx;
    private final Random random = new Random(Long.getLong("tlsproxy.it.seed", 20261121));

    HostileConversationsIT(PostfixInstance mx) {
        this.mx = mx;
    }

    private static byte[] hello() {
        byte[] hello = new byte[200];
        byte[] start = {22, 3, 1, 0, (byte) 195, 1, 0, 0, (byte) 191, 3, 3};
        System.arraycopy(start, 0, hello, 0, start.length);
        return hello;
    }

    private List<ProcessView> workers() {
        return Processes.workersOf(mx, "watched");
    }

    private int descriptors() {
        return workers().stream().mapToInt(ProcessView::descriptors).sum();
    }

    @Test
    @ReferenceDiffers("may be stalled and then killed by its watchdog")
    void shouldSurviveThemAll() throws Exception {
        Session.ping(mx.socket("watched"));
        List<ProcessView> before = workers();
        int open = descriptors();
        long mark = mx.log().mark();
        try (Session bystander = Session.through(mx.socket("watched")).open()) {
            for (int i = 0; i < CONVERSATIONS; i++) {
                converse(i);
                if (i % 200 == 0) {
                    bystander.ping();
                }
            }
            bystander.ping();
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(open + 2));
        assertThat(workers()).as("one that a former test left idle may retire meanwhile").containsAnyElementsOf(before);
        List<LogLine> lines = mx.log().since(mark).stream().filter(line -> line.tag().startsWith("postfix/watched")).toList();
        assertThat(lines).noneMatch(line -> line.text().matches("(fatal|panic|error): .*|.*sessions? lost$"));
        assertThat(lines.size()).isLessThan(MOST_LINES_EACH * CONVERSATIONS);
    }

    /** Some steps of a conversation, each perhaps damaged, left out, or twice. */
    private void converse(int number) throws IOException {
        try (ProxyClient client = ProxyClient.connect(mx.socket("watched"))) {
            byte[] request = ProxyRequest.asPostscreen().withTimeouts(1, 1).bytes();
            switch (number % 4) {
                case 0 -> client.write(noise());
                case 1 -> client.write(Arrays.copyOf(request, random.nextInt(request.length)));
                case 2 -> client.write(damaged(request));
                default -> whole(client, request);
            }
        } catch (Native.Failure e) {
            if (!e.isConnectionGone()) {
                throw e;
            }
        }
    }

    private void whole(ProxyClient client, byte[] request) throws IOException {
        TcpPair pair = TcpPair.open();
        try (Socket remote = pair.remote()) {
            byte[] first = random.nextInt(3) == 0 ? HELLO : damaged(HELLO);
            if (random.nextBoolean()) {
                remote.getOutputStream().write(first);
            }
            if (random.nextInt(4) == 0) {
                client.passWith(request, pair.ours());
                return;
            }
            client.write(request);
            if (random.nextInt(4) != 0) {
                client.readList();
                client.status();
            }
            client.passWith(random.nextBoolean() ? new byte[1] : noise(), pair.ours());
            remote.getOutputStream().write(noise());
        } catch (SocketException e) {
            // closed before all was said, as it should be
        }
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] damaged(byte[] good) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(good);
        if (random.nextInt(4) == 0) {
            all.writeBytes(good);
        }
        byte[] bytes = all.toByteArray();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOfRange(bytes, random.nextInt(bytes.length / 2), bytes.length) : bytes;
    }
}
