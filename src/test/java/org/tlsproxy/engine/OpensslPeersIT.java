package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.engine.KeyChain.Algorithm;

/** What openssl s_client and gnutls-cli see of our server over a real socket. */
class OpensslPeersIT {

    private static final KeyChains CHAINS = TestChains.of(Algorithm.RSA, Algorithm.EC);

    @TempDir
    private Path dir;
    private LoopbackServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new LoopbackServer(TestProfiles.with(CHAINS), 0);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_3,                                           'New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384'",
        "-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256, 'New, TLSv1.3, Cipher is TLS_CHACHA20_POLY1305_SHA256'",
        "-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256,      'New, TLSv1.3, Cipher is TLS_AES_128_GCM_SHA256'",
        "-tls1_2,                                           'New, TLSv1.2, Cipher is ECDHE-ECDSA-AES256-GCM-SHA384'",
        "-tls1_2 -cipher ECDHE-RSA-AES128-SHA256,           'New, TLSv1.2, Cipher is ECDHE-RSA-AES128-SHA256'",
        "-tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384,         'Server Temp Key: DH, 2048 bits'",
        "-tls1_2 -cipher AES256-GCM-SHA384,                 'Cipher is AES256-GCM-SHA384'",
        "-tls1_2 -cipher DHE-RSA-CAMELLIA256-SHA256,        'Cipher is DHE-RSA-CAMELLIA256-SHA256'",
        "-tls1_2 -cipher ECDHE-ARIA256-GCM-SHA384,          'Cipher is ECDHE-ARIA256-GCM-SHA384'",
        "-tls1_2 -cipher AES128-CCM8,                       'Cipher is AES128-CCM8'",
        "-tls1_2 -cipher ADH-AES256-GCM-SHA384:@SECLEVEL=0, 'Cipher is ADH-AES256-GCM-SHA384'",
        "-tls1_2 -cipher AECDH-AES256-SHA:@SECLEVEL=0,      'Cipher is AECDH-AES256-SHA'",
        "-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0,           'Cipher is NULL-SHA256'",
        "-tls1_1 -cipher ALL:@SECLEVEL=0,                   'New, TLSv1.0, Cipher is ECDHE-ECDSA-AES256-SHA'",
        "-tls1 -cipher ALL:@SECLEVEL=0,                     'New, TLSv1.0, Cipher is ECDHE-ECDSA-AES256-SHA'",
        "-tls1_3 -groups P-521:P-384,                       'Server Temp Key: ECDH, secp521r1, 521 bits'",
        "-tls1_3 -groups brainpoolP256r1:P-256:P-384,       'Server Temp Key: ECDH, prime256v1, 256 bits'",
        "-tls1_3 -groups ffdhe2048,                         'Server Temp Key: DH, 2048 bits'",
        "-tls1_2 -groups P-384:P-256,                       'Server Temp Key: ECDH, secp384r1, 384 bits'",
        "-tls1_3 -sigalgs RSA-PSS+SHA512,                   'Peer signing digest: SHA512'",
        "-tls1_2,                                           'Secure Renegotiation IS supported'",
        "-tls1_2,                                           'Extended master secret: yes'"})
    void shouldShakeHandsWithOpensslAndEchoWhatItSends(String options, String expected) throws Exception {
        String printed = sClient("ping-pong\n", options);

        assertThat(printed).contains(expected).contains("ping-pong");
        assertThat(outcome().phase()).isEqualTo(TlsConnection.Phase.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"-tls1_3", "-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256", "-tls1_2", "-tls1_2 -cipher AES256-SHA",
        "-tls1_3 -groups brainpoolP256r1:P-256"})
    void shouldResumeSessionsOfOpenssl(String options) throws Exception {
        Path session = dir.resolve("session");
        String first = sClient("Q\n", options + " -sess_out " + session);
        String second = sClient("still here\n", options + " -sess_in " + session);

        assertThat(first).contains("New, ").contains("TLS session ticket lifetime hint: 7200 (seconds)");
        assertThat(second).contains("Reused, ").contains("still here");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.outcomes.size() == 2);
        assertThat(server.outcomes.get(1).facts()).map(TlsFacts::resumed).contains(TlsFacts.Resumed.BY_TICKET);
    }

    @Test
    void shouldReportAResumedTls13SessionAsPostfixUpTo37() throws Exception {
        Path session = dir.resolve("session");
        sClient("Q\n", "-tls1_3 -sess_out " + session);
        sClient("Q\n", "-tls1_3 -sess_in " + session);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.outcomes.size() == 2);

        TlsFacts facts = server.outcomes.get(1).facts().orElseThrow();
        assertThat(facts.keyExchange().name()).isEqualTo("X25519");
        assertThat(facts.server()).isEqualTo(new TlsFacts.Signature("ECDSA", "prime256v1", 0, ""));
    }

    @Test
    void shouldNotResumeTls13WithASuiteOfAnotherHash() throws Exception {
        Path session = dir.resolve("session");
        sClient("Q\n", "-tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384 -sess_out " + session);
        server.profile(new ServerProfile(CHAINS, TestProfiles.ALL_VERSIONS, List.of(), List.of(0x1301), TestProfiles.GROUPS,
            TestProfiles.OPTIONS, TestProfiles.NO_CERTS, TestProfiles.TICKETS));
        String second = sClient("Q\n", "-tls1_3 -sess_in " + session);

        assertThat(second).contains("New, TLSv1.3, Cipher is TLS_AES_128_GCM_SHA256");
    }

    @Test
    void shouldUpdateKeysWhenAsked() throws Exception {
        String printed = sClientLines(List.of("before", "K", "between", "k", "after"), "-tls1_3");

        assertThat(printed).contains("before").contains("between").contains("after").contains("KEYUPDATE");
    }

    @Test
    void shouldRefuseToRenegotiate() throws Exception {
        String printed = sClientLines(List.of("before", "R"), "-tls1_2");

        assertThat(printed).contains("before").contains("RENEGOTIATING").contains("no renegotiation");
    }

    @Test
    void shouldAskForAndShowAClientCertificate() throws Exception {
        server.profile(TestProfiles.with(CHAINS, TestProfiles.ALL_VERSIONS, TestProfiles.OPTIONS, TestProfiles.ASK));
        Path key = dir.resolve("key.der");
        Path certificate = dir.resolve("certificate.der");
        Files.write(key, TestChains.chain(Algorithm.RSA).pkcs8());
        Files.write(certificate, TestChains.chain(Algorithm.RSA).chain().get(0));
        String identity = " -cert " + certificate + " -certform DER -key " + key + " -keyform DER";
        Path session = dir.resolve("session");
        for (String version : List.of("-tls1_3", "-tls1_2")) {
            assertThat(sClient("Q\n", version + identity + " -sess_out " + session)).contains("New, TLSv1");
            assertThat(sClient("Q\n", version + identity + " -sess_in " + session)).contains("Reused, TLSv1");
        }
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.outcomes.size() == 4);

        for (LoopbackServer.Outcome outcome : server.outcomes) {
            assertThat(outcome.facts().orElseThrow().peer().chain())
                .containsExactly(TestChains.chain(Algorithm.RSA).chain().get(0));
        }
        assertThat(server.outcomes.get(0).facts().orElseThrow().client())
            .isEqualTo(new TlsFacts.Signature("RSA-PSS", "", 2048, "SHA256"));
        assertThat(server.outcomes.get(1).facts().orElseThrow().client())
            .isEqualTo(new TlsFacts.Signature("RSA-PSS", "", 2048, ""));
    }

    /** OpenSSL 3.2 and later. */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2", "-tls1_2 -cipher AES128-SHA", "-tls1_3 -groups P-521:P-384"})
    void shouldShowAndTakeRawPublicKeys(String options) throws Exception {
        assumeTrue(ServerProgram.opensslTakes("-enable_client_rpk"));
        server.profile(TestProfiles.with(CHAINS, TestProfiles.ALL_VERSIONS, TestProfiles.OPTIONS.withRawKeys(true), TestProfiles.ASK));
        ServerProgram.writeKeys(dir);
        Path session = dir.resolve("session");
        String identity = " -cert " + dir.resolve("ec.pem") + " -key " + dir.resolve("ec.key");
        String both = options + " -enable_server_rpk -enable_client_rpk" + identity;

        assertThat(sClient("hello\n", both + " -sess_out " + session)).contains("Server-to-client raw public key negotiated", "hello",
            "Client-to-server raw public key negotiated");
        assertThat(sClient("hello\n", both + " -sess_in " + session)).contains("Reused, ", "hello");
        assertThat(sClient("hello\n", options + identity)).contains("Server certificate", "hello");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> server.outcomes.size() == 3);

        byte[] key = Certificate.getInstance(TestChains.chain(Algorithm.EC).chain().get(0)).getSubjectPublicKeyInfo().getEncoded("DER");
        for (LoopbackServer.Outcome outcome : server.outcomes.subList(0, 2)) {
            assertThat(outcome.facts().orElseThrow().peer().rawPublicKey()).hasValueSatisfying(raw -> assertThat(raw).isEqualTo(key));
        }
        assertThat(server.outcomes.get(0).facts().orElseThrow().ownRawKey()).isTrue();
        assertThat(server.outcomes.get(2).facts().orElseThrow().peer().chain()).hasSize(1);
    }

    @Test
    void shouldNameTheAlertOfAClientThatTrustsNobody() throws Exception {
        run("Q\n", List.of("openssl", "s_client", "-connect", "127.0.0.1:" + server.port(), "-verify_return_error", "-tls1_2"));

        assertThat(outcome().failure().orElseThrow().reason()).startsWith("tlsv1 alert unknown ca");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NORMAL", "NORMAL:-VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA",
        "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA", "LEGACY:-VERS-ALL:+VERS-TLS1.0", "NORMAL:-GROUP-ALL:+GROUP-FFDHE2048",
        "NORMAL:-GROUP-ALL:+GROUP-SECP521R1"})
    void shouldShakeHandsWithGnutlsAndResume(String priority) throws Exception {
        String printed = run("", List.of("gnutls-cli", "--insecure", "--resume", "--priority", priority, "-p",
            String.valueOf(server.port()), "127.0.0.1"));

        assertThat(printed).contains("Resume Handshake was completed").contains("This is a resumed session");
    }

    @Test
    void shouldSignWithEdwardsAndPssKeys() throws Exception {
        for (Algorithm algorithm : List.of(Algorithm.ED25519, Algorithm.ED448, Algorithm.RSA_PSS)) {
            server.profile(TestProfiles.with(TestChains.of(algorithm)));
            for (String version : List.of("-tls1_3", "-tls1_2")) {
                assertThat(sClient("hello\n", version)).contains("New, TLSv1").contains("hello");
            }
        }
    }

    private LoopbackServer.Outcome outcome() {
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !server.outcomes.isEmpty());
        return server.outcomes.get(server.outcomes.size() - 1);
    }

    private String sClient(String input, String options) throws Exception {
        return sClientLines(List.of(input.strip()), options);
    }

    /** Types one line after the other, each when the client had time to see the answer to the one before. */
    private String sClientLines(List<String> lines, String options) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + server.port()));
        command.addAll(List.of(options.trim().split(" +")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        StringBuilder printed = new StringBuilder();
        Thread reader = new Thread(() -> collect(process.getInputStream(), printed));
        reader.start();
        awaitText(printed, "---\nread R BLOCK", "Verify return code", "error");
        for (String line : lines) {
            int before = length(printed);
            if (!typed(process, line) || line.equals("Q")) {
                break;
            }
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> length(printed) > before || !process.isAlive());
        }
        endInput(process);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        reader.join(5000);
        return text(printed);
    }

    /** @return false if the program has ended: what it printed tells why */
    private static boolean typed(Process process, String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void endInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended before its input did, which the caller sees from what it printed
        }
    }

    private static void awaitText(StringBuilder printed, String... texts) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            for (String text : texts) {
                if (text(printed).contains(text)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static String run(String input, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return printed;
    }

    private static void collect(InputStream in, StringBuilder into) {
        byte[] buf = new byte[8192];
        try {
            for (int n = in.read(buf); n >= 0; n = in.read(buf)) {
                synchronized (into) {
                    into.append(new String(buf, 0, n, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            // the program ended: what it printed is there
        }
    }

    private static String text(StringBuilder printed) {
        synchronized (printed) {
            return printed.toString();
        }
    }

    private static int length(StringBuilder printed) {
        synchronized (printed) {
            return printed.length();
        }
    }
}
