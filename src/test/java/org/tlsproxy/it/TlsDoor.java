package org.tlsproxy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A TCP port behind which a tlsproxy service speaks TLS from the first byte, for programs that know no STARTTLS or would have to wait
 * for postscreen(8)'s greeting: each connection is passed on as postscreen passes them.
 */
final class TlsDoor implements AutoCloseable {

    private static final int POLL = 100;

    private final Path service;
    private final int listener;
    private volatile boolean closed;

    private TlsDoor(Path service) throws IOException {
        this.service = service;
        this.listener = Native.tcpListener();
    }

    static TlsDoor open(Path service) throws IOException {
        TlsDoor door = new TlsDoor(service);
        Thread thread = new Thread(door::serve, "tls-door");
        thread.setDaemon(true);
        thread.start();
        return door;
    }

    int port() throws IOException {
        return Native.port(listener);
    }

    /** The listener is closed where it is used: its number could be another's by the time of an accept. */
    private void serve() {
        try {
            while (!closed) {
                if (Native.readable(listener, POLL)) {
                    int remote = Native.accept(listener);
                    Thread thread = new Thread(() -> pass(remote), "tls-door-session");
                    thread.setDaemon(true);
                    thread.start();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Native.close(listener);
        }
    }

    private void pass(int remote) {
        try (ProxyClient client = ProxyClient.announced(service)) {
            if (client.request(ProxyRequest.asPostscreen())) {
                client.pass(remote);
                client.readToEnd();
            } else {
                Native.close(remote);
            }
        } catch (IOException e) {
            // the session ended first: its peer sees that, and judges
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
