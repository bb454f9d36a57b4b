package org.tlsproxy.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageSocketTest {

    private final MessageSocket messages = new MessageSocket();
    private final long buffer = OffHeap.allocate(64);
    private int[] pair;

    @BeforeEach
    void open() throws ErrnoException {
        pair = Sockets.streamPair();
    }

    @AfterEach
    void close() {
        Descriptors.close(pair[0]);
        Descriptors.close(pair[1]);
    }

    @Test
    void shouldSurviveGarbageCollectionBetweenSends() {
        for (int i = 0; i < 200; i++) {
            OffHeap.putByte(buffer, i);
            if (i % 20 == 0) {
                System.gc();
            }
            assertThat(messages.send(pair[0], buffer, 1, pair[0])).isEqualTo(1);
            assertThat(messages.receive(pair[1], buffer, 1)).isEqualTo(1);
            assertThat(OffHeap.getByte(buffer)).isEqualTo((byte) i);
            assertThat(messages.descriptorCount()).isEqualTo(1);
            messages.closeDescriptors();
        }
    }

    @Test
    void shouldReceiveOneMessageAtATimeThoughMoreAreQueued() {
        messages.send(pair[0], buffer, 1, pair[0]);
        messages.send(pair[0], buffer, 1, pair[0]);
        assertThat(messages.receive(pair[1], buffer, 1)).isEqualTo(1);
        assertThat(messages.descriptorCount()).isEqualTo(1);
        messages.closeDescriptors();
        assertThat(messages.receive(pair[1], buffer, 1)).isEqualTo(1);
        assertThat(messages.descriptorCount()).isEqualTo(1);
        messages.closeDescriptors();
    }

    @Test
    void shouldTellThatNothingIsThere() {
        assertThat(messages.receive(pair[1], buffer, 1)).isEqualTo(-1);
        assertThat(NativeLibrary.errno()).isEqualTo(Errno.EAGAIN);
        assertThat(messages.descriptorCount()).isZero();
    }

    @Test
    void shouldReceiveCloseOnExec() throws ErrnoException {
        messages.send(pair[0], buffer, 1, pair[0]);
        messages.receive(pair[1], buffer, 1);
        int fd = messages.descriptor(0);
        assertThat(Libc.i("fcntl", "iil").call(fd, 1, 0)).isEqualTo(1);
        messages.closeDescriptors();
        assertThat(Descriptors.isOpen(fd)).isFalse();
    }

    @Test
    void shouldNotRaiseSigpipe() {
        Descriptors.close(pair[1]);
        assertThat(messages.send(pair[0], buffer, 1, -1)).isEqualTo(-1);
        assertThat(NativeLibrary.errno()).isEqualTo(Errno.EPIPE);
    }
}
