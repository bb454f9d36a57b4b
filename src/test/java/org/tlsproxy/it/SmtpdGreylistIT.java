package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tlsproxy-smtpd and greylisting servers. */
@Tag("once")
class SmtpdGreylistIT {

    private static final String PASSED = "250 ok rcpt [TESTID]\r\n";
    private static final String LATER = "450 greylisted (#4.3.0) [TESTID]\r\n";
    private static final String BROKEN = "451 greylisting is out of order (#4.3.0) [TESTID]\r\n";

    @TempDir
    private Path directory;

    private SmtpdService service(String... options) throws IOException {
        return new SmtpdService(directory, SmtpPrograms.chain(directory, "ec"), options);
    }

    private static void expect(SmtpClient client, String recipient, String reply) throws IOException {
        assertThat(client.answer("RCPT TO:<" + recipient + ">\r\n")).as(recipient).isEqualTo(reply);
    }

    @Test
    void shouldDoWhatTheServerSaysAndLetPassIfItSaysNothing() throws IOException, InterruptedException {
        try (PolicyServer server = PolicyServer.byRecipient(); SmtpdService service = service("-T2", "-g", server.address());
             SmtpClient client = SmtpClient.tls(service.tlsPort())) {
            client.hear("\r\n");
            assertThat(client.answer("MAIL FROM:<a\0client_address=192.0.2.1\0sender=x>\r\n")).startsWith("500 NUL is not allowed");
            client.answer("MAIL FROM:<>\r\n");
            expect(client, "dunno@x", PASSED);
            expect(client, "DUNNO@x", PASSED);
            expect(client, "OK@x", PASSED);
            expect(client, "PREPEND+X:+y@x", PASSED);
            expect(client, "defer_if_permit@x", LATER);
            expect(client, "REJECT+foo@x", "553 bad reputation (#5.7.1) [TESTID]\r\n");
            expect(client, "close@x", PASSED);
            expect(client, "silent@x", PASSED);
            expect(client, "defer_if_permit@x", LATER);
            assertThat(client.answer("QUIT\r\n")).startsWith("221 ");

            // One more than recipients: a connection that is closed may only have been idle for too long.
            assertThat(server.questions()).hasSize(10).allSatisfy(question -> assertThat(question)
                .contains("\nclient_address=127.0.0.1\n", "\nsender=\n", "\nclient_name=unknown\n").doesNotContain("192.0.2.1"));
            assertThat(service.received()).contains("silent@x").doesNotContain("defer", "REJECT");
            assertThat(service.text()).contains("read from '" + server.address() + "' failed");
        }
    }

    @Test
    void shouldRefuseIfTheServerSaysNothingWhereThatIsWanted() throws IOException, InterruptedException {
        try (PolicyServer server = PolicyServer.byRecipient(); SmtpdService service = service("-T2", "-c", "-g", server.address());
             SmtpClient client = SmtpClient.plain(service.port())) {
            client.hear("\r\n").answer("MAIL FROM:<a@b.c>\r\n");
            expect(client, "close@x", BROKEN);
            expect(client, "silent@x", BROKEN);
            expect(client, "dunno@x", PASSED);
        }
    }

    @Test
    void shouldServeThoughTheServersNameIsUnknown() throws IOException, InterruptedException {
        try (SmtpdService service = service("-g", "no.such.host.invalid:10023"); SmtpClient client = SmtpClient.plain(service.port())) {
            client.hear("\r\n").answer("MAIL FROM:<a@b.c>\r\n");
            expect(client, "d@e.f", PASSED);
            assertThat(service.text()).contains("warning: unable to resolve host 'no.such.host.invalid'");
        }
        assertThat(Command.run(SmtpPrograms.sbin("tlsproxy-smtpd").toString(), "-c", "-g", "no.such.host.invalid:10023", "-l",
            "127.0.0.1:0", "-f", "ec.pem", "/bin/true").exit()).isEqualTo(111);
    }

    @Test
    void shouldGreylistWithPostgreyAndLetTheSecondAttemptPass() throws IOException, InterruptedException {
        Command.assumeInstalled("postgrey");
        int port;
        port = FreePort.next();
        Path database = Files.createDirectory(directory.resolve("postgrey"));
        Command.mustRun("chown", "postgrey", database.toString());
        Command.mustRun("chmod", "755", directory.toString());
        Process postgrey = new ProcessBuilder(List.of("postgrey", "--inet=127.0.0.1:" + port, "--delay=2", "--dbdir=" + database,
            "--user=postgrey", "--group=postgrey")).redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile()).start();
        try (SmtpdService service = service("-g", "127.0.0.1:" + port)) {
            await().atMost(20, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            assertThat(attempt(service)).isEqualTo(LATER);
            await().atMost(20, TimeUnit.SECONDS).until(() -> attempt(service).equals(PASSED));
        } finally {
            postgrey.destroyForcibly().waitFor();
        }
    }

    private static String attempt(SmtpdService service) throws IOException {
        try (SmtpClient client = SmtpClient.plain(service.port())) {
            client.hear("\r\n").answer("MAIL FROM:<a@b.c>\r\n");
            return client.answer("RCPT TO:<d@e.f>\r\n");
        }
    }
}
