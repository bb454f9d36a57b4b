package org.tlsproxy.worker;

import java.util.Arrays;
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

    /** Tickets for a client with a long certificate chain of its own are the longest there is. */
    private static final int MOST_HELD = 16 * 1024;
    private static final byte[] NOTHING = {};

    private byte[] held = NOTHING;
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

    /** Keeps what need not go yet. @return false if that is too much to keep, or other bytes wait already: then all of it should go */
    boolean hold(Outbox outbox) {
        int size = outbox.length();
        if (held.length + size > MOST_HELD || size() > 0) {
            return false;
        }
        if (size > 0) {
            held = Arrays.copyOf(held, held.length + size);
            OffHeap.get(outbox.address(), held, held.length - size, size);
            outbox.clear();
        }
        return true;
    }

    /** What was held goes in front of what comes. */
    void release(Outbox outbox) {
        if (held.length > 0) {
            outbox.prepend(held);
            held = NOTHING;
        }
    }

    /** Forgets all of it. */
    void free() {
        if (address != 0) {
            OffHeap.free(address);
        }
        address = 0;
        offset = 0;
        length = 0;
        held = NOTHING;
    }
}
