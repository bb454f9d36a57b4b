package org.tlsproxy.posix;

import java.util.Optional;

/** TCP over IPv4 and IPv6: listening, connecting, and who is at the ends. Addresses are text without brackets. */
public final class InternetSockets {

    /** An address and a port. */
    public record Endpoint(String address, int port) {

        /** True for IPv6. */
        public boolean sixth() {
            return address.indexOf(':') >= 0;
        }
    }

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int FLAGS = 0x80000 | 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_KEEPALIVE = 9;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int SOCKADDR = 28;
    private static final int TEXT = 64;
    private static final int MSG_PEEK = 2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final String MAPPED = "::ffff:";

    private static final NativeLibrary.Function SOCKET = Libc.i("socket", "iii");
    private static final NativeLibrary.Function BIND = Libc.i("bind", "ili");
    private static final NativeLibrary.Function LISTEN = Libc.i("listen", "ii");
    private static final NativeLibrary.Function CONNECT = Libc.i("connect", "ili");
    private static final NativeLibrary.Function SETSOCKOPT = Libc.i("setsockopt", "iiili");
    private static final NativeLibrary.Function GETPEERNAME = Libc.i("getpeername", "ill");
    private static final NativeLibrary.Function GETSOCKNAME = Libc.i("getsockname", "ill");
    private static final NativeLibrary.Function SHUTDOWN = Libc.i("shutdown", "ii");
    private static final NativeLibrary.Function RECV = Libc.l("recv", "illi");
    private static final NativeLibrary.Function PTON = Libc.i("inet_pton", "ill");
    private static final NativeLibrary.Function NTOP = Libc.l("inet_ntop", "illi");

    private InternetSockets() { }

    /** A new non-blocking stream socket of the endpoint's family. */
    public static int stream(Endpoint endpoint) throws ErrnoException {
        return Libc.check(SOCKET.call(endpoint.sixth() ? AF_INET6 : AF_INET, SOCK_STREAM | FLAGS, 0), "socket");
    }

    /** A listening socket; an IPv6 one takes no IPv4. */
    public static int listen(Endpoint endpoint, int backlog) throws ErrnoException {
        int fd = stream(endpoint);
        long address = address(endpoint);
        try {
            option(fd, SOL_SOCKET, SO_REUSEADDR);
            if (endpoint.sixth()) {
                option(fd, IPPROTO_IPV6, IPV6_V6ONLY);
            }
            Libc.check(BIND.call(fd, address, length(endpoint)), "bind " + endpoint.address() + " port " + endpoint.port());
            Libc.check(LISTEN.call(fd, backlog), "listen");
            return fd;
        } catch (ErrnoException e) {
            Descriptors.close(fd);
            throw e;
        } finally {
            OffHeap.free(address);
        }
    }

    /** TCP keepalives on, as tcpserver(1) has them. */
    public static void keepAlive(int fd) {
        option(fd, SOL_SOCKET, SO_KEEPALIVE);
    }

    private static void option(int fd, int level, int name) {
        long one = OffHeap.allocate(4);
        OffHeap.putInt(one, 1);
        SETSOCKOPT.call(fd, level, name, one, 4);
        OffHeap.free(one);
    }

    /** connect(2), not waiting. @return 0 or the errno, EINPROGRESS (115) while it is under way */
    public static int connect(int fd, Endpoint endpoint) {
        long address = address(endpoint);
        try {
            return CONNECT.call(fd, address, length(endpoint)) == 0 ? 0 : NativeLibrary.errno();
        } finally {
            OffHeap.free(address);
        }
    }

    /** Makes a connected or failed socket able to connect again (connect(2) to AF_UNSPEC). */
    public static void disconnect(int fd) {
        long address = OffHeap.allocate(SOCKADDR);
        CONNECT.call(fd, address, 16);
        OffHeap.free(address);
    }

    /** Looks at what has come without taking it. @return bytes, 0 at the end, or −1 with {@link NativeLibrary#errno} set */
    public static int peek(int fd, long address, int size) {
        return (int) RECV.call(fd, address, size, MSG_PEEK | MSG_DONTWAIT);
    }

    /** No more will be sent. */
    public static void shutdownOutput(int fd) {
        SHUTDOWN.call(fd, 1);
    }

    /** Who is at the other end; empty if that is no TCP connection. */
    public static Optional<Endpoint> peer(int fd) {
        return name(GETPEERNAME, fd);
    }

    /** Which address of ours it is. */
    public static Optional<Endpoint> local(int fd) {
        return name(GETSOCKNAME, fd);
    }

    /** True if the text is an address that inet_pton(3) takes. */
    public static boolean isAddress(String text) {
        return bytes(text).isPresent();
    }

    /** The 4 or 16 bytes of an address. */
    public static Optional<byte[]> bytes(String text) {
        boolean sixth = text.indexOf(':') >= 0;
        long name = OffHeap.cString(text);
        long out = OffHeap.allocate(16);
        try {
            if (PTON.call(sixth ? AF_INET6 : AF_INET, name, out) != 1) {
                return Optional.empty();
            }
            byte[] result = new byte[sixth ? 16 : 4];
            OffHeap.get(out, result, 0, result.length);
            return Optional.of(result);
        } finally {
            OffHeap.free(name);
            OffHeap.free(out);
        }
    }

    /** The canonical text of 4 or 16 bytes; an IPv4 address in IPv6 clothes is an IPv4 address. */
    public static String text(byte[] address) {
        long in = OffHeap.allocate(16);
        try {
            OffHeap.put(in, address, 0, address.length);
            return text(address.length == 4 ? AF_INET : AF_INET6, in);
        } finally {
            OffHeap.free(in);
        }
    }

    private static String text(int family, long in) {
        long out = OffHeap.allocate(TEXT);
        try {
            NTOP.call(family, in, out, TEXT);
            String text = OffHeap.string(out, TEXT);
            return text.startsWith(MAPPED) && text.indexOf('.') > 0 ? text.substring(MAPPED.length()) : text;
        } finally {
            OffHeap.free(out);
        }
    }

    private static Optional<Endpoint> name(NativeLibrary.Function call, int fd) {
        long address = OffHeap.allocate(128);
        long length = OffHeap.allocate(4);
        try {
            OffHeap.putInt(length, 128);
            if (call.call(fd, address, length) != 0) {
                return Optional.empty();
            }
            int family = OffHeap.getShort(address);
            int port = (OffHeap.getByte(address + 2) & 0xff) << 8 | OffHeap.getByte(address + 3) & 0xff;
            return switch (family) {
                case AF_INET -> Optional.of(new Endpoint(text(AF_INET, address + 4), port));
                case AF_INET6 -> Optional.of(new Endpoint(text(AF_INET6, address + 8), port));
                default -> Optional.empty();
            };
        } finally {
            OffHeap.free(address);
            OffHeap.free(length);
        }
    }

    private static int length(Endpoint endpoint) {
        return endpoint.sixth() ? SOCKADDR : 16;
    }

    private static long address(Endpoint endpoint) {
        byte[] bytes = bytes(endpoint.address())
            .orElseThrow(() -> new IllegalArgumentException("no address: " + endpoint.address()));
        long address = OffHeap.allocate(SOCKADDR);
        OffHeap.putShort(address, endpoint.sixth() ? AF_INET6 : AF_INET);
        OffHeap.putByte(address + 2, endpoint.port() >> 8);
        OffHeap.putByte(address + 3, endpoint.port());
        OffHeap.put(address + (endpoint.sixth() ? 8 : 4), bytes, 0, bytes.length);
        return address;
    }

}
