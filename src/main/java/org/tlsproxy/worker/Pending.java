package org.tlsproxy.worker;

import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Sockets;

/**
 * What could not be written to one socket yet: right-sized native memory that exists only while there is such data. An idle session has
 * none.
 */
final class Pending {

    /** How a write went. */
    enum Result { ALL_WRITTEN, BLOCKED, BROKEN }

    private long address;
    private int offset;
    private int length;

    /** Bytes that wait. */
    int size() {
        return length - offset;
    }

    /** Writes what waits and then what the outbox holds; keeps what does not go. The outbox is empty afterwards. */
    Result write(int fd, Outbox outbox) {
        Result result = size() > 0 ? flush(fd) : Result.ALL_WRITTEN;
        if (result == Result.ALL_WRITTEN && outbox.length() > 0) {
            int sent = send(fd, outbox.address(), outbox.length());
            if (sent < 0) {
                result = Result.BROKEN;
            } else if (sent < outbox.length()) {
                keep(outbox.address() + sent, outbox.length() - sent);
                result = Result.BLOCKED;
            }
        } else if (result == Result.BLOCKED) {
            keep(outbox.address(), outbox.length());
        }
        outbox.clear();
        if (result == Result.BROKEN) {
            free();
        }
        return result;
    }

    private Result flush(int fd) {
        int sent = send(fd, address + offset, size());
        if (sent < 0) {
            return Result.BROKEN;
        }
        offset += sent;
        if (size() > 0) {
            return Result.BLOCKED;
        }
        free();
        return Result.ALL_WRITTEN;
    }

    /** @return bytes, 0 if it would block, −1 if the socket is broken */
    private static int send(int fd, long from, int size) {
        int sent = Sockets.sendDontWait(fd, from, size);
        if (sent >= 0) {
            return sent;
        }
        int errno = NativeLibrary.errno();
        return errno == Errno.EAGAIN || errno == Errno.EINTR || errno == Errno.ENOBUFS ? 0 : -1;
    }

    private void keep(long from, int size) {
        if (size == 0) {
            return;
        }
        byte[] bytes = new byte[size() + size];
        OffHeap.get(address + offset, bytes, 0, size());
        OffHeap.get(from, bytes, size(), size);
        free();
        address = OffHeap.allocate(bytes.length);
        OffHeap.put(address, bytes, 0, bytes.length);
        length = bytes.length;
    }

    /** Forgets all of it. */
    void free() {
        if (address != 0) {
            OffHeap.free(address);
        }
        address = 0;
        offset = 0;
        length = 0;
    }
}
