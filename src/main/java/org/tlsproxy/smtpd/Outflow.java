package org.tlsproxy.smtpd;

import java.util.Arrays;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Sockets;

/** Bytes on their way to a pipe or socket that may be slow. Empty it holds no memory. Who fills it sees to its bound. */
final class Outflow {

    /** What a pipe takes without waiting if poll(2) says that it takes anything (PIPE_BUF). */
    private static final int PORTION = 4096;
    private static final int ENOTSOCK = 88;
    private static final byte[] NONE = {};
    private static final int LARGE = 64 * 1024;
    private static final long BLOCK = OffHeap.allocate(PORTION);
    private static final long LARGE_BLOCK = OffHeap.allocate(LARGE);

    private byte[] bytes = NONE;
    private int start;
    private int end;

    void add(byte[] buf, int off, int len) {
        if (end + len > bytes.length) {
            byte[] wider = new byte[size() + len];
            System.arraycopy(bytes, start, wider, 0, size());
            end -= start;
            start = 0;
            bytes = wider;
        }
        System.arraycopy(buf, off, bytes, end, len);
        end += len;
    }

    void add(byte[] buf) {
        add(buf, 0, buf.length);
    }

    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** Takes everything away. */
    byte[] take() {
        byte[] all = Arrays.copyOfRange(bytes, start, end);
        clear();
        return all;
    }

    void clear() {
        bytes = NONE;
        start = 0;
        end = 0;
    }

    /** Writes as much as goes without waiting to a descriptor that never waits. @return false if nobody reads there any more */
    boolean flush(int fd, boolean socket) {
        while (!isEmpty()) {
            int size = Math.min(size(), LARGE);
            OffHeap.put(LARGE_BLOCK, bytes, start, size);
            int written = socket ? Sockets.sendDontWait(fd, LARGE_BLOCK, size) : Descriptors.write(fd, LARGE_BLOCK, size);
            if (written < 0) {
                int errno = NativeLibrary.errno();
                return errno == Errno.EAGAIN || errno == Errno.EINTR || errno == Errno.ENOBUFS;
            }
            start += written;
            if (written < size) {
                return true;
            }
        }
        clear();
        return true;
    }

    /** Writes one portion to a descriptor that is ready for it. @return false if nobody reads there any more */
    boolean write(int fd) {
        int size = Math.min(size(), PORTION);
        OffHeap.put(BLOCK, bytes, start, size);
        int written = Sockets.sendDontWait(fd, BLOCK, size);
        if (written < 0 && NativeLibrary.errno() == ENOTSOCK) {
            written = Descriptors.write(fd, BLOCK, size);
        }
        if (written < 0) {
            int errno = NativeLibrary.errno();
            return errno == Errno.EAGAIN || errno == Errno.EINTR;
        }
        start += written;
        if (isEmpty()) {
            clear();
        }
        return true;
    }
}
