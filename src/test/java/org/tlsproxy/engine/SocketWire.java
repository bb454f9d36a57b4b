package org.tlsproxy.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** A server behind a socket. */
final class SocketWire implements RawWire {

    /** A server that has something to say starts saying it within this many milliseconds. */
    private static final int QUIET = 250;

    private final Socket socket;
    private final Runnable whenClosed;
    private boolean ended;

    /** @param whenClosed is done after closing the socket */
    SocketWire(Socket socket, Runnable whenClosed) {
        this.socket = socket;
        this.whenClosed = whenClosed;
    }

    @Override
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // the server has gone: what it said before can still be read, and next() will notice the rest
        }
    }

    @Override
    public Optional<RawRecord> next() {
        try {
            socket.setSoTimeout(QUIET);
            InputStream in = socket.getInputStream();
            int type = in.read();
            if (type < 0) {
                ended = true;
                return Optional.empty();
            }
            byte[] header = exactly(in, 4);
            return Optional.of(new RawRecord(type, RawBytes.uint(header, 0, 2), exactly(in, RawBytes.uint(header, 2, 2))));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            ended = true;
            return Optional.empty();
        }
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        whenClosed.run();
    }
}
