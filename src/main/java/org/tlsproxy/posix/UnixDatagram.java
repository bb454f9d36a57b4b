package org.tlsproxy.posix;

/**
 * A connected AF_UNIX datagram socket, as loggers use it. Connected before the jail it goes on working inside; a new connection is
 * possible wherever the path can be reached. Never blocks.
 */
public final class UnixDatagram implements AutoCloseable {

    private final int fd;
    private final long buffer;
    private final int capacity;

    private UnixDatagram(int fd, int capacity) {
        this.fd = fd;
        this.capacity = capacity;
        this.buffer = OffHeap.allocate(capacity);
    }

    /**
     * @param path     the socket's path, absolute or relative to the working directory
     * @param capacity longest datagram in bytes; longer ones are cut
     * @throws ErrnoException if the socket cannot be made or connected
     */
    public static UnixDatagram connect(String path, int capacity) throws ErrnoException {
        int fd = Sockets.unixDatagram();
        try {
            Sockets.connectUnix(fd, path);
        } catch (ErrnoException e) {
            Descriptors.close(fd);
            throw e;
        }
        return new UnixDatagram(fd, capacity);
    }

    /** @return 0 or the errno of the failure: EAGAIN when the reader is slow, ECONNREFUSED or ENOTCONN when it went away */
    public int send(byte[] bytes, int length) {
        int n = Math.min(length, capacity);
        OffHeap.put(buffer, bytes, 0, n);
        return Sockets.sendDontWait(fd, buffer, n) < 0 ? NativeLibrary.errno() : 0;
    }

    /** The descriptor, for those who must keep it open or inherit it. */
    public int descriptor() {
        return fd;
    }

    @Override
    public void close() {
        Descriptors.close(fd);
        OffHeap.free(buffer);
    }
}
