package org.tlsproxy.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/**
 * Speaks to a tlsproxy service as postscreen(8) does: announcement, request, status, descriptor, plaintext. Every step can be done
 * by itself, badly or not at all. Bytes are written out here and not taken from the product.
 */
final class ProxyClient implements AutoCloseable {

    /** The announcement of Postfix 3.6 and later. */
    static final byte[] ANNOUNCEMENT = "protocol\0tlsproxy_protocol\0\0".getBytes(StandardCharsets.US_ASCII);

    private final UnixSocketChannel channel;
    private final int fd;

    private ProxyClient(UnixSocketChannel channel) {
        this.channel = channel;
        this.fd = channel.getFD();
    }

    static ProxyClient connect(Path socket) throws IOException {
        return new ProxyClient(UnixSocketChannel.open(new UnixSocketAddress(socket.toFile())));
    }

    /** Connects without waiting, as postscreen(8) does. @throws IOException if the backlog is full */
    static ProxyClient connectAtOnce(Path socket) throws IOException {
        UnixSocketChannel channel = UnixSocketChannel.open();
        channel.configureBlocking(false);
        if (!channel.connect(new UnixSocketAddress(socket.toFile()))) {
            channel.close();
            throw new IOException("connection refused: the backlog is full");
        }
        channel.configureBlocking(true);
        return new ProxyClient(channel);
    }

    /** Connects and reads the announcement, if this Postfix has one. */
    static ProxyClient announced(Path socket) throws IOException {
        return announced(connect(socket));
    }

    /** Reads the announcement, if this Postfix has one. */
    static ProxyClient announced(ProxyClient client) throws IOException {
        if (ServiceUnderTest.mailVersionAtLeast(3, 6)) {
            byte[] first = client.readList();
            if (!Arrays.equals(first, ANNOUNCEMENT)) {
                throw new AssertionError("not an announcement: " + new String(first, StandardCharsets.ISO_8859_1));
            }
        }
        return client;
    }

    void write(byte... bytes) throws IOException {
        Native.write(fd, bytes);
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends the request and reads the status list; true if the service is available. */
    boolean request(ProxyRequest request) throws IOException {
        write(request.bytes());
        return status();
    }

    boolean status() throws IOException {
        List<String> status = attributes();
        if (status.size() != 2 || !status.get(0).equals("status")) {
            throw new AssertionError("not a status: " + status);
        }
        return !status.get(1).equals("0");
    }

    /** One zero byte with the descriptors; each is closed here afterwards, as postscreen closes its copy. */
    void pass(int... descriptors) throws IOException {
        passWith(new byte[1], descriptors);
    }

    /** One message of these bytes with the descriptors, which are then closed here. */
    void passWith(byte[] data, int... descriptors) throws IOException {
        Native.sendDescriptors(fd, data, descriptors);
        for (int each : descriptors) {
            Native.close(each);
        }
    }

    /** The bytes of one attribute list, the empty name at its end included; never a byte more. */
    byte[] readList() throws IOException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        boolean inName = true;
        for (int length = 0;;) {
            byte[] one = read(1);
            list.write(one[0]);
            if (one[0] != 0) {
                length++;
            } else if (inName && length == 0) {
                return list.toByteArray();
            } else {
                inName = !inName;
                length = 0;
            }
        }
    }

    /** One attribute list as names and values in turn. */
    List<String> attributes() throws IOException {
        String text = new String(readList(), StandardCharsets.UTF_8);
        List<String> parts = new ArrayList<>();
        for (int start = 0, end; start < text.length() - 1; start = end + 1) {
            end = text.indexOf('\0', start);
            parts.add(text.substring(start, end));
        }
        return parts;
    }

    /** Exactly so many bytes. @throws EOFException if the service closes before */
    byte[] read(int size) throws IOException {
        byte[] all = new byte[size];
        byte[] part = new byte[size];
        for (int got = 0; got < size;) {
            int n = readSome(part, size - got);
            if (n == 0) {
                throw new EOFException("the service closed after " + got + " of " + size + " bytes");
            }
            System.arraycopy(part, 0, all, got, n);
            got += n;
        }
        return all;
    }

    String readText(int size) throws IOException {
        return new String(read(size), StandardCharsets.ISO_8859_1);
    }

    /** Everything up to the end, which must come. */
    byte[] readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[65_536];
        for (int n; (n = readSome(part, part.length)) > 0;) {
            all.write(part, 0, n);
        }
        return all.toByteArray();
    }

    private int readSome(byte[] to, int size) throws IOException {
        if (!hasInput(Command.PATIENCE.toMillis())) {
            throw new IOException("the service neither wrote nor closed in " + Command.PATIENCE);
        }
        try {
            return Native.read(fd, to, size);
        } catch (Native.Failure e) {
            if (e.isConnectionGone()) {
                return 0;       // closed with something of ours unread
            }
            throw e;
        }
    }

    /** True if something can be read, or the end was reached, within the time. */
    boolean hasInput(long milliseconds) throws IOException {
        return Native.readable(fd, (int) milliseconds);
    }

    /** Shuts the writing side: the service sees the end of the plaintext, answers can still be read. */
    void shutdownOutput() throws IOException {
        Native.shutdownOutput(fd);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
