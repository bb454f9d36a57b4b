package org.tlsproxy.rehearsal;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.engine.ClientProfile;
import org.tlsproxy.engine.ClientTarget;
import org.tlsproxy.engine.ConnectionFactory;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.engine.PeerJudge;
import org.tlsproxy.engine.TlsConnection;

/**
 * A remote client to rehearse with: our own, so that the client role is warm too. It talks to our own server and believes whatever
 * certificate comes. Never faces a network.
 */
public final class RehearsalClient {

    private static final ClientProfile TLS_1_3 = profile(0x0304);
    private static final ClientProfile TLS_1_2 = profile(0x0303);

    private final TlsConnection connection;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private int heard;
    private Optional<byte[]> session = Optional.empty();

    /**
     * Begins the handshake.
     *
     * @param factory not the server's, which delivers plaintext to the worker's sessions
     * @param version 0x0303 or 0x0304
     * @param earlier a session of this version to resume, if there is one
     */
    public RehearsalClient(ConnectionFactory factory, int version, Optional<byte[]> earlier) {
        ClientTarget target = new ClientTarget(Optional.empty(), false, earlier, offered -> session = Optional.of(offered),
            PeerJudge.INDIFFERENT);
        connection = factory.connect(version == 0x0304 ? TLS_1_3 : TLS_1_2, target,
            new TlsConnection.Output(waiting::write, (buf, off, len) -> heard += len));
        connection.start();
    }

    private static ClientProfile profile(int version) {
        return new ClientProfile(KeyChains.NONE, List.of(version), List.of(0xc02c, 0xc02b), List.of(0x1302, 0x1303, 0x1301),
            List.of(29, 23), 1, true);
    }

    /** What is to be sent to the server now; may be empty. */
    public byte[] output() {
        byte[] bytes = waiting.toByteArray();
        waiting.reset();
        return bytes;
    }

    /** The server sent this. */
    public void input(byte[] bytes) {
        connection.receive(bytes, 0, bytes.length);
    }

    /** True when the handshake is complete. */
    public boolean open() {
        return connection.phase() == TlsConnection.Phase.OPEN;
    }

    /** Says something, once it is {@link #open}. */
    public void say(byte[] plaintext) {
        connection.send(plaintext, 0, plaintext.length);
    }

    /** How many bytes the server has said. */
    public int heard() {
        return heard;
    }

    /** The latest session that the server offered to resume later. */
    public Optional<byte[]> session() {
        return session;
    }

    /** Why it came to nothing, for a message. */
    public String trouble() {
        return connection.phase() + connection.failure().map(failure -> ", " + failure.reason()).orElse("");
    }

    /** Forgets its keys. */
    public void end() {
        connection.destroy();
    }
}
