package org.tlsproxy.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.engine.KeyChain.Algorithm;

/** Our server in memory. */
final class MemoryWire implements RawWire {

    private static final KeyChains CHAINS = TestChains.of(Algorithm.RSA, Algorithm.EC);

    final MemoryServer server;
    private byte[] unread = {};

    MemoryWire(ServerProfile profile) {
        server = new MemoryServer(profile);
    }

    static MemoryWire to(Conformance.Setup setup) {
        return new MemoryWire(profile(setup));
    }

    private static ServerProfile profile(Conformance.Setup setup) {
        switch (setup) {
            case TLS12_ONLY:
                return TestProfiles.with(CHAINS, List.of(0x0303), TestProfiles.OPTIONS, TestProfiles.NO_CERTS);
            case SERVER_ORDER:
                return options(new ServerProfile.Options(true, 0, true, 0, false));
            case LEVEL_ONE:
                return options(new ServerProfile.Options(false, 1, true, 0, false));
            default:
                return TestProfiles.with(CHAINS);
        }
    }

    private static ServerProfile options(ServerProfile.Options options) {
        return TestProfiles.with(CHAINS, TestProfiles.ALL_VERSIONS, options, TestProfiles.NO_CERTS);
    }

    @Override
    public void send(byte[] bytes) {
        server.input(bytes);
    }

    @Override
    public Optional<RawRecord> next() {
        unread = RawBytes.concat(unread, server.output());
        if (unread.length < 5) {
            return Optional.empty();
        }
        int end = 5 + RawBytes.uint(unread, 3, 2);
        RawRecord record = new RawRecord(unread[0], RawBytes.uint(unread, 1, 2), Arrays.copyOfRange(unread, 5, end));
        unread = Arrays.copyOfRange(unread, end, unread.length);
        return Optional.of(record);
    }

    /** Whoever owns a connection closes it when the peer has done so, or when it failed. */
    @Override
    public boolean ended() {
        TlsConnection.Phase phase = server.connection.phase();
        return phase != TlsConnection.Phase.HANDSHAKING && phase != TlsConnection.Phase.OPEN;
    }

    @Override
    public void close() {
        server.connection.destroy();
    }
}
