package org.tlsproxy.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;

/** A syslogd or postlogd of a test: a datagram socket at a path, read without waiting. */
final class FakeLogDaemon implements AutoCloseable {

    private static final NativeLibrary LIBC = NativeLibrary.open("libc.so.6");
    private static final int SIZE = 8192;

    private final Path path;
    private final int fd;
    private final long buffer = OffHeap.allocate(SIZE);

    FakeLogDaemon(Path path) {
        this.path = path;
        this.fd = (int) LIBC.intFunction("socket", "iii").call(1, 2 | 0x800, 0);
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        long address = OffHeap.allocate(110);
        OffHeap.putShort(address, 1);
        OffHeap.put(address + 2, name, 0, name.length);
        if (LIBC.intFunction("bind", "ili").call(fd, address, 110) != 0) {
            throw new IllegalStateException("bind " + path + ": errno " + NativeLibrary.errno());
        }
        OffHeap.free(address);
    }

    /** The next datagram as UTF-8, or an empty string if there is none. */
    String next() {
        int n = Descriptors.read(fd, buffer, SIZE);
        if (n < 0) {
            return "";
        }
        byte[] bytes = new byte[n];
        OffHeap.get(buffer, bytes, 0, n);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        Descriptors.close(fd);
        OffHeap.free(buffer);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
