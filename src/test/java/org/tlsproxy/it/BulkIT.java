package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Large mails: complete and in order, and a slow reader slows its sender down instead of filling the server's memory. */
@ExtendWith(SharedPostfix.class)
class BulkIT {

    private static final int SIZE = 20_000_000;
    private static final int PIECE = 50_000;
    private static final int KERNEL_BUFFERS = 100_000;
    /** What kernel buffers and one session of the service may hold while nobody reads. */
    private static final long IN_FLIGHT = 4_000_000;

    private final PostfixInstance mx;

    BulkIT(PostfixInstance mx) {
        this.mx = mx;
    }

    /** Sends a piece. */
    interface Sink {
        void write(byte[] piece) throws IOException;
    }

    /** Receives up to so many bytes. */
    interface Source {
        int read(byte[] to, int size) throws IOException;
    }

    /** The same bytes for sender and reader: order matters, and no block repeats. */
    private static CompletableFuture<Void> send(Sink sink, AtomicLong sent) {
        return Background.run(() -> {
            Random random = new Random(7);
            byte[] piece = new byte[PIECE];
            while (sent.get() < SIZE) {
                random.nextBytes(piece);
                sink.write(piece);
                sent.addAndGet(PIECE);
            }
        });
    }

    private static void receive(Source source) throws IOException {
        Random random = new Random(7);
        byte[] expected = new byte[PIECE];
        byte[] piece = new byte[PIECE];
        for (int got = 0; got < SIZE; got += PIECE) {
            random.nextBytes(expected);
            for (int n = 0; n < PIECE;) {
                byte[] part = new byte[PIECE - n];
                int size = source.read(part, part.length);
                assertThat(size).as("bytes after %d", got + n).isPositive();
                System.arraycopy(part, 0, piece, n, size);
                n += size;
            }
            assertThat(piece).as("bytes from %d", got).isEqualTo(expected);
        }
    }

    /** Waits until the sender has stopped moving for a while. */
    private static void awaitStall(AtomicLong sent) {
        long[] last = {-1};
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(300)).until(() -> {
            boolean still = last[0] == sent.get();
            last[0] = sent.get();
            return still && last[0] > 0;
        });
    }

    private static void holdBack(Sink sink, Source source) throws Exception {
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Void> sender = send(sink, sent);
        awaitStall(sent);
        assertThat(sent.get()).as("taken from the sender while nobody reads").isLessThan(IN_FLIGHT);
        receive(source);
        sender.get(20, TimeUnit.SECONDS);
    }

    private static int readPlaintext(ProxyClient client, byte[] to, int size) throws IOException {
        int n = Math.min(size, 1000);
        System.arraycopy(client.read(n), 0, to, 0, n);
        return n;
    }

    @Test
    void shouldHoldBackASendingMailClientWhilePostfixDoesNotRead() throws Exception {
        try (Session session = Session.through(mx.socket("tlsproxy")).buffers(KERNEL_BUFFERS).open()) {
            session.ping();
            holdBack(session.peer()::write, (to, size) -> readPlaintext(session.client(), to, size));
        }
    }

    @Test
    void shouldHoldBackPostfixWhileTheMailClientDoesNotRead() throws Exception {
        try (Session session = Session.through(mx.socket("tlsproxy")).buffers(KERNEL_BUFFERS).open()) {
            session.ping();
            holdBack(session.client()::write, session.peer()::readSome);
        }
    }

    @Test
    void shouldCarryBothWaysAtOnce() throws Exception {
        try (Session session = Session.through(mx.socket("tlsproxy")).protocols("TLSv1.2").open()) {
            session.ping();
            CompletableFuture<Void> up = send(session.client()::write, new AtomicLong());
            CompletableFuture<Void> upRead = Background.run(() -> receive(session.peer()::readSome));
            CompletableFuture<Void> down = send(session.peer()::write, new AtomicLong());
            receive((to, size) -> readPlaintext(session.client(), to, size));
            CompletableFuture.allOf(up, upRead, down).get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldNotGrowWithWhatItCarries() throws Exception {
        try (Session session = Session.through(mx.socket("watched")).open()) {
            session.ping();
            long before = resident();
            for (int round = 0; round < 2; round++) {
                CompletableFuture<Void> sender = send(session.peer()::write, new AtomicLong());
                receive((to, size) -> readPlaintext(session.client(), to, size));
                sender.get(20, TimeUnit.SECONDS);
            }
            assertThat(resident() - before).as("kB of growth for 40 MB of mail").isLessThan(30_000);
        }
    }

    private long resident() {
        return mx.processesOf("watched").stream().mapToLong(ProcessView::residentKilobytes).sum();
    }
}
