package org.tlsproxy.pool;

import java.util.Optional;
import java.util.OptionalInt;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.MessageSocket;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;

/**
 * One end of a control channel: packets in and out of a SOCK_SEQPACKET socket, never waiting. The buffer is shared by all channels of a
 * process, which has one thread for them.
 */
public final class ControlChannel {

    private static final MessageSocket SOCKET = new MessageSocket();
    private static final long BUFFER = OffHeap.allocate(ControlMessage.MOST_BYTES + 1);

    private final int fd;

    /** @param fd the socket's descriptor, owned by this channel from now on */
    public ControlChannel(int fd) {
        this.fd = fd;
    }

    /**
     * What was received.
     *
     * @param descriptor the one that came with it, the caller's to close; a connection without one met a process that may not open any more
     */
    public record Received(ControlMessage message, OptionalInt descriptor) { }

    /** How a send went. */
    public enum Sent {
        /** It will arrive, unless the receiver ends. */
        DONE,
        /** No room: the receiver is slow; the channel can be watched for when it has room again. */
        FULL,
        /** The system has too little of something; try again later. */
        LATER,
        /** There is no receiver any more. */
        GONE
    }

    /** Thrown when the other end is closed and everything it sent has been read. */
    public static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("control channel closed");
        }
    }

    /** Sends a message without a descriptor. */
    public Sent send(ControlMessage message) {
        return send(message, -1);
    }

    /** Sends a message with a descriptor, or without if it is negative; the sender keeps its own copy. */
    public Sent send(ControlMessage message, int descriptor) {
        byte[] packet = message.encode();
        OffHeap.put(BUFFER, packet, 0, packet.length);
        if (SOCKET.send(fd, BUFFER, packet.length, descriptor) >= 0) {
            return Sent.DONE;
        }
        int errno = NativeLibrary.errno();
        if (errno == Errno.EAGAIN) {
            return Sent.FULL;
        }
        return errno == Errno.ENOBUFS || errno == Errno.ENOMEM || errno == Errno.ETOOMANYREFS ? Sent.LATER : Sent.GONE;
    }

    /**
     * The next packet, if one is there.
     *
     * @throws ProtocolException if it breaks the protocol; descriptors that came with it are closed
     * @throws Ended             at the end
     */
    public Optional<Received> receive() throws ProtocolException, Ended {
        int size = SOCKET.receive(fd, BUFFER, ControlMessage.MOST_BYTES + 1);
        if (size < 0 && NativeLibrary.errno() == Errno.ECONNRESET) {
            // The other end died with something unread. Linux says so before it gives what that end had sent.
            size = SOCKET.receive(fd, BUFFER, ControlMessage.MOST_BYTES + 1);
        }
        if (size < 0) {
            int errno = NativeLibrary.errno();
            if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
                return Optional.empty();
            }
            throw new Ended();
        }
        if (size == 0) {
            throw new Ended();
        }
        byte[] packet = new byte[size];
        OffHeap.get(BUFFER, packet, 0, size);
        return Optional.of(checked(packet));
    }

    private static Received checked(byte[] packet) throws ProtocolException {
        try {
            if (packet.length > ControlMessage.MOST_BYTES) {
                throw new ProtocolException("packet too long");
            }
            ControlMessage message = ControlMessage.decode(packet);
            int expected = message instanceof ControlMessage.Connection ? 1 : 0;
            if (SOCKET.truncated() && SOCKET.descriptorCount() == 0 && expected == 1) {
                return new Received(message, OptionalInt.empty());
            }
            if (SOCKET.descriptorCount() != expected) {
                throw new ProtocolException(SOCKET.descriptorCount() + " descriptors with " + message.getClass().getSimpleName());
            }
            return new Received(message, expected == 1 ? OptionalInt.of(SOCKET.descriptor(0)) : OptionalInt.empty());
        } catch (ProtocolException e) {
            SOCKET.closeDescriptors();
            throw e;
        }
    }

    /** The socket, to watch it. */
    public int descriptor() {
        return fd;
    }

    public void close() {
        Descriptors.close(fd);
    }
}
