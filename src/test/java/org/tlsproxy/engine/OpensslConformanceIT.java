package org.tlsproxy.engine;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL 3.0, which Postfix's tlsproxy uses, keeps the promises of {@link Conformance} too: so nobody's peers see a difference. */
class OpensslConformanceIT {

    private static final List<String> PERMISSIVE = List.of("-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
    private static final Map<Conformance.Setup, OpensslServer> SERVERS = new EnumMap<>(Conformance.Setup.class);

    @TempDir
    private static Path directory;

    @BeforeAll
    static void startServers() {
        start(Conformance.Setup.USUAL, PERMISSIVE);
        start(Conformance.Setup.TLS12_ONLY, "-tls1_2", PERMISSIVE.get(0), PERMISSIVE.get(1));
        start(Conformance.Setup.SERVER_ORDER, "-serverpref", PERMISSIVE.get(0), PERMISSIVE.get(1));
        start(Conformance.Setup.LEVEL_ONE, "-cipher", "ALL:@SECLEVEL=1");
    }

    private static void start(Conformance.Setup setup, String... options) {
        start(setup, List.of(options));
    }

    private static void start(Conformance.Setup setup, List<String> options) {
        SERVERS.put(setup, new OpensslServer(directory, options));
    }

    @AfterAll
    static void endServers() {
        SERVERS.values().forEach(OpensslServer::close);
    }

    private RawWire server(Conformance.Setup setup) {
        return SERVERS.get(setup).connect();
    }

    @Nested
    class Hellos extends HelloConformance {
        @Override
        RawWire connect(Setup setup) {
            return server(setup);
        }
    }
}
