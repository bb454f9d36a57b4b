package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.engine.RawServer.ADH;
import static org.tlsproxy.engine.RawServer.AECDH;
import static org.tlsproxy.engine.RawServer.ECDHE_RSA;
import static org.tlsproxy.engine.RawServer.P1024;
import static org.tlsproxy.engine.RawServer.P256_POINT;
import static org.tlsproxy.engine.RawServer.P512;
import static org.tlsproxy.engine.RawServer.RI;
import static org.tlsproxy.engine.RawServer.bytes;
import static org.tlsproxy.engine.RawServer.certificate;
import static org.tlsproxy.engine.RawServer.concat;
import static org.tlsproxy.engine.RawServer.dhParameters;
import static org.tlsproxy.engine.RawServer.ecParameters;
import static org.tlsproxy.engine.RawServer.handshake;
import static org.tlsproxy.engine.RawServer.hello;
import static org.tlsproxy.engine.RawServer.helloDone;
import static org.tlsproxy.engine.RawServer.message;
import static org.tlsproxy.engine.RawServer.record;

import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

/** What the client says, in the log and on the wire, to servers that do not behave. Expectations were read off OpenSSL 3.0's s_client. */
class UnwelcomeServersTest {

    private static final int TLS12 = 0x0303;
    private static final int CLOSED_SILENTLY = -1;
    private static final ServerProfile PROFILE = TestProfiles.with(TestChains.of(Algorithm.RSA));

    static Stream<Arguments> beforeTheServerHello() {
        return Stream.of(
            bad("220 mx.example ESMTP\r\n".getBytes(), CLOSED_SILENTLY, "0A00010B", "wrong version number"),
            bad("HTTP/1.0 400 Bad\r\n".getBytes(), CLOSED_SILENTLY, "0A00010B", "wrong version number"),
            bad(new byte[20], CLOSED_SILENTLY, "0A00010B", "wrong version number"),
            bad(record(23, "hello".getBytes()), 10, "0A0000F4", "unexpected message"),
            bad(record(20, new byte[] {1}), 10, "0A0000F4", "unexpected message"),
            bad(record(24, "hello".getBytes()), 10, "0A0000F4", "unexpected message"),
            bad(bytes("160303ffff 00000000"), 22, "0A0000C6", "packet length too long"),
            bad(concat(bytes("15030100020170"), "220 mx\r\n".getBytes()), 70, "0A00010B", "wrong version number"),
            bad(bytes("15030300020170".repeat(6)), 10, "0A000199", "too many warn alerts"),
            bad(bytes("15030300020164"), 40, "0A000153", "no renegotiation"),
            bad(handshake(certificate(new byte[9])), 10, "0A0000F4", "unexpected message"),
            bad(handshake(helloDone()), 10, "0A0000F4", "unexpected message"),
            bad(handshake(message(99, new byte[2])), 10, "0A0000F4", "unexpected message"),
            bad(bytes("1603030000".repeat(40)), 10, "0A00012A", "record too small"));
    }

    static Stream<Arguments> inTheServerHello() {
        return Stream.of(
            bad(handshake(hello(0x0300, 0x2f, RI)), 70, "0A000102", "unsupported protocol"),
            bad(handshake(hello(0x0305, 0x2f, RI)), 70, "0A000102", "unsupported protocol"),
            bad(handshake(hello(TLS12, 0x0005, RI)), 47, "0A0000F8", "unknown cipher returned"),
            bad(handshake(hello(TLS12, 0x1301, RI)), 47, "0A000105", "wrong cipher returned"),
            bad(handshake(hello(TLS12, ADH, "")), 40, "0A000152", "unsafe legacy renegotiation disabled"),
            bad(handshake(hello(TLS12, ADH, "ff0100020161")), 47, "0A000151", "renegotiation mismatch"),
            bad(handshake(hello(TLS12, ADH, RI + "0010 0006 000403 616263")), 110, "0A0000D9", "unsolicited extension"),
            bad(handshake(hello(TLS12, ADH, RI + RI)), 47, "0A00006E", "bad extension"),
            bad(handshake(hello(TLS12, ADH, RI, "52".repeat(24) + "444f574e47524401")), 47, "0A000175", "inappropriate fallback"),
            bad(concat(bytes("1603020031"), hello(0x0302, 0x3a, RI, "52".repeat(24) + "444f574e47524400")), 47, "0A000175",
                "inappropriate fallback"),
            bad(handshake(message(2, new byte[10])), 50, "0A00009F", "length mismatch"),
            bad(handshake(hello(TLS12, ADH, RI), hello(TLS12, ADH, RI)), 10, "0A0000F4", "unexpected message"));
    }

    static Stream<Arguments> inTheKeyExchange() {
        byte[] adh = hello(TLS12, ADH, RI);
        byte[] aecdh = hello(TLS12, AECDH, RI);
        byte[] rsa = concat(hello(TLS12, ECDHE_RSA, RI), certificate(TestChains.chain(Algorithm.RSA).chain().get(0)));
        return Stream.of(
            bad(handshake(adh, helloDone()), 10, "0A0000F4", "unexpected message"),
            bad(handshake(adh, certificate(new byte[9])), 10, "0A0000F4", "unexpected message"),
            bad(handshake(adh, dhParameters(P512, "02", "05".repeat(20))), 40, "0A00018A", "dh key too small"),
            bad(handshake(adh, dhParameters(P1024 + "00", "02", "05".repeat(20))), 47, "0A000066", "bad dh value"),
            bad(handshake(adh, dhParameters(P1024.repeat(10), "02", "05".repeat(20))), 47, "0A000066", "bad dh value"),
            bad(handshake(adh, dhParameters(P1024, "01", "05".repeat(20))), 47, "0A000066", "bad dh value"),
            bad(handshake(adh, dhParameters(P1024, "02", "01")), 47, "0A000066", "bad dh value"),
            bad(handshake(adh, dhParameters(P1024, "02", "00")), 47, "0A000066", "bad dh value"),
            bad(handshake(adh, message(12, bytes("0040"))), 50, "0A00009F", "length mismatch"),
            bad(handshake(aecdh, ecParameters(3, 1, P256_POINT, "")), 47, "0A00017A", "wrong curve"),
            bad(handshake(aecdh, ecParameters(3, 26, P256_POINT, "")), 47, "0A00017A", "wrong curve"),
            bad(handshake(aecdh, ecParameters(1, 23, P256_POINT, "")), 47, "0A00017A", "wrong curve"),
            bad(handshake(aecdh, ecParameters(3, 23, "04" + "01".repeat(64), "")), 47, "0A000132", "bad ecpoint"),
            bad(handshake(aecdh, ecParameters(3, 23, "0401", "")), 47, "0A000132", "bad ecpoint"),
            bad(handshake(rsa, ecParameters(3, 23, P256_POINT, "0101" + "0100" + "00".repeat(256))), 47, "0A000172",
                "wrong signature type"),
            bad(handshake(rsa, ecParameters(3, 23, P256_POINT, "0403" + "0040" + "00".repeat(64))), 47, "0A000172",
                "wrong signature type"),
            bad(handshake(rsa, ecParameters(3, 23, P256_POINT, "0401" + "0100" + "00".repeat(256))), 51, "0A00007B", "bad signature"),
            bad(handshake(hello(TLS12, ECDHE_RSA, RI), message(11, new byte[3])), 50, "0A00009F", "length mismatch"),
            bad(handshake(hello(TLS12, ECDHE_RSA, RI), bytes("0b020000")), 47, "0A000098", "excessive message size"),
            bad(concat(handshake(adh), record(23, "hello".getBytes())), 10, "0A0000F5", "unexpected record"),
            bad(concat(handshake(adh), record(20, new byte[] {1})), 10, "0A0000F4", "unexpected message"),
            bad(concat(handshake(adh), bytes("1603010004 0e000000")), 70, "0A00010B", "wrong version number"));
    }

    private static Arguments bad(byte[] sent, int alert, String code, String reason) {
        return Arguments.of(sent, alert, code, reason);
    }

    @ParameterizedTest
    @MethodSource({"beforeTheServerHello", "inTheServerHello", "inTheKeyExchange"})
    void shouldRefuseByOpensslsReasons(byte[] sent, int alert, String code, String reason) {
        MemoryPair pair = greeted(new MemoryPair.Wish());
        pair.client.receive(sent.clone(), 0, sent.length);

        assertThat(pair.client.phase()).isEqualTo(Phase.FAILED);
        assertThat(pair.client.failure()).contains(new TlsFailure((int) Long.parseLong(code, 16), reason, ""));
        byte[] out = pair.fromClient();
        if (alert == CLOSED_SILENTLY) {
            assertThat(out).isEmpty();
        } else {
            assertThat(out).hasSize(7).startsWith(0x15, 3).endsWith(0, 2, 2, alert);
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 0A000410, sslv3 alert handshake failure", "70, 0A00042E, tlsv1 alert protocol version",
        "80, 0A000438, tlsv1 alert internal error", "112, 0A000458, tlsv1 unrecognized name"})
    void shouldNameTheAlertByWhichAServerRefuses(int alert, String code, String reason) {
        MemoryPair pair = greeted(new MemoryPair.Wish());
        pair.client.receive(new byte[] {0x15, 3, 1, 0, 2, 2, (byte) alert}, 0, 7);

        assertThat(pair.client.failure())
            .contains(new TlsFailure((int) Long.parseLong(code, 16), reason, "SSL alert number " + alert));
        assertThat(pair.fromClient()).isEmpty();
    }

    @Test
    void shouldFailWithoutATextWhenTheServerVanishes() {
        MemoryPair bare = greeted(new MemoryPair.Wish());
        assertThat(bare.client.receiveEof()).isEqualTo(Phase.FAILED);
        assertThat(bare.client.failure()).isEmpty();

        MemoryPair polite = greeted(new MemoryPair.Wish());
        byte[] close = bytes("15030300020100");
        assertThat(polite.client.receive(close, 0, close.length)).isEqualTo(Phase.FAILED);
        assertThat(polite.client.failure()).isEmpty();
    }

    @Test
    void shouldTakeServersWithoutSecureRenegotiationIfToldTo() {
        MemoryPair.Wish wish = new MemoryPair.Wish();
        wish.legacyServers = true;
        MemoryPair pair = greeted(wish);
        byte[] hello = handshake(hello(TLS12, ADH, ""));

        assertThat(pair.client.receive(hello, 0, hello.length)).isEqualTo(Phase.HANDSHAKING);
    }

    @Test
    void shouldIgnoreWhatOpensslIgnoresInAServerHello() {
        for (String extension : new String[] {"fafa0000", "00160000", "000b00020100", "000a0004 0002001d", "0000 0000"}) {
            MemoryPair.Wish wish = new MemoryPair.Wish();
            wish.serverName = java.util.Optional.of("mx.example");
            MemoryPair pair = greeted(wish);
            byte[] hello = handshake(hello(TLS12, ADH, RI + extension));

            assertThat(pair.client.receive(hello, 0, hello.length)).as(extension).isEqualTo(Phase.HANDSHAKING);
        }
    }

    @Test
    void shouldSkipHelloRequestsDuringTheHandshakeButNotForEver() {
        MemoryPair pair = greeted(new MemoryPair.Wish());
        byte[] request = handshake(message(0));
        for (int i = 0; i < 32; i++) {
            assertThat(pair.client.receive(request.clone(), 0, request.length)).isEqualTo(Phase.HANDSHAKING);
        }
        pair.client.receive(request, 0, request.length);

        assertThat(pair.client.failure()).map(TlsFailure::reason).contains("unexpected message");
    }

    /** Before TLS 1.2 signatures are by SHA-1, which security level 1 does without. */
    @ParameterizedTest
    @CsvSource({"0301, c013, false", "0302, 0033, false", "0302, 002f, true", "0303, c02f, true"})
    void shouldTakeOldVersionsAtSecurityLevelOneAsLongAsNothingIsSigned(String version, String suite, boolean taken) {
        MemoryPair.Wish wish = new MemoryPair.Wish().versions(Integer.parseInt(version, 16)).suites(Integer.parseInt(suite, 16));
        wish.securityLevel = 1;
        MemoryPair pair = MemoryPair.shakenHands(wish, PROFILE);

        assertThat(pair.client.failure().map(TlsFailure::reason))
            .isEqualTo(taken ? Optional.empty() : Optional.of("legacy sigalg disallowed or unsupported"));
        assertThat(pair.client.facts().isPresent()).isEqualTo(taken);
        assertThat(wish.judged).hasSize(1);
    }

    @Test
    void shouldHaveNothingToOfferWhenEverythingIsOff() {
        MemoryPair.Wish noSuites = new MemoryPair.Wish().versions(TLS12).suites();
        assertThat(greeted(noSuites).client.failure()).map(TlsFailure::reason).contains("no ciphers available");
        MemoryPair.Wish noVersions = new MemoryPair.Wish().versions();
        assertThat(greeted(noVersions).client.failure()).map(TlsFailure::reason).contains("no protocols available");
    }

    @Test
    void shouldNeverThrowWhateverAServerSends() {
        Random random = new Random(20261122);
        for (int round = 0; round < 300; round++) {
            MemoryPair pair = new MemoryPair(new MemoryPair.Wish().versions(round % 2 == 0 ? 0x0304 : TLS12), PROFILE);
            pair.client.start();
            byte[] up = pair.fromClient();
            pair.server.connection.receive(up, 0, up.length);
            byte[] down = pair.server.output();
            for (int i = 0; i <= round % 5; i++) {
                down[random.nextInt(down.length)] = (byte) random.nextInt();
            }
            pair.client.receive(down, 0, down.length);
            pair.client.receiveEof();
            assertThat(pair.client.phase()).isIn(Phase.FAILED, Phase.PEER_CLOSED);
        }
    }

    private static MemoryPair greeted(MemoryPair.Wish wish) {
        MemoryPair pair = new MemoryPair(wish, PROFILE);
        pair.client.start();
        pair.fromClient();
        return pair;
    }
}
