package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where OpenSSL 3.0 lets pass what an RFC forbids, and our server does not. No client in use depends on any of it. */
class StricterThanOpensslTest extends HelloCases {

    static Stream<Case> offers() {
        return Stream.of(
            of("RFC 8446 4.2: an unknown extension twice", "fatal illegal_parameter, closed",
                h -> h.add(0x7777, NOTHING).add(0x7777, NOTHING)),
            of("RFC 8446 4.2.11: PSKs without identities", "fatal decode_error, closed",
                h -> h.add(RawHello.PRE_SHARED_KEY, hex("0000 0000"))),
            of("RFC 8446 4.2.11: a binder shorter than a hash", "fatal decode_error, closed",
                h -> h.add(RawHello.PRE_SHARED_KEY, RawBytes.concat(hex("0007 0001 61 00000000"), hex("0003 02 0000")))),
            of("RFC 8446 4.2.11: more identities than binders", "fatal illegal_parameter, closed",
                h -> h.add(RawHello.PRE_SHARED_KEY, RawBytes.concat(hex("000e 0001 61 00000000 0001 62 00000000 0021 20"), new byte[32]))),
            of("RFC 8422 5.1.2: compressed points only", "fatal illegal_parameter, closed",
                h -> h.without(RawHello.VERSIONS).suites(0xc02f).set(11, hex("0101"))));
    }

    @ParameterizedTest
    @MethodSource("offers")
    void shouldRefuse(Case one) {
        assertThat(endingOf(one.tls13())).as(one.name()).isEqualTo(one.ending());
    }

    @Override
    RawWire connect(Setup setup) {
        return MemoryWire.to(setup);
    }
}
