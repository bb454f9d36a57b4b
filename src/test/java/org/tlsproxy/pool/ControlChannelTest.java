package org.tlsproxy.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.MessageSocket;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Sockets;

class ControlChannelTest {

    private int[] pair;
    private ControlChannel here;
    private ControlChannel there;

    @BeforeEach
    void open() throws ErrnoException {
        pair = Sockets.seqPacketPair();
        here = new ControlChannel(pair[0]);
        there = new ControlChannel(pair[1]);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void shouldPassADescriptorWithAConnection() throws Exception {
        int[] pipe = Descriptors.pipe();
        assertThat(here.send(new ControlMessage.Connection(1), pipe[0])).isEqualTo(ControlChannel.Sent.DONE);
        ControlChannel.Received received = there.receive().orElseThrow();
        assertThat(received.message()).isEqualTo(new ControlMessage.Connection(1));
        int copy = received.descriptor().orElseThrow();
        assertThat(Descriptors.isOpen(copy)).isTrue();
        assertThat(copy).isNotEqualTo(pipe[0]);
        for (int fd : new int[] {copy, pipe[0], pipe[1]}) {
            Descriptors.close(fd);
        }
    }

    @Test
    void shouldHaveNothingWhenNothingWasSent() throws Exception {
        assertThat(there.receive()).isEmpty();
    }

    @Test
    void shouldTellTheEndAfterTheLastMessage() throws Exception {
        here.send(new ControlMessage.Drain());
        Descriptors.close(pair[0]);
        assertThat(there.receive().orElseThrow().message()).isEqualTo(new ControlMessage.Drain());
        assertThatThrownBy(there::receive).isInstanceOf(ControlChannel.Ended.class);
        assertThat(there.send(new ControlMessage.Ready())).isEqualTo(ControlChannel.Sent.GONE);
    }

    /** Or a connection that a dying worker had served already would be taken for one that it never took. */
    @Test
    void shouldReadWhatADeadProcessHadSaidThoughItLeftSomethingUnread() throws Exception {
        ControlMessage.Report report = new ControlMessage.Report(1, 1, 0, 0, 0);
        there.send(report);
        here.send(new ControlMessage.Ping(1));
        Descriptors.close(pair[1]);
        assertThat(here.receive().orElseThrow().message()).isEqualTo(report);
        assertThatThrownBy(here::receive).isInstanceOf(ControlChannel.Ended.class);
    }

    @Test
    void shouldCloseDescriptorsThatComeWithTheWrongMessage() throws Exception {
        int[] pipe = Descriptors.pipe();
        int before = openDescriptors();
        here.send(new ControlMessage.Ready(), pipe[0]);
        assertThatThrownBy(there::receive).isInstanceOf(ProtocolException.class).hasMessageContaining("1 descriptors");
        here.send(new ControlMessage.Connection(1));
        assertThatThrownBy(there::receive).isInstanceOf(ProtocolException.class).hasMessageContaining("0 descriptors");
        assertThat(openDescriptors()).isEqualTo(before);
        Descriptors.close(pipe[0]);
        Descriptors.close(pipe[1]);
    }

    @Test
    void shouldSayFullWhenTheReceiverIsSlow() throws Exception {
        ControlChannel.Sent sent = ControlChannel.Sent.DONE;
        int n = 0;
        while (sent == ControlChannel.Sent.DONE && n < 100_000) {
            sent = here.send(new ControlMessage.Ping(n++));
        }
        assertThat(sent).isEqualTo(ControlChannel.Sent.FULL);
        assertThat(there.receive().orElseThrow().message()).isEqualTo(new ControlMessage.Ping(0));
    }

    @Test
    void shouldRefuseGarbage() {
        long address = OffHeap.allocate(8);
        new MessageSocket().send(pair[0], address, 3, -1);
        assertThatThrownBy(there::receive).isInstanceOf(ProtocolException.class);
        OffHeap.free(address);
    }

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }
}
