package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.smtp.SmtpCase;

/** tlsproxy-smtpd as an administrator sees it. */
class SmtpdIT {

    private static final String G = SmtpCase.G;
    private static final String B = SmtpCase.B;
    private static final String Q = SmtpCase.Q;

    @TempDir
    private Path directory;

    private SmtpdService service(String... options) throws IOException {
        return new SmtpdService(directory, SmtpPrograms.chain(directory, "ec"), options);
    }

    @Test
    @Tag("once")
    void shouldEndWhateverTakesTooLong() throws IOException, InterruptedException {
        try (SmtpdService service = service("-T2", "-H2", "-t5"); SmtpClient idle = SmtpClient.plain(service.port());
             SmtpClient idleInTls = SmtpClient.tls(service.tlsPort()); SmtpClient handshaking = SmtpClient.plain(service.port());
             SmtpClient dribbling = SmtpClient.plain(service.port())) {
            String timeout = "421 timeout (#4.4.2) [TESTID]\r\n";
            handshaking.hear("\r\n").send("STARTTLS\r\n").hear(SmtpCase.READY);
            assertThat(dribbling.hear(G).dribble()).isBetween(4000L, 15_000L);
            assertThat(dribbling.text()).isEqualTo(G + timeout);
            assertThat(idle.hearAll().text()).isEqualTo(G + timeout);
            assertThat(idleInTls.hearAll().text()).isEqualTo(G + timeout);
            assertThat(handshaking.hearAll().text()).startsWith(G + SmtpCase.READY).doesNotContain("421");
            for (String what : List.of("NOOP=!hang", "DATA=354 go\r\n!hang")) {
                service.program(Map.of(what.substring(0, 4), what.substring(5)));
                try (SmtpClient stuck = SmtpClient.plain(service.port())) {
                    stuck.hear(G).send("NOOP\r\nDATA\r\n" + "x".repeat(60_000) + "\r\n");
                    assertThat(stuck.hearAll().text()).endsWith(timeout);
                }
            }
        }
    }

    @Test
    void shouldOutliveItsProgramsAndClients() throws IOException, InterruptedException {
        try (SmtpdService service = service()) {
            for (String what : List.of("!exit 7", "!kill")) {
                service.program(Map.of("NOOP", what));
                for (boolean secure : new boolean[] {false, true}) {
                    try (SmtpClient client = secure ? SmtpClient.tls(service.tlsPort()) : SmtpClient.plain(service.port())) {
                        assertThat(client.send("NOOP\r\n").hearAll().text())
                            .isEqualTo(G + "421 the mail server has ended (#4.3.0) [TESTID]\r\n");
                    }
                }
            }
            service.program(Map.of("NOOP", "!flood"));
            try (SmtpClient client = SmtpClient.plain(service.port())) {
                assertThat(client.hear(G).answer("NOOP\r\n")).isEqualTo("250 flood\r\n");
            }
            service.program(Map.of());
            try (SmtpClient client = SmtpClient.plain(service.port())) {
                client.hear(G).send("EHLO c\r\n").hear("250 STARTTLS\r\n").send("STARTTLS\r\n").hear(SmtpCase.READY).send("EHLO no TLS\r\n");
                client.end().hearSome();
            }
            assertThat(service.received()).isEqualTo("EHLO c\r\nRSET\r\n");
            try (SmtpClient client = SmtpClient.plain(service.port())) {
                client.hear(G).send("STARTTLS\r\n").hear(SmtpCase.READY);
            }
            await().atMost(20, TimeUnit.SECONDS).until(() -> programs(service) == 0);
        }
    }

    @Test
    @Tag("once")
    void shouldLoseNoClientHelloAndLeaveNobodyBehind() throws IOException, InterruptedException {
        try (SmtpdService service = service()) {
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Background.run(() -> hurriedSessions(service.port(), 15)));
            }
            threads.forEach(CompletableFuture::join);
            for (int i = 0; i < 20; i++) {
                try (SmtpClient client = SmtpClient.plain(service.port())) {
                    assertThat(client.send("EHLO c\r\n" + Q).hearAll().text()).endsWith(B);
                }
            }
            await().atMost(2, TimeUnit.SECONDS).until(() -> programs(service) == 0);
            assertThat(service.text()).doesNotContain("timed out", "handshake");
        }
    }

    /** Their first message is on its way as soon as 220 has come. */
    private static void hurriedSessions(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try (SmtpClient client = SmtpClient.plain(port)) {
                client.hear(G).send("STARTTLS\r\n").hear(SmtpCase.READY).startTls();
                assertThat(client.send("EHLO c\r\n" + Q).hearAll().text()).endsWith(SmtpCase.E + B);
            }
        }
    }

    @Test
    void shouldCountConnections() throws IOException, InterruptedException {
        try (SmtpdService service = service("-M2")) {
            SmtpClient first = SmtpClient.plain(service.port()).hear(G);
            SmtpClient second = SmtpClient.plain(service.port()).hear(G);
            try (SmtpClient third = SmtpClient.plain(service.port())) {
                assertThat(third.hearAll().text()).isEqualTo("421 too many connections from your address (#4.7.0)\r\n");
            }
            first.close();
            second.close();
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                try (SmtpClient fourth = SmtpClient.plain(service.port())) {
                    return fourth.send(Q).hearAll().text().equals(G + B);
                }
            });
        }
    }

    @Test
    void shouldBelieveTrustedProxiesOnly() throws IOException, InterruptedException {
        Path env = directory.resolve("env");
        try (SmtpdService service = service("-p", "127.0.0.0/8")) {
            Files.writeString(directory.resolve("config"), "--env\n" + env + "\n");
            try (SmtpClient client = SmtpClient.plain(service.port())) {
                client.send("PROXY TCP4 198.51.100.9 203.0.113.1 40000 25\r\n" + Q);
                assertThat(client.hearAll().text()).isEqualTo(G + B);
            }
            assertThat(env).content().contains("\nTCPREMOTEIP=198.51.100.9\n", "\nTCPREMOTEPORT=40000\n", "\nTCPLOCALIP=203.0.113.1\n",
                "\nTCPLOCALPORT=25\n");
            try (SmtpClient client = SmtpClient.plain(service.port())) {
                assertThat(client.send("PROXY UNKNOWN\r\n" + Q).hearAll().text()).isEqualTo(G + B);
            }
            assertThat(env).content().contains("\nTCPREMOTEIP=::\n", "\nTCPREMOTEPORT=0\n");
            try (SmtpClient client = SmtpClient.plain(service.port())) {
                assertThat(client.send("EHLO x\r\n").hearAll().text()).isEmpty();
            }
        }
    }

    @Test
    @Tag("once")
    void shouldHaveRoomForClientsOfProxiesWhateverOtherProxiesHoldBack() throws IOException, InterruptedException {
        try (SmtpdService service = service("-p", "127.0.0.0/8", "-m2")) {
            List<SmtpClient> silent = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                silent.add(SmtpClient.plain(service.port()));
            }
            try (SmtpClient client = SmtpClient.plain(service.port())) {
                assertThat(client.send("PROXY TCP4 198.51.100.9 203.0.113.1 40000 25\r\n" + Q).hearAll().text()).isEqualTo(G + B);
            }
            assertThat(silent.get(0).hearAll().text()).isEmpty();
            assertThat(silent.get(39).send("PROXY UNKNOWN\r\n" + Q).hearAll().text()).isEqualTo(G + B);
            for (SmtpClient client : silent) {
                client.close();
            }
        }
    }

    @Test
    void shouldTakeSocketsOfSystemdAndTellTheProgramWhatWasNegotiated() throws IOException, InterruptedException {
        Path env = directory.resolve("env");
        try (SmtpdService service = SmtpdService.activated(directory, SmtpPrograms.chain(directory, "ec"))) {
            await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(directory.resolve("notified")).hasContent("READY=1"));
            try (SmtpClient client = SmtpClient.plain(service.port())) {
                assertThat(client.send(Q).hearAll().text()).isEqualTo(G + B);
            }
            Files.writeString(directory.resolve("config"), "--env\n" + env + "\n");
            try (SmtpClient client = SmtpClient.tls(service.tlsPort())) {
                assertThat(client.send(Q).hearAll().text()).isEqualTo(G + B);
            }
            assertThat(env).content().contains("\nTLS_VERSION=TLSv1.3\n", "\nTLS_SERVER_NAME=mx.example\n", "\nPROTO=TCP\n",
                "\nTCPREMOTEIP=127.0.0.1\n", "fds=0,1,2,3,4\n")
                .doesNotContain("TLSPROXY_", "LISTEN_", "NOTIFY_");
        }
    }

    @Test
    void shouldShowTheNewCertificateAfterHangupAndKeepTheOldOneIfItIsBad() throws IOException, InterruptedException {
        try (SmtpdService service = service("-T300")) {
            SmtpClient before = SmtpClient.plain(service.port()).hear(G);
            Path session = directory.resolve("session");
            assertThat(quit(service, "-sess_out", session.toString())).contains("\nNew, TLSv1.3,", "221 bye");
            Files.writeString(directory.resolve("ec.pem"), "rubbish");
            service.signal("HUP");
            await().atMost(60, TimeUnit.SECONDS).until(() -> service.text().contains("cannot start a worker"));
            assertThat(certificate(service)).contains("CN = ec.example");

            Files.copy(SmtpPrograms.chain(directory, "rsa"), directory.resolve("ec.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            service.signal("HUP");
            await().atMost(60, TimeUnit.SECONDS).until(() -> certificate(service).contains("CN = rsa.example"));
            assertThat(before.send(Q).hearAll().text()).isEqualTo(G + B);

            assertThat(quit(service, "-sess_in", session.toString())).contains("\nReused, TLSv1.3,", "221 bye");
            try (SmtpClient young = SmtpClient.plain(service.port()).hear(G)) {
                worker(service).destroyForcibly();
                assertThat(young.hearAll().text()).isEqualTo(G);
            }
            assertThat(quit(service, "-sess_in", session.toString())).contains("\nReused, TLSv1.3,", "221 bye");
        }
    }

    /** A session of openssl's, with TLS first. */
    private static String quit(SmtpdService service, String... options) {
        List<String> words = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + service.tlsPort(), "-ign_eof"));
        words.addAll(List.of(options));
        return Command.run(Q, words).output();
    }

    private static ProcessHandle worker(SmtpdService service) {
        return ProcessHandle.of(service.pid()).orElseThrow().children()
            .filter(process -> process.info().command().orElse("").endsWith("/java")).findFirst().orElseThrow();
    }

    private static String certificate(SmtpdService service) {
        return Command.run("", List.of("openssl", "s_client", "-connect", "127.0.0.1:" + service.tlsPort())).output();
    }

    @Test
    void shouldLetSessionsFinishAndEnd() throws IOException, InterruptedException {
        try (SmtpdService service = service()) {
            SmtpClient client = SmtpClient.plain(service.port()).hear(G);
            service.signal("TERM");
            await().atMost(20, TimeUnit.SECONDS).until(() -> service.text().contains("ending, 1 session open"));

            assertThat(client.send(Q).hearAll().text()).isEqualTo(G + B);

            assertThat(service.end()).isZero();
        }
    }

    @Test
    void shouldEndTheProgramOfAClientThatVanishes() throws IOException, InterruptedException {
        try (SmtpdService service = service()) {
            List<SmtpClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(SmtpClient.plain(service.port()).hear(G));
            }
            assertThat(programs(service)).isEqualTo(20);
            for (SmtpClient client : clients) {
                client.close();
            }
            await().atMost(20, TimeUnit.SECONDS).until(() -> programs(service) == 0);
        }
    }

    private static long programs(SmtpdService service) {
        return ProcessHandle.of(service.pid()).orElseThrow().descendants()
            .filter(process -> process.info().command().orElse("").contains("perl")).count();
    }

    @Test
    void shouldDeliverWithRealClients() throws IOException, InterruptedException {
        try (SmtpdService service = service()) {
            Command.assumeInstalled("swaks");
            for (String how : List.of("-tls", "-tlsc")) {
                String port = String.valueOf(how.equals("-tls") ? service.port() : service.tlsPort());
                assertThat(Command.run("swaks", "--server", "127.0.0.1", "--port", port, how, "--from", "a@b.c", "--to", "d@e.f").output())
                    .contains("<~  250 queued");
            }
            assertThat(service.text()).contains("info: 127.0.0.1: F=<a@b.c> T=<d@e.f>,: 250 queued");
            service.program(Map.of());
            Command gnutls = Command.run("EHLO gnutls\r\nMAIL FROM:<a@b.c>\r\nQUIT\r\n", List.of("gnutls-cli", "--insecure",
                "--starttls-proto=smtp", "--port", String.valueOf(service.port()), "127.0.0.1"));
            assertThat(gnutls.output()).contains("TLS1.3", SmtpCase.E, "\n250 ok mail", "\n221 bye");
            assertThat(service.received()).endsWith("RSET\r\nEHLO gnutls\r\nMAIL FROM:<a@b.c>\r\nQUIT\r\n");
        }
    }

    @Test
    @Tag("once")
    @ExtendWith(SharedPostfix.class)
    void shouldDeliverIntoARealMailServer(PostfixInstance postfix) throws IOException, InterruptedException {
        Command.assumeInstalled("swaks");
        // What comes in the clear is for sendmail(1), what comes with TLS first for smtpd(8) itself.
        String program = "[ -n \"${TLS_VERSION:-}\" ] || exec /usr/sbin/sendmail -C \"$0\" -bs; MAIL_CONFIG=$0 exec /usr/lib/postfix/sbin/smtpd -S";
        try (SmtpdService service = new SmtpdService(directory, List.of("-f", SmtpPrograms.chain(directory, "ec").toString()),
            List.of("/bin/sh", "-c", program, postfix.configuration().toString()))) {
            for (String how : List.of("-tls", "-tlsc")) {
                String port = String.valueOf(how.equals("-tls") ? service.port() : service.tlsPort());
                assertThat(Command.run("swaks", "--server", "127.0.0.1", "--port", port, how, "--from", "a@b.c", "--to", "d@e.f").output())
                    .contains("<~  250 2.0.0 Ok: queued as ", "<~  221 ");
            }
        }
    }

    @Test
    @Tag("once")
    void shouldChooseTheCertificateByName() throws IOException, InterruptedException {
        Path names = Files.createDirectory(directory.resolve("names"));
        Files.copy(SmtpPrograms.chain(directory, "ec"), names.resolve("mx.example"));
        try (SmtpdService service = new SmtpdService(directory, List.of("-d", names.toString()))) {
            assertThat(quit(service, "-servername", "MX.example")).contains("CN = ec.example", "221 bye");
            assertThat(quit(service, "-servername", "unknown.example")).contains("alert").doesNotContain("CN = ");
            assertThat(quit(service, "-noservername")).contains("alert").doesNotContain("CN = ");
            assertThat(quit(service, "-servername", "mx.example", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0")).contains("alert protocol version");
            assertThat(quit(service, "-servername", "mx.example", "-tls1_2")).contains("New, TLSv1.2,", "221 bye");
        }
    }

    @Test
    @Tag("once")
    void shouldServeThoseOnlyWhomAnAuthorityVouchesFor() throws IOException, InterruptedException {
        Path names = Files.createDirectory(directory.resolve("names"));
        String rsa = SmtpPrograms.chain(directory, "rsa").toString();
        String client = SmtpPrograms.chain(directory, "ec").toString();
        Files.copy(Path.of(client), names.resolve("mx.example"));
        try (SmtpdService service = new SmtpdService(directory, List.of("-d", names.toString(), "-f", rsa, "-a", client))) {
            assertThat(quit(service, "-cert", client, "-key", client, "-servername", "a/b")).contains("CN = rsa.example", "221 bye");
            assertThat(quit(service, "-cert", client, "-key", client, "-servername", "mx.example")).contains("CN = ec.example", "221 bye");
            assertThat(quit(service, "-cert", rsa, "-key", rsa)).doesNotContain("220 child", "221 bye");
            assertThat(quit(service)).doesNotContain("220 child", "221 bye");
            await().atMost(20, TimeUnit.SECONDS).until(() -> service.text().contains("client certificate"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"-l 127.0.0.1:0 x|100", "-l x -f y z|100", "-f /nonexistent /bin/true|111",
        "-l 192.0.2.1:1 -f x /bin/true|111", "-M -1 x|100", "-l 127.0.0.1:0 -f x -u root /bin/true|111", "-U commonName -l 127.0.0.1:0 -f x /bin/true|100"})
    void shouldRefuseABadCommandLine(String arguments, int status) {
        List<String> words = new ArrayList<>(List.of(SmtpPrograms.sbin("tlsproxy-smtpd").toString()));
        words.addAll(List.of(arguments.split(" ")));

        assertThat(Command.run("", words).exit()).isEqualTo(status);
    }
}
