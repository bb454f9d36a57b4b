package org.tlsproxy.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL 3.0, which Postfix's tlsproxy uses, keeps the promises of {@link Conformance} too: so nobody's peers see a difference. */
@Tag("reference")
class OpensslConformanceIT {

    private static final List<String> PERMISSIVE = List.of("-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
    private static final Map<Conformance.Setup, List<String>> OPTIONS = Map.of(
        Conformance.Setup.USUAL, PERMISSIVE,
        Conformance.Setup.TICKETS, PERMISSIVE,
        Conformance.Setup.TLS12_ONLY, List.of("-tls1_2", "-cipher", "ALL:@SECLEVEL=0"),
        Conformance.Setup.SERVER_ORDER, List.of("-serverpref", "-cipher", "ALL:@SECLEVEL=0"),
        Conformance.Setup.LEVEL_ONE, List.of("-cipher", "ALL:@SECLEVEL=1"));

    @TempDir
    private static Path directory;
    private static OpensslServer issuer;

    @BeforeAll
    static void startIssuer() {
        issuer = new OpensslServer(directory, PERMISSIVE);
    }

    @AfterAll
    static void endIssuer() {
        issuer.close();
    }

    /** A process for each connection: what one test does to it is of no concern to the next. Tickets are for the process that made them. */
    private RawWire server(Conformance.Setup setup) {
        if (setup == Conformance.Setup.TICKETS) {
            return issuer.connect(() -> { });
        }
        OpensslServer server = new OpensslServer(directory, OPTIONS.get(setup));
        return server.connect(server::close);
    }

    @Nested
    class Hellos extends HelloConformance {
        @Override
        RawWire connect(Setup setup) {
            return server(setup);
        }
    }

    @Nested
    class Records extends RecordConformance {
        @Override
        RawWire connect(Setup setup) {
            return server(setup);
        }
    }

    @Nested
    class Ends extends AlertConformance {
        @Override
        RawWire connect(Setup setup) {
            return server(setup);
        }
    }

    @Nested
    class Handshakes extends HandshakeConformance {
        @Override
        RawWire connect(Setup setup) {
            return server(setup);
        }
    }
}
