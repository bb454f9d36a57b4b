package org.tlsproxy.engine;

import org.junit.jupiter.api.Nested;

/** Our server keeps the promises of {@link Conformance}, driven directly. */
class ConformanceTest {

    @Nested
    class Hellos extends HelloConformance {
        @Override
        RawWire connect(Setup setup) {
            return MemoryWire.to(setup);
        }
    }

    @Nested
    class Records extends RecordConformance {
        @Override
        RawWire connect(Setup setup) {
            return MemoryWire.to(setup);
        }
    }

    @Nested
    class Ends extends AlertConformance {
        @Override
        RawWire connect(Setup setup) {
            return MemoryWire.to(setup);
        }
    }

    @Nested
    class Handshakes extends HandshakeConformance {
        @Override
        RawWire connect(Setup setup) {
            return MemoryWire.to(setup);
        }
    }
}
