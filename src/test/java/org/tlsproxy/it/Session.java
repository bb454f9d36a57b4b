package org.tlsproxy.it;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A session through the service, from the remote client's TLS to the plaintext side.
 *
 * @param request what was asked for, with the endpoint under which the service logs
 * @param client  the plaintext side
 * @param peer    the remote TLS side
 */
record Session(ProxyRequest request, ProxyClient client, TlsPeer peer) implements AutoCloseable {

    /** How sessions are opened; the usual is {@code Session.through(socket).open()}. */
    record Plan(Path socket, ProxyRequest request, int bufferBytes, boolean waits, String... protocols) {

        Plan request(ProxyRequest changed) {
            return new Plan(socket, changed, bufferBytes, waits, protocols);
        }

        /** TLS versions of the remote client, as the JDK names them. */
        Plan protocols(String... changed) {
            return new Plan(socket, request, bufferBytes, waits, changed);
        }

        /** Sizes of the kernel's TCP buffers, so that little can hide there. */
        Plan buffers(int bytes) {
            return new Plan(socket, request, bytes, waits, protocols);
        }

        /** Connects as postscreen(8) does: a full backlog is a failure. */
        Plan impatient() {
            return new Plan(socket, request, bufferBytes, false, protocols);
        }

        /** Up to the descriptor; the TLS handshake is left to the caller. */
        Session pass() throws IOException {
            ProxyClient client = ProxyClient.announced(waits ? ProxyClient.connect(socket) : ProxyClient.connectAtOnce(socket));
            if (!client.request(request)) {
                throw new AssertionError("status 0 for " + request);
            }
            TcpPair pair = TcpPair.open(bufferBytes);
            client.pass(pair.ours());
            return new Session(request, client, new TlsPeer(pair.remote(), protocols));
        }

        /** Up to the end of the TLS handshake. */
        Session open() throws IOException {
            Session session = pass();
            session.peer.handshake();
            return session;
        }
    }

    static Plan through(Path socket) {
        return new Plan(socket, ProxyRequest.asPostscreen(), 0, true);
    }

    String endpoint() {
        return request.endpoint();
    }

    /** Sends a word each way; fails unless both arrive. */
    void ping() throws IOException {
        peer.write("EHLO peer\r\n");
        String there = client.readText(11);
        client.write("250 mail\r\n");
        String back = peer.readText(10);
        if (!there.equals("EHLO peer\r\n") || !back.equals("250 mail\r\n")) {
            throw new AssertionError("garbled: " + there + back);
        }
    }

    /** Opens a session, uses it and closes it. */
    static void ping(Path socket) throws IOException {
        try (Session session = through(socket).open()) {
            session.ping();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        peer.close();
    }
}
