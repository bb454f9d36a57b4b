package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.smtp.SmtpCase;

/** The filter between Debian's tcpserver, tlswrapper and postgrey, with real clients. */
@Tag("once")
class SmtpChainIT {

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            List<ProcessHandle> others = process.descendants().toList();
            process.destroyForcibly().waitFor();
            others.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void start(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
        builder.environment().remove("LOG_ID");
        processes.add(builder.start());
    }

    private static void awaitListener(int port) {
        await().atMost(20, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    /** tcpserver, tlswrapper, the filter, a program. */
    private int chain(List<String> options, List<String> program) throws IOException {
        Command.assumeInstalled("tcpserver");
        Command.assumeInstalled("tlswrapper");
        int port = FreePort.next();
        List<String> words = new ArrayList<>(List.of("tcpserver", "-HRDl0", "-c50", "127.0.0.1", String.valueOf(port), "tlswrapper", "-n",
            "-f", SmtpPrograms.chain(directory, "ec").toString(), SmtpPrograms.sbin("tlswrapper-smtp").toString(), "-v"));
        words.addAll(options);
        words.addAll(program);
        start(words);
        awaitListener(port);
        return port;
    }

    private static List<String> model() {
        return List.of("/usr/bin/perl", SmtpPrograms.resource("model-program").toString());
    }

    private static Command swaks(int port, String... more) {
        List<String> words = new ArrayList<>(List.of("swaks", "--server", "127.0.0.1", "--port", String.valueOf(port), "--from", "a@b.c", "--to",
            "d@e.f"));
        words.addAll(List.of(more));
        return Command.run("", words);
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldDeliverBehindDebiansTlswrapper() throws IOException {
        int port = chain(List.of(), model());

        assertThat(swaks(port, "-tls").output()).contains("~> MAIL FROM", "<~  250 queued");
        assertThat(log()).contains("info: 127.0.0.1: F=<a@b.c> T=<d@e.f>,: 250 queued");
    }

    @Test
    void shouldNeverExecuteWhatIsPipelinedBehindStarttls() throws IOException {
        int port = chain(List.of(), model());

        try (SmtpClient client = SmtpClient.plain(port)) {
            client.hear("\r\n").send("EHLO c\r\n").hear("250 STARTTLS\r\n").send("STARTTLS\r\nMAIL FROM:<evil@x>\r\n").hear("[TESTID]\r\n");
            client.startTls();
            assertThat(client.send("EHLO c\r\n" + SmtpCase.Q).hear("221 bye [TESTID]\r\n").text()).doesNotContain("250 ok mail");
        }
    }

    @Test
    void shouldGreylistWithPostgreyAndLetTheSecondAttemptPass() throws IOException {
        Command.assumeInstalled("postgrey");
        int server = FreePort.next();
        assertThat(directory.toFile().setReadable(true, false) && directory.toFile().setExecutable(true, false)).isTrue();
        Path database = Files.createDirectory(directory.resolve("postgrey"));
        Command.mustRun("chown", "postgrey", database.toString());
        Command.mustRun("chmod", "755", directory.toString());
        start(List.of("postgrey", "--inet=127.0.0.1:" + server, "--delay=2", "--dbdir=" + database, "--user=postgrey", "--group=postgrey"));
        awaitListener(server);
        int port = chain(List.of("-g", "127.0.0.1:" + server), model());

        assertThat(swaks(port, "-tls").output()).contains("450 greylisted (#4.3.0)");
        await().atMost(20, TimeUnit.SECONDS).until(() -> swaks(port, "-tls").output().contains("<~  250 queued"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-C|action=dunno|250 ok rcpt", "-C|action=OK|250 ok rcpt", "-C|action=PREPEND X: y|250 ok rcpt", "-C|action=REJECT x|553 bad reputation",
        "-C|action=DEFER_IF_PERMIT x|450 greylisted", "-C|close|250 ok rcpt", "-c|close|''", "-C|silent|250 ok rcpt", "-c|silent|''",
    })
    void shouldDoWhatTheGreylistingServerSays(String option, String answer, String reply) throws IOException {
        try (PolicyServer server = new PolicyServer(question -> answer)) {
            FilterRun run = new FilterRun.Plan(directory).options("-v", "-T3", option, "-g", server.address())
                .send("MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nRCPT TO:<g@h.i>\r\n" + SmtpCase.Q);

            assertThat(run.output()).startsWith(SmtpCase.G + "250 ok mail [TESTID]\r\n");
            if (reply.isEmpty()) {
                assertThat(run.output()).isEqualTo(SmtpCase.G + "250 ok mail [TESTID]\r\n");
                assertThat(run.status()).isEqualTo(111);
            } else {
                assertThat(run.output().split(java.util.regex.Pattern.quote(reply), -1)).hasSize(3);
                assertThat(run.status()).isZero();
            }
        }
    }

    @Test
    void shouldNotDelayTheGreetingForAServerThatIsDownOrUnknown() throws IOException {
        int nobody = FreePort.next();
        String mail = "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\n" + SmtpCase.Q;

        FilterRun down = new FilterRun.Plan(directory).options("-v", "-g", "127.0.0.1:" + nobody).send(mail);
        assertThat(down.output()).contains("250 ok rcpt");
        assertThat(down.errors()).contains("warning: 192.0.2.7: unable to connect to 127.0.0.1:" + nobody);
        FilterRun unknown = new FilterRun.Plan(directory).options("-v", "-g", "no.such.host.invalid:10023").send(mail);
        assertThat(unknown.output()).contains("250 ok rcpt");
        assertThat(unknown.errors()).contains("unable to resolve host 'no.such.host.invalid'");
    }
}
