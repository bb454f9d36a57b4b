package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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
    void shouldTellAClientThatItsTimeIsUp() throws IOException, InterruptedException {
        try (SmtpdService service = service("-T2"); SmtpClient client = SmtpClient.plain(service.port())) {
            assertThat(client.hearAll().text()).isEqualTo(G + "421 timeout (#4.4.2) [TESTID]\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"NOOP=!exit 7", "NOOP=!kill"})
    void shouldTellAClientThatTheProgramHasEnded(String reply) throws IOException, InterruptedException {
        try (SmtpdService service = service(); SmtpClient client = SmtpClient.plain(service.port())) {
            service.program(Map.of("NOOP", reply.substring(5)));
            try (SmtpClient second = SmtpClient.plain(service.port())) {
                assertThat(second.send("NOOP\r\n").hearAll().text()).isEqualTo(G + "421 the mail server has ended (#4.3.0) [TESTID]\r\n");
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
    void shouldTellTheProgramWhatWasNegotiatedBeforeIt() throws IOException, InterruptedException {
        Path env = directory.resolve("env");
        try (SmtpdService service = service()) {
            Files.writeString(directory.resolve("config"), "--env\n" + env + "\n");
            try (SmtpClient client = SmtpClient.tls(service.tlsPort())) {
                assertThat(client.send(Q).hearAll().text()).isEqualTo(G + B);
            }
            assertThat(env).content().contains("\nTLS_VERSION=TLSv1.3\n", "\nTLS_SERVER_NAME=mx.example\n", "\nPROTO=TCP\n",
                "\nTCPREMOTEIP=127.0.0.1\n", "fds=0,1,2,3,4\n").doesNotContain("TLSPROXY_");
        }
    }

    @Test
    void shouldShowTheNewCertificateAfterHangupAndKeepTheOldOneIfItIsBad() throws IOException, InterruptedException {
        try (SmtpdService service = service("-T300")) {
            SmtpClient before = SmtpClient.plain(service.port()).hear(G);
            Files.writeString(directory.resolve("ec.pem"), "rubbish");
            service.signal("HUP");
            await().atMost(60, TimeUnit.SECONDS).until(() -> service.text().contains("cannot start a worker"));
            assertThat(certificate(service)).contains("CN = ec.example");

            Files.copy(SmtpPrograms.chain(directory, "rsa"), directory.resolve("ec.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            service.signal("HUP");
            await().atMost(60, TimeUnit.SECONDS).until(() -> certificate(service).contains("CN = rsa.example"));
            assertThat(before.send(Q).hearAll().text()).isEqualTo(G + B);
        }
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
            assertThat(Command.run("EHLO c\nQUIT\n", List.of("gnutls-cli", "--insecure", "--starttls-proto=smtp", "--port",
                String.valueOf(service.port()), "127.0.0.1")).output()).contains("TLS1.3");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"-l 127.0.0.1:0 x|100", "-l x -f y z|100", "-f /nonexistent /bin/true|111",
        "-l 192.0.2.1:1 -f x /bin/true|111", "-M -1 x|100", "-l 127.0.0.1:0 -f x -u root /bin/true|111"})
    void shouldRefuseABadCommandLine(String arguments, int status) {
        List<String> words = new ArrayList<>(List.of(SmtpPrograms.sbin("tlsproxy-smtpd").toString()));
        words.addAll(List.of(arguments.split(" ")));

        assertThat(Command.run("", words).exit()).isEqualTo(status);
    }
}
