package org.tlsproxy.it;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallContextCache;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The system calls that a Postfix program makes and the JDK does not offer, for tests: descriptors as plain ints, passed over
 * sockets. Deliberately not the product's own door, so that a fault there cannot hide itself. For 64-bit Linux.
 */
final class Native {

    static final int SIGABRT = 6;
    static final int SIGKILL = 9;
    static final int SIGSEGV = 11;
    static final int SIGTERM = 15;
    static final int SIGCONT = 18;
    static final int SIGSTOP = 19;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int POLLIN = 1;
    private static final int SUN_PATH = 108;
    private static final int PTRACE_SEIZE = 0x4206;
    private static final int PTRACE_INTERRUPT = 0x4207;

    private static final Invoker INVOKER = Invoker.getInstance();
    private static final MemoryIO MEMORY = MemoryIO.getInstance();
    /** Kept reachable: jffi unloads a library whose Library object is collected. */
    private static final Library LIBC = Library.openLibrary("libc.so.6", Library.LAZY | Library.LOCAL);

    private static final Call SOCKET = new Call("socket", "iii");
    private static final Call CONNECT = new Call("connect", "ili");
    private static final Call BIND = new Call("bind", "ili");
    private static final Call LISTEN = new Call("listen", "ii");
    private static final Call ACCEPT4 = new Call("accept4", "illi");
    private static final Call GETSOCKNAME = new Call("getsockname", "ill");
    private static final Call SETSOCKOPT = new Call("setsockopt", "iiili");
    private static final Call SENDMSG = new Call("sendmsg", "ili");
    private static final Call READ = new Call("read", "ill");
    private static final Call SEND = new Call("send", "illi");
    private static final Call POLL = new Call("poll", "lli");
    private static final Call SHUTDOWN = new Call("shutdown", "ii");
    private static final Call CLOSE = new Call("close", "i");
    private static final Call PIPE2 = new Call("pipe2", "li");
    private static final Call OPEN = new Call("open", "lii");
    private static final Call KILL = new Call("kill", "ii");
    private static final Call PTRACE = new Call("ptrace", "iill");

    private Native() { }

    /** A bound C function; every argument a machine word, the result sign-extended. */
    private static final class Call {
        private final String name;
        private final long address;
        private final CallContext context;
        private final int arity;

        Call(String name, String parameters) {
            Type[] types = new Type[parameters.length()];
            for (int i = 0; i < types.length; i++) {
                types[i] = parameters.charAt(i) == 'i' ? Type.SINT32 : Type.SINT64;
            }
            this.name = name;
            this.address = LIBC.getSymbolAddress(name);
            this.context = CallContextCache.getInstance().getCallContext(Type.SINT64, types, CallingConvention.DEFAULT, true);
            this.arity = types.length;
        }

        /** @return the result as int, errors as −1 with errno in {@link LastError} */
        int raw(long... a) {
            return (int) switch (arity) {
                case 1 -> INVOKER.invokeN1(context, address, a[0]);
                case 2 -> INVOKER.invokeN2(context, address, a[0], a[1]);
                case 3 -> INVOKER.invokeN3(context, address, a[0], a[1], a[2]);
                case 4 -> INVOKER.invokeN4(context, address, a[0], a[1], a[2], a[3]);
                case 5 -> INVOKER.invokeN5(context, address, a[0], a[1], a[2], a[3], a[4]);
                default -> throw new IllegalArgumentException(name);
            };
        }

        int checked(long... arguments) throws IOException {
            int result = raw(arguments);
            if (result < 0) {
                throw new Failure(name, LastError.getInstance().get());
            }
            return result;
        }
    }

    /** A system call that failed, with its errno. */
    static final class Failure extends IOException {
        private static final long serialVersionUID = 1L;
        private final int errno;

        Failure(String call, int errno) {
            super(call + ": errno " + errno);
            this.errno = errno;
        }

        /** ECONNRESET or EPIPE: the other side has closed. */
        boolean isConnectionGone() {
            return errno == 104 || errno == 32;
        }
    }

    /** A listening TCP socket on a free port of 127.0.0.1. */
    static int tcpListener() throws IOException {
        int fd = SOCKET.checked(AF_INET, SOCK_STREAM | CLOEXEC, 0);
        long address = loopback();
        try {
            BIND.checked(fd, address, 16);
            LISTEN.checked(fd, 128);
            return fd;
        } finally {
            MEMORY.freeMemory(address);
        }
    }

    /** A socket that is connected to a port of 127.0.0.1. */
    static int tcpConnect(int port) throws IOException {
        int fd = SOCKET.checked(AF_INET, SOCK_STREAM | CLOEXEC, 0);
        long address = loopback();
        try {
            MEMORY.putByte(address + 2, (byte) (port >> 8));
            MEMORY.putByte(address + 3, (byte) port);
            CONNECT.checked(fd, address, 16);
            return fd;
        } finally {
            MEMORY.freeMemory(address);
        }
    }

    private static long loopback() {
        long address = MEMORY.allocateMemory(16, true);
        MEMORY.putShort(address, (short) AF_INET);
        byte[] ip = {127, 0, 0, 1};
        MEMORY.putByteArray(address + 4, ip, 0, ip.length);
        return address;
    }

    /** The port to which a TCP socket is bound. */
    static int port(int fd) throws IOException {
        long address = MEMORY.allocateMemory(24, true);
        try {
            MEMORY.putInt(address + 16, 16);
            GETSOCKNAME.checked(fd, address, address + 16);
            return (MEMORY.getByte(address + 2) & 0xff) << 8 | MEMORY.getByte(address + 3) & 0xff;
        } finally {
            MEMORY.freeMemory(address);
        }
    }

    static int accept(int listener) throws IOException {
        return ACCEPT4.checked(listener, 0, 0, CLOEXEC);
    }

    /** A datagram socket bound to a path. */
    static int unixDatagram(String path) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length >= SUN_PATH) {
            throw new IOException(path + ": too long for a socket");
        }
        int fd = SOCKET.checked(AF_UNIX, SOCK_DGRAM | CLOEXEC, 0);
        long address = MEMORY.allocateMemory(2 + SUN_PATH, true);
        try {
            MEMORY.putShort(address, (short) AF_UNIX);
            MEMORY.putByteArray(address + 2, name, 0, name.length);
            BIND.checked(fd, address, 2 + SUN_PATH);
            return fd;
        } finally {
            MEMORY.freeMemory(address);
        }
    }

    /** An unconnected UDP socket: a socket, but of the wrong kind for TLS. */
    static int udpSocket() throws IOException {
        return SOCKET.checked(AF_INET, SOCK_DGRAM | CLOEXEC, 0);
    }

    /** Kernel buffers of a socket, in bytes; they bound what can be on the way while nobody reads. */
    static void bufferSizes(int fd, int bytes) throws IOException {
        long value = MEMORY.allocateMemory(4, true);
        try {
            MEMORY.putInt(value, bytes);
            SETSOCKOPT.checked(fd, 1, 7, value, 4);
            SETSOCKOPT.checked(fd, 1, 8, value, 4);
        } finally {
            MEMORY.freeMemory(value);
        }
    }

    /** @return {read end, write end} */
    static int[] pipe() throws IOException {
        long two = MEMORY.allocateMemory(8, true);
        try {
            PIPE2.checked(two, CLOEXEC);
            return new int[] {MEMORY.getInt(two), MEMORY.getInt(two + 4)};
        } finally {
            MEMORY.freeMemory(two);
        }
    }

    static int openReadOnly(String path) throws IOException {
        byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
        long address = MEMORY.allocateMemory(name.length, true);
        try {
            MEMORY.putByteArray(address, name, 0, name.length);
            return OPEN.checked(address, CLOEXEC, 0);
        } finally {
            MEMORY.freeMemory(address);
        }
    }

    /** One sendmsg(2) of {@code data} with the descriptors as SCM_RIGHTS; none: no control message. */
    static void sendDescriptors(int socket, byte[] data, int... descriptors) throws IOException {
        int controlLength = 16 + 4 * descriptors.length;
        long block = MEMORY.allocateMemory(56 + 16 + 16 + 4L * descriptors.length + 8 + data.length, true);
        long vector = block + 56;
        long control = vector + 16;
        long bytes = control + controlLength + 8;
        try {
            MEMORY.putByteArray(bytes, data, 0, data.length);
            MEMORY.putLong(vector, bytes);
            MEMORY.putLong(vector + 8, data.length);
            MEMORY.putLong(block + 16, vector);
            MEMORY.putLong(block + 24, 1);
            if (descriptors.length > 0) {
                putRights(control, descriptors);
                MEMORY.putLong(block + 32, control);
                MEMORY.putLong(block + 40, controlLength);
            }
            SENDMSG.checked(socket, block, MSG_NOSIGNAL);
        } finally {
            MEMORY.freeMemory(block);
        }
    }

    private static void putRights(long control, int... descriptors) {
        MEMORY.putLong(control, 16 + 4L * descriptors.length);
        MEMORY.putInt(control + 8, 1);
        MEMORY.putInt(control + 12, 1);
        for (int i = 0; i < descriptors.length; i++) {
            MEMORY.putInt(control + 16 + 4L * i, descriptors[i]);
        }
    }

    /** True if a read would not block now or within the time: data, end or error. */
    static boolean readable(int fd, int milliseconds) throws IOException {
        long poll = MEMORY.allocateMemory(8, true);
        try {
            MEMORY.putInt(poll, fd);
            MEMORY.putShort(poll + 4, (short) POLLIN);
            return POLL.checked(poll, 1, milliseconds) > 0;
        } finally {
            MEMORY.freeMemory(poll);
        }
    }

    /** read(2). @return bytes read, 0 at the end */
    static int read(int fd, byte[] to, int size) throws IOException {
        long address = MEMORY.allocateMemory(size, false);
        try {
            int n = READ.checked(fd, address, size);
            MEMORY.getByteArray(address, to, 0, n);
            return n;
        } finally {
            MEMORY.freeMemory(address);
        }
    }

    /** Sends all of it, waiting as long as it takes. */
    static void write(int fd, byte[] data) throws IOException {
        long address = MEMORY.allocateMemory(Math.max(1, data.length), false);
        try {
            MEMORY.putByteArray(address, data, 0, data.length);
            for (int sent = 0; sent < data.length;) {
                sent += SEND.checked(fd, address + sent, data.length - sent, MSG_NOSIGNAL);
            }
        } finally {
            MEMORY.freeMemory(address);
        }
    }

    static void shutdownOutput(int fd) throws IOException {
        SHUTDOWN.checked(fd, 1);
    }

    static void close(int fd) {
        CLOSE.raw(fd);
    }

    /** kill(2) of one process. @return false if it no longer exists */
    static boolean kill(int pid, int signal) {
        if (pid <= 1) {
            throw new IllegalArgumentException("pid " + pid);
        }
        return KILL.raw(pid, signal) == 0;
    }

    /** Stops one thread, and not its process, until the calling thread ends. */
    static void freeze(int thread) throws IOException {
        PTRACE.checked(PTRACE_SEIZE, thread, 0, 0);
        PTRACE.checked(PTRACE_INTERRUPT, thread, 0, 0);
    }
}
