package org.tlsproxy.libcrypto;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** This machine's libcrypto, spoken to in both dialects: 3.x still exports the names of 1.1.1. */
final class LibcryptoUnderTest {

    private static final String SONAME = soname();
    /** Loaded for these tests alone, so that they may count its objects. */
    private static final Libcrypto CURRENT = Libcrypto.load(SONAME, false);
    private static final Libcrypto LEGACY = Libcrypto.load(SONAME, true);

    private LibcryptoUnderTest() { }

    private static String soname() {
        return Libcrypto.find().library().orElseThrow().version().startsWith("1.") ? "libcrypto.so.1.1" : "libcrypto.so.3";
    }

    static Stream<Arguments> dialects() {
        return Stream.of(Arguments.of("current names", CURRENT), Arguments.of("names of 1.1.1", LEGACY));
    }
}
