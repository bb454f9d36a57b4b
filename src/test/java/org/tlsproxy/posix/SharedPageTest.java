package org.tlsproxy.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedPageTest {

    private int fd;
    /** How whoever holds the descriptor gets at the memory. */
    private Path held;

    @BeforeEach
    void make() throws ErrnoException {
        fd = SharedPage.create("a-page");
        held = Path.of("/proc/self/fd/" + fd);
    }

    @AfterEach
    void close() {
        Descriptors.close(fd);
    }

    @Test
    void shouldShowOneMappingWhatWasWrittenThroughTheOther() throws ErrnoException {
        long here = SharedPage.map(fd);
        long there = SharedPage.map(fd);
        OffHeap.putLongRelease(here + 8, 0x0123456789abcdefL);
        assertThat(OffHeap.getLongAcquire(there + 8)).isEqualTo(0x0123456789abcdefL);
        assertThat(OffHeap.getLongAcquire(there)).isZero();
        SharedPage.unmap(here);
        SharedPage.unmap(there);
    }

    /** Whoever reads what is no longer there dies. */
    @Test
    void shouldNotBeMadeSmaller() throws IOException {
        try (FileChannel channel = FileChannel.open(held, StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(IOException.class);
            assertThat(channel.size()).isEqualTo(SharedPage.BYTES);
        }
        assertThatThrownBy(() -> new FileOutputStream(held.toFile()).close()).as("O_TRUNC").isInstanceOf(IOException.class);
        assertThat(Files.size(held)).isEqualTo(SharedPage.BYTES);
    }

    @Test
    void shouldNotBeMadeLarger() throws IOException {
        try (FileChannel channel = FileChannel.open(held, StandardOpenOption.WRITE)) {
            channel.position(SharedPage.BYTES);
            assertThatThrownBy(() -> channel.write(java.nio.ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        }
    }

    /** A seal on writing would make the rightful owner die, or tell it nothing any more. */
    @Test
    void shouldNotBeSealedAnyFurther() {
        int sealWrite = 8;
        int addSeals = 1033;
        assertThat((int) Libc.i("fcntl", "iil").call(fd, addSeals, sealWrite)).isNegative();
        assertThat(NativeLibrary.errno()).isEqualTo(Errno.EPERM);
    }

    @Test
    void shouldNotBeGivenToPrograms() {
        int closeOnExec = 1;
        int getFlags = 1;
        assertThat((int) Libc.i("fcntl", "iil").call(fd, getFlags, 0)).isEqualTo(closeOnExec);
    }

    @Test
    void shouldSayWhyAPageCannotBeSeen() {
        assertThatThrownBy(() -> SharedPage.map(-1)).isInstanceOf(ErrnoException.class).hasMessage("mmap: Bad file descriptor");
    }
}
