package org.tlsproxy.pool;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;

/**
 * What a worker's JVM prints on its standard output and error, line by line: a fatal error report, a stack of the watchdog. Its end is
 * also how a launcher learns at once that the worker is gone. Bounded: at most a number of lines a second, and no line longer than a page.
 */
final class OutputPipe {

    private static final int PAGE = 4096;
    private static final int LINES_PER_SECOND = 50;
    private static final int PAGES_PER_TURN = 16;
    private static final long BUFFER = OffHeap.allocate(PAGE);

    private final int fd;
    private final Consumer<String> lines;
    private final byte[] partial = new byte[PAGE];
    private int length;
    private long second;
    private int inSecond;
    private long dropped;

    OutputPipe(int fd, Consumer<String> lines) {
        this.fd = fd;
        this.lines = lines;
    }

    int descriptor() {
        return fd;
    }

    /** Reads what is there, so much of it that others get their turn. @return false at the end */
    boolean read(long now) {
        for (int pages = 0; pages < PAGES_PER_TURN; pages++) {
            int n = Descriptors.read(fd, BUFFER, PAGE);
            if (n < 0) {
                int errno = NativeLibrary.errno();
                return errno == Errno.EAGAIN || errno == Errno.EINTR;
            }
            if (n == 0) {
                finishLine(now);
                return false;
            }
            for (int i = 0; i < n; i++) {
                byte b = OffHeap.getByte(BUFFER + i);
                if (b == '\n' || length == PAGE) {
                    finishLine(now);
                }
                if (b != '\n') {
                    partial[length++] = b;
                }
            }
        }
        return true;
    }

    private void finishLine(long now) {
        if (length == 0) {
            return;
        }
        String line = new String(partial, 0, length, StandardCharsets.UTF_8);
        length = 0;
        if (now / 1000 != second) {
            second = now / 1000;
            inSecond = 0;
            if (dropped > 0) {
                lines.accept("(" + dropped + " lines left out)");
                dropped = 0;
            }
        }
        if (inSecond++ < LINES_PER_SECOND) {
            lines.accept(line);
        } else {
            dropped++;
        }
    }

    void close() {
        Descriptors.close(fd);
    }
}
