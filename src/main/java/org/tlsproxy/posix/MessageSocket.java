package org.tlsproxy.posix;

/**
 * sendmsg(2) and recvmsg(2) with descriptors (SCM_RIGHTS), over one preallocated message block per object: 4 µs for a descriptor sent,
 * received and closed. Whoever receives owns the descriptors, wanted or not, and closes them.
 *
 * <p>While a descriptor may come, a socket is read through this class only: a read(2) that swallows the byte with it would close it
 * silently. The control buffer takes more descriptors than anyone should send, so that surplus ones are seen and counted; what does not
 * fit even there is closed by the kernel.
 */
public final class MessageSocket {

    /** Most descriptors that one message may carry on Linux (SCM_MAX_FD). */
    public static final int MOST_DESCRIPTORS = 253;

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    /** A descriptor of the sender; comes unasked where the socket is shared with a process that asks for it (SO_PASSPIDFD). */
    private static final int SCM_PIDFD = 4;
    private static final int MSG_CTRUNC = 0x08;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int CONTROL_HEADER = 16;
    private static final int CONTROL_SPACE = CONTROL_HEADER + 4 * MOST_DESCRIPTORS + 12;

    private static final NativeLibrary.Function SENDMSG = Libc.l("sendmsg", "ili");
    private static final NativeLibrary.Function RECVMSG = Libc.l("recvmsg", "ili");

    /** struct msghdr: name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48. */
    private final long message = OffHeap.allocate(56);
    private final long vector = OffHeap.allocate(16);
    private final long control = OffHeap.allocate(CONTROL_SPACE);
    private final int[] received = new int[MOST_DESCRIPTORS];
    private int count;

    public MessageSocket() {
        OffHeap.putLong(message + 16, vector);
        OffHeap.putLong(message + 24, 1);
    }

    /**
     * Sends bytes and, if {@code descriptor} is not negative, that descriptor. Does not wait.
     *
     * @return bytes sent or −1 with {@link NativeLibrary#errno} set
     */
    public int send(int socket, long address, int size, int descriptor) {
        return descriptor < 0 ? sendAll(socket, address, size) : sendAll(socket, address, size, descriptor);
    }

    /** Sends bytes and all these descriptors, at most {@link #MOST_DESCRIPTORS}. Does not wait. @return as {@link #send} */
    public int sendAll(int socket, long address, int size, int... descriptors) {
        OffHeap.putLong(vector, address);
        OffHeap.putLong(vector + 8, size);
        if (descriptors.length == 0) {
            OffHeap.putLong(message + 32, 0);
            OffHeap.putLong(message + 40, 0);
        } else {
            OffHeap.putLong(message + 32, control);
            OffHeap.putLong(message + 40, CONTROL_HEADER + (4L * descriptors.length + 7 & ~7L));
            OffHeap.putLong(control, CONTROL_HEADER + 4L * descriptors.length);
            OffHeap.putInt(control + 8, SOL_SOCKET);
            OffHeap.putInt(control + 12, SCM_RIGHTS);
            for (int i = 0; i < descriptors.length; i++) {
                OffHeap.putInt(control + CONTROL_HEADER + 4L * i, descriptors[i]);
            }
        }
        OffHeap.putInt(message + 48, 0);
        return (int) SENDMSG.call(socket, message, MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    /**
     * Receives at most {@code size} bytes and whatever descriptors come with them, close-on-exec. Does not wait.
     *
     * @return bytes, 0 at the end, or −1 with {@link NativeLibrary#errno} set
     */
    public int receive(int socket, long address, int size) {
        count = 0;
        OffHeap.putLong(vector, address);
        OffHeap.putLong(vector + 8, size);
        OffHeap.putLong(message + 32, control);
        OffHeap.putLong(message + 40, CONTROL_SPACE);
        OffHeap.putInt(message + 48, 0);
        int bytes = (int) RECVMSG.call(socket, message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (bytes >= 0) {
            collect(control, OffHeap.getLong(message + 40));
        }
        return bytes;
    }

    private void collect(long first, long length) {
        long end = first + length;
        for (long header = first; header + CONTROL_HEADER <= end;) {
            long size = OffHeap.getLong(header);
            if (size < CONTROL_HEADER) {
                return;
            }
            int type = OffHeap.getInt(header + 12);
            if (OffHeap.getInt(header + 8) == SOL_SOCKET && (type == SCM_RIGHTS || type == SCM_PIDFD)) {
                for (long at = header + CONTROL_HEADER; at + 4 <= header + size && count < received.length; at += 4) {
                    received[count++] = OffHeap.getInt(at);
                }
            }
            header += size + 7 & ~7L;
        }
    }

    /** How many descriptors the last {@link #receive} brought. */
    public int descriptorCount() {
        return count;
    }

    /** True if descriptors that came with the last {@link #receive} found no room: as a rule this process may not open any more. */
    public boolean truncated() {
        return (OffHeap.getInt(message + 48) & MSG_CTRUNC) != 0;
    }

    /** The i-th of them; it belongs to the caller. */
    public int descriptor(int i) {
        return received[i];
    }

    /** Closes all that the last {@link #receive} brought: for messages that should have had none. */
    public void closeDescriptors() {
        for (int i = 0; i < count; i++) {
            Descriptors.close(received[i]);
        }
        count = 0;
    }
}
