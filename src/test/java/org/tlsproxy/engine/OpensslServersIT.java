package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.engine.TlsConnection.Phase;

/** What our client gets from openssl s_server and gnutls-serv over a real socket. */
class OpensslServersIT {

    @TempDir
    private static Path files;
    private static ServerProgram everything;

    @BeforeAll
    static void listen() throws IOException {
        ServerProgram.writeKeys(files);
        everything = ServerProgram.openssl(files, "");
    }

    @AfterAll
    static void stop() {
        everything.close();
    }

    @Test
    void shouldShakeHandsByEverySuiteInEveryVersion() throws IOException {
        for (int version : new int[] {0x0303, 0x0302, 0x0301}) {
            for (int suite : TestProfiles.allSuites()) {
                String name = Suites.cipher(suite).name();
                boolean modern = version < 0x0303 && !name.matches(".*-SHA");
                if (modern || name.contains("DSS") || name.equals("NULL-MD5")) {
                    continue;
                }
                LoopbackClient.Outcome outcome = LoopbackClient.talk(everything.port(),
                    new MemoryPair.Wish().versions(version).suites(suite), "ping-pong");
                assertThat(outcome.heard()).as("%s in %04x: %s", name, version, outcome.failure()).isEqualTo("gnop-gnip\n");
                assertThat(outcome.negotiated().cipher()).isEqualTo(Suites.cipher(suite));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1301, 0x1302, 0x1303})
    void shouldShakeHandsByEveryTls13Suite(int suite) throws IOException {
        MemoryPair.Wish wish = new MemoryPair.Wish();
        wish.tls13Suites = List.of(suite);
        LoopbackClient.Outcome outcome = LoopbackClient.talk(everything.port(), wish, "ping-pong");

        assertThat(outcome.heard()).isEqualTo("gnop-gnip\n");
        assertThat(outcome.negotiated().cipher()).isEqualTo(Suites.cipher(suite));
        assertThat(outcome.negotiated().server()).isEqualTo(new TlsFacts.Signature("ECDSA", "prime256v1", 0, "SHA256"));
    }

    @ParameterizedTest
    @CsvSource({"29, X25519, '', 0", "23, ECDHE, prime256v1, 0", "24, ECDHE, secp384r1, 0", "25, ECDHE, secp521r1, 0", "30, X448, '', 0",
        "256, DHE, '', 2048", "257, DHE, '', 3072"})
    void shouldUseEveryGroup(int group, String name, String curve, int bits) throws IOException {
        try (ServerProgram server = ServerProgram.openssl(files, "-groups X25519:P-256:P-384:P-521:X448:ffdhe2048:ffdhe3072")) {
            LoopbackClient.Outcome outcome = LoopbackClient.talk(server.port(), new MemoryPair.Wish().groups(group), "ping");

            assertThat(outcome.negotiated().keyExchange()).isEqualTo(new TlsFacts.KeyExchange(name, curve, bits, group));
            assertThat(outcome.heard()).isEqualTo("gnip\n");
        }
    }

    @Test
    void shouldFollowAHelloRetryRequestAndResumeAfterIt() throws IOException {
        try (ServerProgram server = ServerProgram.openssl(files, "-groups P-521")) {
            MemoryPair.Wish wish = new MemoryPair.Wish();
            assertThat(LoopbackClient.talk(server.port(), wish, "ping").heard()).isEqualTo("gnip\n");
            MemoryPair.Wish again = new MemoryPair.Wish().session(wish.sessions.get(0));
            LoopbackClient.Outcome second = LoopbackClient.talk(server.port(), again, "ping");

            assertThat(second.heard()).isEqualTo("gnip\n");
            assertThat(second.negotiated().resumed()).isEqualTo(TlsFacts.Resumed.BY_TICKET);
            assertThat(second.negotiated().keyExchange().curve()).isEqualTo("secp521r1");
        }
    }

    @ParameterizedTest
    @CsvSource({"0304, 1302, '', BY_TICKET", "0304, 1301, '', BY_TICKET", "0303, c02c, '', BY_TICKET", "0303, c02c, -no_ticket, BY_SESSION_ID",
        "0303, c024, '', BY_TICKET", "0303, 002f, -no_ticket, BY_SESSION_ID", "0301, c014, '', BY_TICKET",
        "0301, 0035, -no_ticket, BY_SESSION_ID", "0304, 1303, -no_ticket, BY_TICKET"})
    void shouldResume(String version, String suite, String options, TlsFacts.Resumed how) throws IOException {
        try (ServerProgram server = ServerProgram.openssl(files, options)) {
            MemoryPair.Wish wish = wish(version, suite);
            wish.verdict = 18;
            LoopbackClient.Outcome first = LoopbackClient.talk(server.port(), wish, "ping");
            assertThat(first.negotiated().resumed()).isEqualTo(TlsFacts.Resumed.NO);
            for (int i = 0; i < 2; i++) {
                MemoryPair.Wish again = wish(version, suite).session(wish.sessions.get(wish.sessions.size() - 1 - i % wish.sessions.size()));
                LoopbackClient.Outcome second = LoopbackClient.talk(server.port(), again, "ping");

                assertThat(second.heard()).isEqualTo("gnip\n");
                assertThat(second.negotiated().resumed()).isEqualTo(how);
                assertThat(second.negotiated().peer().verifyError()).isEqualTo(18);
                assertThat(second.negotiated().peer().chain()).hasSize(1);
                assertThat(again.judged).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0304, RSA", "0304, EC", "0304, ED25519", "0303, RSA", "0303, EC", "0303, ED25519", "0302, RSA", "0301, EC"})
    void shouldShowItsCertificate(String version, Algorithm algorithm) throws IOException {
        try (ServerProgram server = ServerProgram.openssl(files, "-verify 5")) {
            MemoryPair.Wish wish = wish(version, version.equals("0304") ? "1302" : "c013");
            wish.chains = TestChains.of(algorithm);
            LoopbackClient.Outcome outcome = LoopbackClient.talk(server.port(), wish, "ping");

            assertThat(outcome.heard()).as("%s", outcome).isEqualTo("gnip\n");
            String name = "CN=" + (algorithm == Algorithm.EC ? "secp256r1" : algorithm.name().toLowerCase(Locale.ROOT)) + ".example";
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.printed().replace(" = ", "=").contains(name));
        }
    }

    @Test
    void shouldNameTheAlertWhenACertificateIsDemanded() throws IOException {
        try (ServerProgram server = ServerProgram.openssl(files, "-Verify 5")) {
            LoopbackClient.Outcome outcome = LoopbackClient.talk(server.port(), wish("0303", "c02f"), "ping");

            assertThat(outcome.phase()).isEqualTo(Phase.FAILED);
            assertThat(outcome.failure()).map(TlsFailure::reason).contains("sslv3 alert handshake failure");
        }
    }

    @Test
    void shouldNameTheAlertWhenVersionsDoNotMeet() throws IOException {
        try (ServerProgram server = ServerProgram.openssl(files, "-tls1_3")) {
            LoopbackClient.Outcome outcome = LoopbackClient.talk(server.port(), wish("0303", "c02f"), "ping");

            assertThat(outcome.failure()).map(TlsFailure::reason).contains("tlsv1 alert protocol version");
        }
    }

    @ParameterizedTest
    @CsvSource({"NORMAL, 0304, 1302", "NORMAL, 0303, c030", "NORMAL:+DHE-RSA, 0303, 009f", "NORMAL:+RSA, 0303, 002f",
        "LEGACY:-VERS-ALL:+VERS-TLS1.0, 0301, c014", "NORMAL:-GROUP-ALL:+GROUP-SECP521R1, 0304, 1301"})
    void shouldShakeHandsWithGnutlsAndResume(String priority, String version, String suite) throws IOException {
        try (ServerProgram server = ServerProgram.gnutls(files, "--disable-client-cert --priority " + priority)) {
            MemoryPair.Wish wish = wish(version, suite);
            LoopbackClient.Outcome first = LoopbackClient.talk(server.port(), wish, "ping");
            assertThat(first.heard()).as("%s", first).isEqualTo("ping\n");
            MemoryPair.Wish again = wish(version, suite).session(wish.sessions.get(0));
            LoopbackClient.Outcome second = LoopbackClient.talk(server.port(), again, "ping");

            assertThat(second.heard()).as("%s", second).isEqualTo("ping\n");
            assertThat(second.negotiated().resumed()).isNotEqualTo(TlsFacts.Resumed.NO);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0304", "0303"})
    void shouldTakeARawPublicKey(String version) throws Exception {
        byte[] key = Certificate.getInstance(TestChains.chain(Algorithm.EC).chain().get(0)).getSubjectPublicKeyInfo().getEncoded("DER");
        java.nio.file.Files.writeString(files.resolve("ec.pub"), ServerProgram.pem("PUBLIC KEY", key));
        try (ServerProgram server = ServerProgram.gnutls(files, "--disable-client-cert --rawpkkeyfile " + files.resolve("ec.key")
                + " --rawpkfile " + files.resolve("ec.pub") + " --priority NORMAL:+CTYPE-SRV-RAWPK")) {
            MemoryPair.Wish wish = wish(version, version.equals("0304") ? "1302" : "c02c");
            wish.rawPublicKeys = true;
            LoopbackClient.Outcome outcome = LoopbackClient.talk(server.port(), wish, "ping");

            assertThat(outcome.heard()).as("%s", outcome).isEqualTo("ping\n");
            assertThat(outcome.negotiated().peer().rawPublicKey()).hasValueSatisfying(raw -> assertThat(raw).isEqualTo(key));
            assertThat(outcome.negotiated().peer().chain()).isEmpty();
            assertThat(wish.judged.get(0).rawPublicKey()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0304", "0303"})
    void shouldShowItsRawPublicKey(String version) throws IOException {
        try (ServerProgram server = ServerProgram.gnutls(files, "--require-client-cert --priority NORMAL:+CTYPE-CLI-RAWPK")) {
            MemoryPair.Wish wish = wish(version, version.equals("0304") ? "1302" : "c02c");
            wish.chains = TestChains.of(Algorithm.EC);
            wish.ownRawKeys = true;
            LoopbackClient.Outcome outcome = LoopbackClient.talk(server.port(), wish, "ping");

            assertThat(outcome.heard()).as("%s", outcome).isEqualTo("ping\n");
            assertThat(outcome.negotiated().ownRawKey()).isTrue();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.printed().contains("Raw public-key"));
        }
    }

    /** OpenSSL 3.2 and later. */
    @ParameterizedTest
    @ValueSource(strings = {"0304", "0303"})
    void shouldShowAndTakeRawPublicKeysWithOpensslThatKnowsThem(String version) throws IOException {
        assumeTrue(ServerProgram.opensslTakes("-enable_client_rpk"));
        try (ServerProgram server = ServerProgram.openssl(files, "-enable_server_rpk -enable_client_rpk -verify 5")) {
            MemoryPair.Wish wish = wish(version, version.equals("0304") ? "1302" : "c02c");
            wish.chains = TestChains.of(Algorithm.EC);
            wish.ownRawKeys = true;
            wish.rawPublicKeys = true;
            LoopbackClient.Outcome outcome = LoopbackClient.talk(server.port(), wish, "ping");

            assertThat(outcome.heard()).as("%s", outcome).isEqualTo("gnip\n");
            assertThat(outcome.negotiated().ownRawKey()).isTrue();
            assertThat(outcome.negotiated().peer().rawPublicKey()).isPresent();
        }
    }

    @Test
    void shouldRefuseServersWithoutSecureRenegotiation() throws IOException {
        try (ServerProgram server = ServerProgram.gnutls(files,
                "--disable-client-cert --priority NORMAL:-VERS-TLS1.3:%DISABLE_SAFE_RENEGOTIATION")) {
            LoopbackClient.Outcome refused = LoopbackClient.talk(server.port(), new MemoryPair.Wish(), "ping");
            MemoryPair.Wish lenient = new MemoryPair.Wish();
            lenient.legacyServers = true;
            LoopbackClient.Outcome taken = LoopbackClient.talk(server.port(), lenient, "ping");

            assertThat(refused.failure()).contains(new TlsFailure(0x0A000152, "unsafe legacy renegotiation disabled", ""));
            assertThat(taken.heard()).isEqualTo("ping\n");
        }
    }

    private static MemoryPair.Wish wish(String version, String suite) {
        MemoryPair.Wish wish = new MemoryPair.Wish().versions(Integer.parseInt(version, 16));
        if (version.equals("0304")) {
            wish.tls13Suites = List.of(Integer.parseInt(suite, 16));
            return wish;
        }
        return suite.equals("c013") ? wish.suites(0xc013, 0xc009) : wish.suites(Integer.parseInt(suite, 16));
    }
}
