package org.tlsproxy.engine;

import java.util.Arrays;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

/** What comes from the network, as records or not. First byte: in what portions. */
public final class RecordsFuzz {

    private static final ServerProfile PROFILE = TestProfiles.with(TestChains.of(Algorithm.EC, Algorithm.RSA));

    private RecordsFuzz() { }

    /** Called by the fuzzer, and by the replay of its corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        MemoryServer server = new MemoryServer(PROFILE);
        int portion = input[0] == 0 ? input.length : input[0] & 0xff;
        for (int at = 1; at < input.length; at += portion) {
            server.input(Arrays.copyOfRange(input, at, Math.min(input.length, at + portion)));
        }
        server.connection.receiveEof();
        Phase phase = server.connection.phase();
        server.connection.destroy();
        if (phase != Phase.FAILED && phase != Phase.PEER_CLOSED) {
            throw new IllegalStateException(phase + " after the end of the connection");
        }
        if (server.plaintext.size() > 0) {
            throw new IllegalStateException("plain text without keys");
        }
    }
}
