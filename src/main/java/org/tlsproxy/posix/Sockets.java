package org.tlsproxy.posix;

import java.nio.charset.StandardCharsets;

/** Sockets as plain descriptors, always close-on-exec. */
public final class Sockets {

    static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SO_SNDBUF = 7;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SUN_PATH = 108;
    private static final int SHUT_RDWR = 2;

    private static final NativeLibrary.Function SOCKET = Libc.i("socket", "iii");
    private static final NativeLibrary.Function SOCKETPAIR = Libc.i("socketpair", "iiil");
    private static final NativeLibrary.Function CONNECT = Libc.i("connect", "ili");
    private static final NativeLibrary.Function ACCEPT4 = Libc.i("accept4", "illi");
    private static final NativeLibrary.Function SEND = Libc.l("send", "illi");
    private static final NativeLibrary.Function SHUTDOWN = Libc.i("shutdown", "ii");
    private static final NativeLibrary.Function RECV = Libc.l("recv", "illi");
    private static final NativeLibrary.Function SETSOCKOPT = Libc.i("setsockopt", "iiili");
    private static final NativeLibrary.Function GETSOCKOPT = Libc.i("getsockopt", "iiill");

    private Sockets() { }

    /** A new non-blocking datagram socket. */
    static int unixDatagram() throws ErrnoException {
        return Libc.check(SOCKET.call(AF_UNIX, SOCK_DGRAM | CLOEXEC | NONBLOCK, 0), "socket");
    }

    /** A new non-blocking stream socket for {@link #connectUnix}. */
    public static int unixStream() throws ErrnoException {
        return Libc.check(SOCKET.call(AF_UNIX, SOCK_STREAM | CLOEXEC | NONBLOCK, 0), "socket");
    }

    /** connect(2) to a path; a full backlog is EAGAIN. */
    public static void connectUnix(int fd, String path) throws ErrnoException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length >= SUN_PATH) {
            throw new ErrnoException("connect " + path, Errno.EINVAL);
        }
        long address = OffHeap.allocate(2 + SUN_PATH);
        try {
            OffHeap.putShort(address, AF_UNIX);
            OffHeap.put(address + 2, name, 0, name.length);
            Libc.check(CONNECT.call(fd, address, 2 + SUN_PATH), "connect " + path);
        } finally {
            OffHeap.free(address);
        }
    }

    /** A connected pair that keeps message boundaries, both ends non-blocking. @return the two descriptors */
    public static int[] seqPacketPair() throws ErrnoException {
        return pair(SOCK_SEQPACKET);
    }

    /** A connected pair of byte streams, both ends non-blocking. */
    public static int[] streamPair() throws ErrnoException {
        return pair(SOCK_STREAM);
    }

    private static int[] pair(int type) throws ErrnoException {
        long two = OffHeap.allocate(8);
        try {
            Libc.check(SOCKETPAIR.call(AF_UNIX, type | CLOEXEC | NONBLOCK, 0, two), "socketpair");
            return new int[] {OffHeap.getInt(two), OffHeap.getInt(two + 4)};
        } finally {
            OffHeap.free(two);
        }
    }

    /** accept4(2), the result non-blocking. @return the descriptor or −1 with {@link NativeLibrary#errno} set */
    public static int accept(int listener) {
        return (int) ACCEPT4.call(listener, 0, 0, CLOEXEC | NONBLOCK);
    }

    /** send(2) that neither waits nor raises SIGPIPE. @return bytes or −1 with {@link NativeLibrary#errno} set */
    public static int sendDontWait(int fd, long address, int size) {
        return (int) SEND.call(fd, address, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    /** shutdown(2) of both directions: the other end sees the end, whoever still has a copy of this one. */
    public static void end(int fd) {
        SHUTDOWN.call(fd, SHUT_RDWR);
    }

    /**
     * recv(2) that does not wait, whatever the socket's flags say: they belong to everybody who has a copy of it, and may change at any
     * time.
     *
     * @return bytes, 0 at the end or −1 with {@link NativeLibrary#errno} set
     */
    public static int receiveDontWait(int fd, long address, int size) {
        return (int) RECV.call(fd, address, size, MSG_DONTWAIT);
    }

    /** TCP_NODELAY on; without effect on other sockets. */
    public static void noDelay(int fd) {
        setInt(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    }

    /** Room for the kernel to keep what was sent and not yet read, in bytes. */
    public static void sendBuffer(int fd, int bytes) {
        setInt(fd, SOL_SOCKET, SO_SNDBUF, bytes);
    }

    private static void setInt(int fd, int level, int option, int value) {
        long address = OffHeap.allocate(4);
        OffHeap.putInt(address, value);
        SETSOCKOPT.call(fd, level, option, address, 4);
        OffHeap.free(address);
    }

    /** The pending error of a socket (SO_ERROR), 0 if none. */
    public static int pendingError(int fd) {
        long address = OffHeap.allocate(8);
        try {
            OffHeap.putInt(address + 4, 4);
            return GETSOCKOPT.call(fd, SOL_SOCKET, SO_ERROR, address, address + 4) < 0
                ? NativeLibrary.errno() : OffHeap.getInt(address);
        } finally {
            OffHeap.free(address);
        }
    }
}
