package org.tlsproxy.engine;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

/**
 * Handshake messages, framed as they must be, so that what is within them is reached: the fuzzer's bytes are the bodies. Two bytes of
 * length, then a body; the first is a ClientHello, the type of each further one is its first byte. First byte: which server.
 */
public final class HandshakeFuzz {

    private static final int CLIENT_HELLO = 1;
    private static final int LONGEST = 16_000;
    private static final ServerProfile USUAL = TestProfiles.with(TestChains.of(Algorithm.EC, Algorithm.RSA));
    private static final ServerProfile ASKING =
        TestProfiles.with(TestChains.of(Algorithm.RSA), TestProfiles.ALL_VERSIONS, TestProfiles.OPTIONS, TestProfiles.ASK);

    private HandshakeFuzz() { }

    /** Called by the fuzzer, and by the replay of its corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 3) {
            return;
        }
        MemoryServer server = new MemoryServer((input[0] & 1) == 0 ? USUAL : ASKING);
        int at = 1;
        for (int message = 0; at + 2 <= input.length; message++) {
            int length = Math.min((input[at] & 0xff) << 8 | input[at + 1] & 0xff, Math.min(LONGEST, input.length - at - 2));
            byte[] body = Arrays.copyOfRange(input, at + 2, at + 2 + length);
            at += 2 + length;
            server.input(message == 0 ? framed(CLIENT_HELLO, body) : framed(body));
        }
        server.connection.receiveEof();
        Phase phase = server.connection.phase();
        server.connection.destroy();
        if (phase != Phase.FAILED && phase != Phase.PEER_CLOSED || server.plaintext.size() > 0) {
            throw new IllegalStateException(phase + " and " + server.plaintext.size() + " bytes of plain text");
        }
    }

    private static byte[] framed(byte[] typeAndBody) {
        return typeAndBody.length == 0 ? new byte[] {20, 3, 3, 0, 1, 1}
            : framed(typeAndBody[0], Arrays.copyOfRange(typeAndBody, 1, typeAndBody.length));
    }

    private static byte[] framed(int type, byte[] body) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        int length = body.length + 4;
        record.writeBytes(new byte[] {22, 3, 3, (byte) (length >> 8), (byte) length});
        record.writeBytes(new byte[] {(byte) type, 0, (byte) (body.length >> 8), (byte) body.length});
        record.writeBytes(body);
        return record.toByteArray();
    }
}
