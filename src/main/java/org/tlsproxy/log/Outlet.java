package org.tlsproxy.log;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.UnixDatagram;

/**
 * The way out for records: a datagram socket, and a bounded queue for when its reader is slow or gone. Records leave in the order
 * in which they came. Nothing here waits.
 *
 * <p>A slow reader (EAGAIN; Linux keeps 10 datagrams by default) makes records wait in the queue. A reader that went away (syslogd
 * restarted) makes it connect anew, at most once a second; where no path leads to it, the {@link Fallback} gets the record. When
 * the queue is full the newest records are dropped and counted.
 */
final class Outlet {

    /** Bytes that may wait: some 2500 usual records. */
    static final int QUEUE_LIMIT = 256 * 1024;
    private static final int LARGEST = 4096;

    private final List<String> paths;
    private final int capacity;
    private final EpochClock clock;
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private Fallback fallback = Fallback.NONE;
    private UnixDatagram socket;
    private long lastAttempt = Long.MIN_VALUE;
    private int queued;
    private long lost;

    /** @param capacity longest record in bytes */
    Outlet(List<String> paths, int capacity, EpochClock clock) {
        this.paths = paths;
        this.capacity = Math.max(capacity, LARGEST);
        this.clock = clock;
        connect();
    }

    void fallback(Fallback other) {
        fallback = other;
    }

    /** True if both go to the same socket. */
    boolean leadsTo(Transport transport) {
        return paths.equals(transport.sockets());
    }

    /** Sends a record, or keeps it, or counts it as lost. */
    void deliver(byte[] record, int length) {
        if (flush() && offer(record, length)) {
            return;
        }
        if (hasRoom()) {
            queue.add(Arrays.copyOf(record, length));
            queued += length;
        } else {
            lost++;
        }
    }

    /** Sends what waits, as far as the reader takes it. @return true if nothing waits any more */
    boolean flush() {
        Iterator<byte[]> waiting = queue.iterator();
        while (waiting.hasNext()) {
            byte[] record = waiting.next();
            if (!offer(record, record.length)) {
                return false;
            }
            waiting.remove();
            queued -= record.length;
        }
        return true;
    }

    boolean pending() {
        return queued > 0;
    }

    /** Room for one more record, however long. */
    boolean hasRoom() {
        return queued + LARGEST <= QUEUE_LIMIT;
    }

    /** Records dropped since the last call of {@link #takeLost}. */
    long lost() {
        return lost;
    }

    long takeLost() {
        long n = lost;
        lost = 0;
        return n;
    }

    /** The socket, for whoever waits until it can be written to; −1 while there is none. */
    int descriptor() {
        return socket == null ? -1 : socket.descriptor();
    }

    /** Gives up what still waits. @return how many records that is, those dropped before included */
    long close() {
        flush();
        disconnect();
        long n = takeLost() + queue.size();
        queue.clear();
        queued = 0;
        return n;
    }

    private boolean offer(byte[] record, int length) {
        if (socket == null && !reconnect()) {
            return fallback.take(record, length);
        }
        int errno = socket.send(record, length);
        if (errno == 0 || isBusy(errno)) {
            return errno == 0;
        }
        disconnect();
        if (!reconnect()) {
            return fallback.take(record, length);
        }
        return socket.send(record, length) == 0;
    }

    private static boolean isBusy(int errno) {
        return errno == Errno.EAGAIN || errno == Errno.ENOBUFS || errno == Errno.ENOMEM || errno == Errno.EINTR;
    }

    private boolean reconnect() {
        return clock.seconds() != lastAttempt && connect();
    }

    private boolean connect() {
        lastAttempt = clock.seconds();
        for (String path : paths) {
            try {
                socket = UnixDatagram.connect(path, capacity);
                return true;
            } catch (ErrnoException e) {
                socket = null;  // nobody listens there: the next path, else the next second
            }
        }
        return false;
    }

    private void disconnect() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
