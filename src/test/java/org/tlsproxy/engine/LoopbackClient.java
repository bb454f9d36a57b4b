package org.tlsproxy.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.tlsproxy.crypto.WorkerCrypto;

/** Our client engine behind a plain socket, for servers that are programs of their own. */
final class LoopbackClient {

    private static final EngineFactory FACTORY =
        new EngineFactory(WorkerCrypto.create(true), ProcessTicketKeys.create(new SecureRandom()));

    /** How a session went. @param heard what the server said */
    record Outcome(TlsConnection.Phase phase, Optional<TlsFacts> facts, Optional<TlsFailure> failure, String heard) {

        TlsFacts negotiated() {
            return facts.orElseThrow(() -> new AssertionError(phase + " " + failure));
        }
    }

    private LoopbackClient() {
    }

    /** Connects, says a line, and leaves when a line came back. */
    static Outcome talk(int port, MemoryPair.Wish wish, String line) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        TlsConnection client = FACTORY.connect(wish.profile(), wish.target(), new TlsConnection.Output(wire::write, heard::write));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(8000);
            client.start();
            byte[] buf = new byte[16384];
            boolean said = false;
            while (heard.size() < line.length() + 1 && isAlive(client)) {
                if (!said && client.phase() == TlsConnection.Phase.OPEN) {
                    byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
                    client.send(bytes, 0, bytes.length);
                    said = true;
                }
                flush(wire, socket);
                read(socket.getInputStream(), buf, client);
            }
            client.close();
            flush(wire, socket);
        }
        Outcome outcome = new Outcome(client.phase(), client.facts(), client.failure(), heard.toString(StandardCharsets.US_ASCII));
        client.destroy();
        return outcome;
    }

    private static boolean isAlive(TlsConnection client) {
        return client.phase() == TlsConnection.Phase.HANDSHAKING || client.phase() == TlsConnection.Phase.OPEN;
    }

    private static void read(InputStream in, byte[] buf, TlsConnection client) throws IOException {
        int n = in.read(buf);
        if (n < 0) {
            client.receiveEof();
        } else {
            client.receive(buf, 0, n);
        }
    }

    private static void flush(ByteArrayOutputStream wire, Socket socket) throws IOException {
        socket.getOutputStream().write(wire.toByteArray());
        wire.reset();
    }
}
