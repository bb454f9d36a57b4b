package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of ClientHellos that are not as they should be, and of those that only look strange. */
abstract class HelloConformance extends HelloCases {

    /** Structure, RFC 8446 4.1.2 and 4.2. */
    static Stream<Case> anyVersion() {
        return Stream.of(
            of("as it should be", "open", h -> { }),
            of("session id of 33 bytes", "fatal decode_error, closed", h -> h.sessionId = RawBytes.vector(1, new byte[33])),
            of("session id longer than the message", "fatal decode_error, closed", h -> h.sessionId = hex("ff00")),
            of("odd number of suite bytes", "fatal decode_error, closed", h -> h.suites = hex("0003130200")),
            of("no suites", "fatal illegal_parameter, closed", h -> h.suites = hex("0000")),
            of("no compression methods", "fatal decode_error, closed", h -> h.compressions = hex("00")),
            of("trailing bytes", "fatal decode_error, closed", h -> h.trailing = hex("00")),
            of("extensions cut off", "fatal decode_error, closed", RawHello::cutOff),
            of("an extension twice", "fatal illegal_parameter, closed", h -> h.add(0x0017, NOTHING).add(0x0017, NOTHING)),
            of("an unknown extension", "open", h -> h.add(0x7777, hex("00112233"))),
            of("GREASE everywhere", "open", h -> h.add(0x0a0a, NOTHING).add(0x1a1a, hex("00"))
                .set(RawHello.GROUPS, hex("0006 2a2a 001d 0017")).set(RawHello.SCHEMES, hex("0008 3a3a 0403 0804 0401"))
                .suites(0x4a4a, 0x1301, 0xc02f)),
            of("empty list of groups", "fatal decode_error, closed", h -> h.set(RawHello.GROUPS, hex("0000"))),
            of("odd list of groups", "fatal decode_error, closed", h -> h.set(RawHello.GROUPS, hex("0003001d00"))),
            of("group list with a byte too many", "fatal decode_error, closed", h -> h.set(RawHello.GROUPS, hex("0002001d00"))),
            of("empty list of schemes", "fatal decode_error, closed", h -> h.set(RawHello.SCHEMES, hex("0000"))),
            of("odd list of schemes", "fatal decode_error, closed", h -> h.set(RawHello.SCHEMES, hex("0003040300"))));
    }

    /** Extensions that both versions know. */
    static Stream<Case> anyVersionsExtensions() {
        return Stream.of(
            of("empty server name list", "fatal decode_error, closed", h -> h.add(0, hex("0000"))),
            of("empty server name extension", "fatal decode_error, closed", h -> h.add(0, NOTHING)),
            of("server name of unknown type", "fatal decode_error, closed", h -> h.add(0, hex("0004 07 000161"))),
            of("two server names", "fatal decode_error, closed", h -> h.add(0, hex("0008 00000161 00000162"))),
            of("server name with a NUL", "fatal unrecognized_name, closed", h -> h.add(0, hex("0006 00 0003 610061"))),
            of("server name of 256 bytes", "fatal unrecognized_name, closed",
                h -> h.add(0, RawBytes.vector(2, hex("00"), RawBytes.vector(2, new byte[256])))),
            of("empty server name", "open", h -> h.add(0, hex("0003 00 0000"))),
            of("server name", "open", h -> h.add(0, hex("0004 00 0001 61"))),
            of("ALPN", "open", h -> h.add(RawHello.ALPN, hex("0003 02 6832"))),
            of("ALPN with an empty name", "fatal decode_error, closed", h -> h.add(RawHello.ALPN, hex("0001 00"))),
            of("ALPN without names", "fatal decode_error, closed", h -> h.add(RawHello.ALPN, hex("0000"))),
            of("status request", "open", h -> h.add(RawHello.STATUS_REQUEST, hex("01 0000 0000"))),
            of("status request of unknown type", "open", h -> h.add(RawHello.STATUS_REQUEST, hex("07 0000"))),
            of("status request that is broken", "fatal decode_error, closed", h -> h.add(RawHello.STATUS_REQUEST, hex("01 00"))),
            of("record size limit", "open", h -> h.add(28, hex("4000"))),
            of("max fragment length", "open", h -> h.add(1, hex("01"))),
            of("max fragment length unknown", "fatal illegal_parameter, closed", h -> h.add(1, hex("05"))),
            of("max fragment length of two bytes", "fatal decode_error, closed", h -> h.add(1, hex("0101"))),
            of("encrypt-then-MAC with content", "open", h -> h.set(22, hex("00"))),
            of("padding", "open", h -> h.add(21, new byte[300])),
            of("padding that is not zero", "open", h -> h.add(21, hex("0102"))),
            of("heartbeat", "open", h -> h.add(15, hex("01"))));
    }

    /** Extensions that one of the versions does not know. */
    static Stream<Case> anyVersionsStrangers() {
        return Stream.of(
            of("old style session ticket", "open", h -> h.add(35, NOTHING)),
            of("session ticket that is none", "open", h -> h.add(35, new byte[200])),
            of("EC point formats", "open", h -> h.set(11, hex("0100"))),
            of("server certificate type", "open", h -> h.add(20, hex("0102"))),
            of("certificate authorities", "open", h -> h.add(47, hex("0004 0002 3000"))),
            of("empty signature_algorithms_cert", "fatal decode_error, closed", h -> h.add(50, hex("0000"))),
            of("SCT list", "open", h -> h.add(18, NOTHING)),
            of("next protocol negotiation", "open", h -> h.add(13172, NOTHING)));
    }

    static Stream<Case> tls13() {
        return Stream.of(
            of("extended master secret with content", "open", h -> h.set(23, hex("00"))),
            of("empty EC point formats", "open", h -> h.set(11, hex("00"))),
            of("renegotiation info with content", "open", h -> h.set(RawHello.RENEGOTIATION, hex("0100"))),
            of("renegotiation info that is broken", "open", h -> h.set(RawHello.RENEGOTIATION, hex("05"))),
            of("signature_algorithms_cert", "open", h -> h.add(50, hex("0002 0403"))),
            of("no null compression", "fatal decode_error, closed", h -> h.compressions = hex("0101")),
            of("more than null compression", "fatal illegal_parameter, closed", h -> h.compressions = hex("020001")),
            of("legacy version 3.4", "open", h -> h.version(0x0304)),
            of("legacy version 3.1", "open", h -> h.version(0x0301)),
            of("legacy version 9.9", "open", h -> h.version(0x0909)),
            of("legacy version 3.0", "fatal handshake_failure, closed", h -> h.version(0x0300)),
            of("no versions listed", "fatal protocol_version, closed", h -> h.set(RawHello.VERSIONS, hex("00"))),
            of("versions cut off", "fatal protocol_version, closed", h -> h.set(RawHello.VERSIONS, hex("030304"))),
            of("a byte after the versions", "fatal protocol_version, closed", h -> h.set(RawHello.VERSIONS, hex("02030400"))),
            of("unknown versions only", "fatal protocol_version, closed", h -> h.set(RawHello.VERSIONS, hex("047f1c0305"))),
            of("unknown versions too", "open", h -> h.set(RawHello.VERSIONS, hex("062a2a03050304"))),
            of("TLS 1.2 in the list only", "open", h -> h.set(RawHello.VERSIONS, hex("020303")).suites(0xc02f)),
            of("SSL 3.0 in the list only", "fatal protocol_version, closed", h -> h.set(RawHello.VERSIONS, hex("020300"))));
    }

    /** RFC 8446 9.2 and 4.2.8. */
    static Stream<Case> tls13Missing() {
        return Stream.of(
            of("no groups", "fatal missing_extension, closed", h -> h.without(RawHello.GROUPS)),
            of("no key share extension", "fatal missing_extension, closed", h -> h.without(RawHello.KEY_SHARE)),
            of("no schemes", "fatal missing_extension, closed", h -> h.without(RawHello.SCHEMES)),
            of("no PSK modes", "open", h -> h.without(RawHello.PSK_MODES)),
            of("empty PSK modes", "fatal decode_error, closed", h -> h.set(RawHello.PSK_MODES, hex("00"))),
            of("unknown PSK modes", "open", h -> h.set(RawHello.PSK_MODES, hex("0109"))),
            of("schemes for no certificate of ours", "fatal handshake_failure, closed", h -> h.set(RawHello.SCHEMES, hex("00020807"))),
            of("schemes of TLS 1.2 only", "fatal handshake_failure, closed", h -> h.set(RawHello.SCHEMES, hex("000404010501"))),
            of("groups that nobody has", "fatal handshake_failure, closed", h -> h.set(RawHello.GROUPS, hex("00020001"))
                .set(RawHello.KEY_SHARE, hex("0000"))),
            of("suites that nobody has", "fatal handshake_failure, closed", h -> h.suites(0x13ff)),
            of("empty key share list", "open", h -> h.set(RawHello.KEY_SHARE, hex("0000"))),
            of("key share cut off", "fatal decode_error, closed", h -> h.set(RawHello.KEY_SHARE, hex("0005 001d 0020 00"))),
            of("key share of no bytes", "fatal decode_error, closed", h -> h.set(RawHello.KEY_SHARE, hex("0004 001d 0000"))),
            of("X25519 share of 31 bytes", "fatal illegal_parameter, closed",
                h -> h.set(RawHello.KEY_SHARE, RawBytes.vector(2, RawHello.shareOf(29, new byte[31])))),
            of("X25519 share of zeros", "fatal illegal_parameter, closed",
                h -> h.set(RawHello.KEY_SHARE, RawBytes.vector(2, RawHello.shareOf(29, new byte[32])))));
    }

    /** RFC 8446 4.2.8.2 and 4.2.11. */
    static Stream<Case> tls13Shares() {
        return Stream.of(
            of("P-256 share off the curve", "fatal illegal_parameter, closed",
                h -> h.set(RawHello.KEY_SHARE, RawBytes.vector(2, RawHello.shareOf(23, uncompressed((byte) 4))))),
            of("P-256 share at infinity", "fatal illegal_parameter, closed",
                h -> h.set(RawHello.KEY_SHARE, RawBytes.vector(2, RawHello.shareOf(23, new byte[1])))),
            of("P-256 share in hybrid form", "fatal illegal_parameter, closed",
                h -> h.set(RawHello.KEY_SHARE, RawBytes.vector(2, RawHello.shareOf(23, uncompressed((byte) 6))))),
            of("ffdhe2048 share of one", "fatal illegal_parameter, closed",
                h -> h.set(RawHello.GROUPS, hex("00020100")).set(RawHello.KEY_SHARE, RawBytes.vector(2, RawHello.shareOf(256, one(256))))),
            of("ffdhe2048 share too short", "fatal illegal_parameter, closed",
                h -> h.set(RawHello.GROUPS, hex("00020100")).set(RawHello.KEY_SHARE, RawBytes.vector(2, RawHello.shareOf(256, one(255))))),
            of("key share for a group not listed", "fatal illegal_parameter, closed", h -> h.set(RawHello.GROUPS, hex("00020017"))),
            of("two key shares for a group", "open", h -> h.set(RawHello.KEY_SHARE,
                RawBytes.vector(2, RawHello.shareOf(29, SHARE), RawHello.shareOf(29, SHARE)))),
            of("key shares in another order than the groups", "fatal illegal_parameter, closed", h -> h.set(RawHello.KEY_SHARE,
                RawBytes.vector(2, RawHello.shareOf(23, uncompressed((byte) 4)), RawHello.shareOf(29, SHARE)))),
            of("PSK extension not at the end", "fatal illegal_parameter, closed", h -> psk(h).add(0x7777, NOTHING)),
            of("PSK without modes", "fatal missing_extension, closed", h -> psk(h.without(RawHello.PSK_MODES))),
            of("PSK with an empty identity", "fatal decode_error, closed",
                h -> h.add(RawHello.PRE_SHARED_KEY, RawBytes.concat(hex("0006 0000 00000000"), RawBytes.vector(2, hex("20"), new byte[32])))),
            of("PSK that nobody knows", "open", HelloCases::psk),
            of("a cookie that nobody gave", "open", h -> h.add(RawHello.COOKIE, hex("0002 0102"))),
            of("early data with content", "fatal decode_error, closed", h -> h.add(RawHello.EARLY_DATA, hex("00"))),
            of("early data without PSK", "open", h -> h.add(RawHello.EARLY_DATA, NOTHING)),
            of("post-handshake authentication", "open", h -> h.add(49, NOTHING)),
            of("post-handshake authentication with content", "fatal decode_error, closed", h -> h.add(49, hex("00"))),
            of("renegotiation info", "open", h -> h.add(RawHello.RENEGOTIATION, hex("00"))),
            of("fallback signal", "open", h -> h.suites(0x1301, 0x5600)));
    }

    static Stream<Case> tls12() {
        return Stream.of(
            of("extended master secret with content", "fatal decode_error, closed", h -> h.set(23, hex("00"))),
            of("empty EC point formats", "fatal decode_error, closed", h -> h.set(11, hex("00"))),
            of("renegotiation info with content", "fatal handshake_failure, closed", h -> h.set(RawHello.RENEGOTIATION, hex("0100"))),
            of("renegotiation info that is broken", "fatal decode_error, closed", h -> h.set(RawHello.RENEGOTIATION, hex("05"))),
            of("no null compression", "fatal decode_error, closed", h -> h.compressions = hex("0101")),
            of("more than null compression", "open", h -> h.compressions = hex("020100")),
            of("no extensions", "open", h -> h.withoutExtensions = true),
            of("legacy version 3.0", "fatal handshake_failure, closed", h -> h.version(0x0300)),
            of("legacy version 2.0", "fatal protocol_version, closed", h -> h.version(0x0200)),
            of("legacy version 3.4 without the extension", "open", h -> h.version(0x0304)),
            of("legacy version 255.255", "open", h -> h.version(0xffff)),
            of("fallback signal", "fatal inappropriate_fallback, closed", h -> h.suites(0xc02f, 0x5600)),
            of("renegotiation signal", "open", h -> h.without(RawHello.RENEGOTIATION).suites(0xc02f, 0x00ff)),
            of("neither renegotiation signal", "open", h -> h.without(RawHello.RENEGOTIATION)),
            of("no groups", "open", h -> h.without(RawHello.GROUPS).suites(0xc02f, 0x002f)),
            of("no groups and ECDHE only", "fatal handshake_failure, closed", h -> h.without(RawHello.GROUPS).suites(0xc02f)),
            of("schemes that nobody has", "fatal handshake_failure, closed", h -> h.set(RawHello.SCHEMES, hex("00020a0a"))),
            of("no schemes", "open", h -> h.without(RawHello.SCHEMES)),
            of("TLS 1.3 suites only", "fatal handshake_failure, closed", h -> h.suites(0x1301)),
            of("key share that is broken", "open", h -> h.add(RawHello.KEY_SHARE, hex("0005"))),
            of("PSK not at the end", "fatal illegal_parameter, closed", h -> psk(h).add(0x7777, NOTHING)),
            of("SRP", "open", h -> h.add(12, hex("0161"))));
    }

    @ParameterizedTest
    @MethodSource({"anyVersion", "anyVersionsExtensions", "anyVersionsStrangers", "tls13", "tls13Missing", "tls13Shares"})
    void shouldTreatTls13HellosAsTheyDeserve(Case one) {
        assertThat(endingOf(one.tls13())).as(one.name()).isEqualTo(one.ending());
    }

    @ParameterizedTest
    @MethodSource({"anyVersion", "anyVersionsExtensions", "anyVersionsStrangers", "tls12"})
    void shouldTreatTls12HellosAsTheyDeserve(Case one) {
        assertThat(endingOf(one.tls12())).as(one.name()).isEqualTo(one.ending());
    }
}
