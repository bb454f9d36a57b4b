package org.tlsproxy.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;

/**
 * A client of a local service, for programs that may wait: one stream connection, over jnr-unixsocket. Services, which may not, use
 * {@link Sockets} and {@link Epoll}.
 */
public final class LocalClient implements AutoCloseable {

    private final UnixSocketChannel channel;

    private LocalClient(UnixSocketChannel channel) {
        this.channel = channel;
    }

    /**
     * @param millis how long each read or write may wait
     * @throws IOException if nobody listens there
     */
    public static LocalClient connect(Path socket, int millis) throws IOException {
        UnixSocketChannel channel = UnixSocketChannel.open(new UnixSocketAddress(socket.toFile()));
        try {
            channel.setOption(UnixSocketOptions.SO_RCVTIMEO, millis);
            channel.setOption(UnixSocketOptions.SO_SNDTIMEO, millis);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new LocalClient(channel);
    }

    /** Writes all of it. */
    public void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** @return how many bytes came, -1 at the end. @throws IOException if nothing came in time */
    public int read(byte[] into) throws IOException {
        return channel.read(ByteBuffer.wrap(into));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
