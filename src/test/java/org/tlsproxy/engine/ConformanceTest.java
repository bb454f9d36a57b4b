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
}
