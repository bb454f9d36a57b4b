package org.tlsproxy.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tlsproxy.log.Logger;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Sockets;

class ControlLinkTest {

    private ControlChannel launcher;
    private ControlChannel channel;
    private Ledger ledger;
    private Registry registry;
    private ControlLink link;
    private int[] pipe;
    /** What the ledger said when a connection was served. */
    private final List<Ledger.Account> served = new ArrayList<>();
    private boolean drained;

    private static final class Silence implements Logger {
        @Override
        public void info(String text) {
            // nothing
        }

        @Override
        public void warn(String text) {
            // nothing
        }

        @Override
        public void error(String text) {
            // nothing
        }

        @Override
        public boolean verbose() {
            return false;
        }
    }

    @BeforeEach
    void open() throws ErrnoException {
        int[] pair = Sockets.seqPacketPair();
        pipe = Descriptors.pipe();
        launcher = new ControlChannel(pair[0]);
        channel = new ControlChannel(pair[1]);
        ledger = Ledger.create();
        EventLoop loop = new EventLoop(new Watchdog(0, where -> { }));
        registry = new Registry(new Silence(), () -> link.changed());
        link = new ControlLink(new ControlLink.Tie(channel, ledger), loop, registry, this::serve, () -> drained = true);
    }

    @AfterEach
    void close() {
        launcher.close();
        channel.close();
        ledger.passedOn();
        ledger.close();
        Descriptors.close(pipe[0]);
        Descriptors.close(pipe[1]);
    }

    private void serve(int descriptor) {
        served.add(ledger.account());
        registry.opened();
        Descriptors.close(descriptor);
    }

    private void hand(long serial) {
        assertThat(launcher.send(new ControlMessage.Connection(serial), pipe[0])).isEqualTo(ControlChannel.Sent.DONE);
    }

    @Test
    void shouldWriteDownWhatItTookBeforeItIsServed() {
        hand(1);
        link.ready(Epoll.IN);
        assertThat(served).containsExactly(new Ledger.Account(1, 0));
    }

    @Test
    void shouldWriteDownThatASessionEnded() {
        hand(1);
        link.ready(Epoll.IN);
        registry.closed();
        assertThat(ledger.account()).isEqualTo(new Ledger.Account(1, 1));
    }

    /** The launcher need not wake up for each connection. */
    @Test
    void shouldSendNothingForAConnection() throws Exception {
        hand(1);
        link.ready(Epoll.IN);
        registry.closed();
        assertThat(launcher.receive()).isEmpty();
    }

    /** A second look would find nothing as a rule; what is there makes the channel readable again. */
    @Test
    void shouldReadOneMessageAtATimeUnlessTheLedgerSaysThatThereIsMore() {
        hand(1);
        hand(2);
        link.ready(Epoll.IN);
        assertThat(served).hasSize(1);
        link.ready(Epoll.IN);
        assertThat(served).hasSize(2);
    }

    @Test
    void shouldTakeABurstAtOnce() {
        for (int serial = 1; serial <= 10; serial++) {
            hand(serial);
        }
        launcher.send(new ControlMessage.Drain());
        ledger.handed(10);
        link.ready(Epoll.IN);
        assertThat(served).hasSize(10).containsOnly(new Ledger.Account(10, 0));
        assertThat(drained).isFalse();
        link.ready(Epoll.IN);
        assertThat(drained).isTrue();
    }

    @Test
    void shouldNotMissWhatWasTakenBack() {
        ledger.handed(3);
        hand(2);
        link.ready(Epoll.IN);
        assertThat(served).containsExactly(new Ledger.Account(2, 0));
    }

    @Test
    void shouldAnswerAPingWithAReport() throws Exception {
        hand(1);
        link.ready(Epoll.IN);
        launcher.send(new ControlMessage.Ping(7));
        link.ready(Epoll.IN);
        assertThat(launcher.receive().orElseThrow().message()).isEqualTo(new ControlMessage.Report(1, 1, 0, 0, 7));
    }
}
