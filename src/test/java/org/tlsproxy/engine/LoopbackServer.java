package org.tlsproxy.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.tlsproxy.crypto.WorkerCrypto;

/** Our server engine behind a plain socket, for peers that are programs of their own: echoes what it decrypts, one client at a time. */
final class LoopbackServer implements AutoCloseable {

    /** How one connection ended. */
    record Outcome(TlsConnection.Phase phase, Optional<TlsFacts> facts, Optional<TlsFailure> failure) { }

    /** Takes certificates and keys. */
    private static final PeerJudge LENIENT = new PeerJudge() {
        @Override
        public int judge(TlsFacts.PeerCredential shown) {
            return 0;
        }

        @Override
        public boolean takesRawKeys() {
            return true;
        }
    };

    final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private final EngineFactory factory;
    private volatile ServerProfile profile;

    LoopbackServer(ServerProfile profile, int port) throws IOException {
        this.profile = profile;
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.factory = new EngineFactory(WorkerCrypto.create(true), ProcessTicketKeys.create(new SecureRandom()));
        Thread thread = new Thread(this::serve, "loopback-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    void profile(ServerProfile next) {
        profile = next;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(10_000);
                outcomes.add(session(socket));
            } catch (IOException e) {
                // the peer went away, or the test is over: the next accept tells
            }
        }
    }

    private Outcome session(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        TlsConnection[] self = new TlsConnection[1];
        java.io.ByteArrayOutputStream echo = new java.io.ByteArrayOutputStream();
        java.io.ByteArrayOutputStream wire = new java.io.ByteArrayOutputStream();
        self[0] = factory.accept(profile, LENIENT, new TlsConnection.Output(wire::write, echo::write));
        byte[] buf = new byte[16384];
        try {
            while (true) {
                int n = in.read(buf);
                TlsConnection.Phase phase = n < 0 ? self[0].receiveEof() : self[0].receive(buf, 0, n);
                if (echo.size() > 0) {
                    byte[] data = echo.toByteArray();
                    echo.reset();
                    self[0].send(data, 0, data.length);
                }
                if (phase == TlsConnection.Phase.PEER_CLOSED) {
                    self[0].close();
                }
                wire.writeTo(out);
                wire.reset();
                if (phase == TlsConnection.Phase.PEER_CLOSED || phase == TlsConnection.Phase.FAILED || n < 0) {
                    break;
                }
            }
        } catch (IOException e) {
            self[0].receiveEof();
        }
        Outcome outcome = new Outcome(self[0].phase(), self[0].facts(), self[0].failure());
        self[0].destroy();
        return outcome;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
