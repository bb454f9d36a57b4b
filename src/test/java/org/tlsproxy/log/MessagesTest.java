package org.tlsproxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines captured from Postfix, and the shape of those that could not be. */
class MessagesTest {

    private static final Summary.Cipher AES256 = new Summary.Cipher("TLS_AES_256_GCM_SHA384", 256, 256);

    @Test
    void shouldFrameAConnectionInPostfixsWords() {
        assertThat(Messages.connectFrom("[127.0.0.1]:55555")).isEqualTo("CONNECT from [127.0.0.1]:55555");
        assertThat(Messages.connectTo("mx[192.0.2.1]:25")).isEqualTo("CONNECT to mx[192.0.2.1]:25");
        assertThat(Messages.connectBogus("e")).isEqualTo("CONNECT (bogus_direction) e");
        assertThat(Messages.handshakeFailed("[127.0.0.1]:23999", "[127.0.0.1]:23999"))
            .isEqualTo("TLS handshake failed for service=[127.0.0.1]:23999 peer=[127.0.0.1]:23999");
        assertThat(Messages.disconnect("e")).isEqualTo("DISCONNECT e");
        assertThat(Messages.badRequestFlags(0x13)).isEqualTo("tlsp_get_request_event: bad request flags: 0x13");
    }

    @Test
    void shouldSummarizeATls12Session() {
        Summary session = new Summary(Summary.Trust.ANONYMOUS, "[127.0.0.1]:55555", "", "TLSv1.2",
            new Summary.Cipher("ECDHE-ECDSA-AES256-GCM-SHA384", 256, 256), Summary.KeyExchange.NONE, Summary.Signature.NONE, Summary.Signature.NONE);
        assertThat(TlsMessages.establishedFrom(session)).isEqualTo(
            "Anonymous TLS connection established from [127.0.0.1]:55555: TLSv1.2 with cipher ECDHE-ECDSA-AES256-GCM-SHA384 (256/256 bits)");
    }

    @Test
    void shouldSummarizeATls13Session() {
        Summary session = new Summary(Summary.Trust.VERIFIED, "mx.example.test[127.0.0.1]:25", "", "TLSv1.3", AES256,
            new Summary.KeyExchange("X25519", "", 0), new Summary.Signature("RSA-PSS", "", 2048, "SHA256", false), Summary.Signature.NONE);
        assertThat(TlsMessages.establishedTo(session)).isEqualTo("Verified TLS connection established to mx.example.test[127.0.0.1]:25: "
            + "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) "
            + "server-digest SHA256");
    }

    @Test
    void shouldNameCurvesServerNameAndClientSignature() {
        Summary session = new Summary(Summary.Trust.TRUSTED, "p", "mx.Example.test", "TLSv1.3", AES256,
            new Summary.KeyExchange("ECDHE", "secp384r1", 0), new Summary.Signature("ECDSA", "prime256v1", 0, "SHA256", false),
            new Summary.Signature("ED25519", "", 0, "", false));
        assertThat(TlsMessages.establishedFrom(session)).isEqualTo("Trusted TLS connection established from p to mx.Example.test: TLSv1.3 with "
            + "cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange ECDHE (secp384r1) server-signature ECDSA (prime256v1) "
            + "server-digest SHA256 client-signature ED25519");
    }

    @Test
    void shouldMarkRawPublicKeysAndDhSizes() {
        Summary session = new Summary(Summary.Trust.UNTRUSTED, "p", "", "TLSv1.3", AES256, new Summary.KeyExchange("DHE", "", 2048),
            new Summary.Signature("ECDSA", "prime256v1", 0, "SHA256", true), new Summary.Signature("RSA-PSS", "", 2048, "SHA256", true));
        assertThat(TlsMessages.establishedFrom(session)).endsWith(" key-exchange DHE (2048 bits) server-signature ECDSA (prime256v1 raw public key)"
            + " server-digest SHA256 client-signature RSA-PSS (2048 bit raw public key) client-digest SHA256");
    }

    @Test
    void shouldShapeLibraryProblemsLikeOpenSsl() {
        assertThat(TlsMessages.libraryProblem(0x0A000418, "tlsv1 alert unknown ca", "SSL alert number 48"))
            .isEqualTo("TLS library problem: error:0A000418:SSL routines::tlsv1 alert unknown ca:tlsproxy-java:0:SSL alert number 48:");
        assertThat(TlsMessages.libraryProblem(0x03000065, "different key types", ""))
            .isEqualTo("TLS library problem: error:03000065:digital envelope routines::different key types:tlsproxy-java:0:");
        assertThat(TlsMessages.libraryProblem(0x80000002, "No such file or directory", "calling fopen(/x, r)")).isEqualTo(
            "TLS library problem: error:80000002:system library::No such file or directory:tlsproxy-java:0:calling fopen(/x, r):");
        assertThat(TlsMessages.libraryProblem(0x05800088, "r", "")).contains(":x509 certificate routines::");
        assertThat(TlsMessages.libraryProblem(0x1E08010C, "r", "")).contains(":DECODER routines::");
        assertThat(TlsMessages.libraryProblem(0x0680009B, "r", "")).contains(":asn1 encoding routines::");
        assertThat(TlsMessages.libraryProblem(0x04800066, "r", "")).contains(":PEM routines::");
        assertThat(TlsMessages.libraryProblem(0x10000080, "r", "")).contains(":BIO routines::");
    }

    @Test
    void shouldSayWhyACertificateWasNotBelieved() {
        assertThat(VerificationMessages.untrustedIssuer("p", "")).isEqualTo("certificate verification failed for p: untrusted issuer <unknown>");
        assertThat(VerificationMessages.expired("server", "p")).isEqualTo("server certificate verification failed for p: certificate has expired");
        assertThat(VerificationMessages.chainTooLong("p", 6)).endsWith("certificate chain longer than limit(5)");
        assertThat(VerificationMessages.otherFailure("CA", "p", 25))
            .isEqualTo("CA certificate verification failed for p: num=25:path length constraint exceeded");
    }

    @Test
    void shouldIntroduceAPeerByVersion() {
        PeerIdentity id = new PeerIdentity("mx", "", "AA:BB", "CC");
        assertThat(VerificationMessages.serverIdentity38("p", id)).isEqualTo("p: subject_CN=mx, issuer=, fingerprint=AA:BB, pkey_fingerprint=CC");
        assertThat(VerificationMessages.clientIdentity38("P", id)).isEqualTo("P: subject_CN=mx, issuer_CN=, fingerprint=AA:BB, pkey_fingerprint=CC");
        assertThat(VerificationMessages.identity39("p", id)).isEqualTo("p: subject_CN=mx, cert fingerprint=AA:BB, pkey fingerprint=CC");
    }

    @Test
    void shouldShortenLongTlsaData() {
        byte[] data = new byte[65];
        data[0] = (byte) 0xab;
        data[64] = 0x0f;
        assertThat(ClientMessages.unusableRecord("p", new ClientMessages.Tlsa(3, 1, 1, data)))
            .isEqualTo("p: unusable TLSA RR: 3 1 1 AB" + "00".repeat(31) + "..." + "00".repeat(31) + "0F");
        assertThat(ClientMessages.hex(new byte[0])).isEqualTo("...");
        assertThat(ClientMessages.hex(new byte[] {1, 2})).isEqualTo("0102");
        assertThat(ClientMessages.versionNotSet("p", "minimum", 0x30a)).isEqualTo("p: error setting minimum TLS version to: 0x030a");
    }

    @Test
    void shouldAdviseAboutUnexpectedSettingsByRole() {
        assertThat(Messages.settingsAdvice("client")).isEqualTo("to avoid this warning, 1) identify the tlsproxy client that is making this "
            + "request, 2) configure a custom tlsproxy service with settings that match that tlsproxy client, and 3) configure that tlsproxy "
            + "client with a tlsproxy_service_name setting that resolves to that custom tlsproxy service");
        assertThat(Messages.settingsDifference("tls_a", "1", "2")).isEqualTo("(server) 'tls_a=1' != (client) 'tls_a=2'");
    }

    @Test
    void shouldDumpPacketsInRowsOfSixteen() {
        byte[] data = "ABCDEFGHIJKLMNOPQR\u0001  ".getBytes(StandardCharsets.US_ASCII);
        assertThat(PacketDump.written(data, 0, data.length)).containsExactly(
            "write to 00000000 [00000000] (21 bytes => 21 (0x15))",
            "0000 41 42 43 44 45 46 47 48|49 4a 4b 4c 4d 4e 4f 50  ABCDEFGH IJKLMNOP",
            "0010 51 52 01                                         QR.",
            "0015 - <SPACES/NULLS>");
        assertThat(PacketDump.read(data, 0, 1, 5)).first().isEqualTo("read from 00000000 [00000000] (5 bytes => 1 (0x1))");
    }

    @Test
    void shouldMakeOneLineOfEveryText() throws ReflectiveOperationException {
        List<String> bad = new ArrayList<>();
        for (Class<?> catalogue : List.of(Messages.class, TlsMessages.class, VerificationMessages.class, ClientMessages.class,
            StartupMessages.class, OwnMessages.class)) {
            for (Method method : catalogue.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && method.getReturnType() == String.class) {
                    String text = (String) method.invoke(null, arguments(method));
                    if (text.isBlank() || text.contains("\n") || text.contains("null") || text.endsWith(" ")) {
                        bad.add(method + ": " + text);
                    }
                }
            }
        }
        assertThat(bad).isEmpty();
    }

    private static Object[] arguments(Method method) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            arguments[i] = type == int.class ? (Object) 3 : type == long.class ? (Object) 3L : type == boolean.class ? (Object) true
                : type == char.class ? (Object) 'x' : type == String.class ? "x" : type == byte[].class ? new byte[] {1} : sample(type);
        }
        return arguments;
    }

    private static Object sample(Class<?> type) {
        if (type == Summary.class) {
            return new Summary(Summary.Trust.ANONYMOUS, "p", "", "TLSv1.3", AES256, Summary.KeyExchange.NONE, Summary.Signature.NONE, Summary.Signature.NONE);
        }
        return type == PeerIdentity.class ? new PeerIdentity("a", "b", "c", "d") : new ClientMessages.Tlsa(3, 1, 1, new byte[] {1});
    }
}
