package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.smtp.SmtpCase;
import org.tlsproxy.smtp.SmtpCases;
import org.tlsproxy.smtp.Tls;

/** tlswrapper-smtp as tlswrapper(1), a client and a program see it. */
@Tag("once")
class FilterIT {

    private static final String G = SmtpCase.G;
    private static final String B = SmtpCase.B;
    private static final String Q = SmtpCase.Q;

    @TempDir
    private Path directory;

    static Stream<SmtpCase> cases() {
        return Stream.concat(SmtpCases.all(), SmtpCases.silentLimits());
    }

    private FilterRun.Plan plan() {
        return new FilterRun.Plan(directory);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldDoWhatTheTableSays(SmtpCase script) {
        FilterRun run = plan().control(script.tls() == Tls.POSSIBLE ? "new" : "none").replies(script.replies()).send(script.input());

        assertThat(run.output()).as(run.errors()).isEqualTo(script.output());
        assertThat(run.received()).isEqualTo(script.received());
        assertThat(run.status()).isEqualTo(script.status());
    }

    @Test
    void shouldLeaveTheNameOutIfThereIsNone() {
        assertThat(plan().environment("LOG_ID", "").send(Q).output()).isEqualTo("220 child.example ESMTP\r\n221 bye\r\n");
    }

    @Test
    void shouldMakeUpANameForAllProcesses() {
        FilterRun run = plan().environment("LOG_ID", null).program("--env", directory.resolve("env").toString()).send(Q);

        assertThat(run.output()).matches("220 child.example ESMTP \\[([A-Za-z0-9]{16})]\r\n221 bye \\[\\1]\r\n");
        assertThat(directory.resolve("env")).content().containsPattern("(?m)^LOG_ID=[A-Za-z0-9]{16}$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"only5", "only6"})
    void shouldOfferNothingWithHalfAControlChannel(String control) {
        FilterRun run = plan().control(control).options("-v").send("EHLO c\r\n" + Q);

        assertThat(run.output()).isEqualTo(G + SmtpCase.E + B);
        assertThat(run.errors()).contains("warning: 192.0.2.7: one of fd 5 and 6 is a pipe");
    }

    @Test
    void shouldAskForTlsOnceWithOneNulByte() {
        FilterRun run = plan().control("new").send("STARTTLS\r\n", Q);

        assertThat(run.errors()).isEqualTo("fd5 00\n");
        assertThat(run.status()).isZero();
    }

    @Test
    void shouldDropEverythingBehindStarttlsAlsoWhenTheAcknowledgementWasThereFirst() {
        FilterRun run = plan().control("early").send("EHLO c\r\nSTARTTLS\r\nEHLO c\r\nQUIT\r\n");

        assertThat(run.output()).isEqualTo(G + SmtpCase.OFFER + SmtpCase.READY);
        assertThat(run.received()).isEqualTo("EHLO c\r\nRSET\r\n");
        assertThat(run.status()).isEqualTo(111);
    }

    @Test
    void shouldEndOnAWrongAcknowledgement() {
        FilterRun run = plan().control("wrong").options("-Q").send("STARTTLS\r\n", Q);

        assertThat(run.errors()).contains("fatal: 192.0.2.7: unable to receive valid STARTTLS acknowledgement on control fd 6");
        assertThat(run.received()).isEmpty();
        assertThat(run.status()).isEqualTo(111);
    }

    @Test
    void shouldWaitForTheAcknowledgementOnlySoLong() {
        FilterRun run = plan().control("silent").options("-T2").send("STARTTLS\r\n", "");

        assertThat(run.output()).isEqualTo(G + SmtpCase.READY);
        assertThat(run.status()).isEqualTo(111);
        assertThat(run.millis()).isBetween(2000L, 8000L);
    }

    @Test
    void shouldLogAMessageInOneLine() {
        FilterRun run = plan().options("-v").send("MAIL FROM: <a@b.c>\r\nRCPT TO:<1@x>\r\nRSET\r\nMAIL FROM:<a@b.c>\r\n"
            + "RCPT TO:<2@x>\r\nDATA\r\nx\r\n.\r\n" + Q);

        assertThat(run.errors())
            .isEqualTo("tlswrapper-smtp: info: 192.0.2.7: F=<a@b.c> T=<2@x>,: 250 queued [TESTID]\\r\\n [TESTID]\n");
    }

    @Test
    void shouldNeverLogASecret() {
        FilterRun run = plan().options("-vvv").program("AUTH=334 x\\r\\n", "C2VJCMV0=235 ok\\r\\n").send("AUTH PLAIN c2VjcmV0\r\nc2VjcmV0\r\n" + Q);

        assertThat(run.errors()).contains("AUTH PLAIN (hidden)").doesNotContain("c2Vj");
    }

    @Test
    void shouldRelayAnEarlyVerdictOfAProgramThatGoes() {
        FilterRun run = plan().program("DATA=354 go\\r\\n451 early\\r\\n!exit 0").send("DATA\r\n", "x\r\n");

        assertThat(run.output()).isEqualTo(G + "354 go [TESTID]\r\n451 early [TESTID]\r\n");
        assertThat(run.status()).isEqualTo(111);
    }

    @ParameterizedTest
    @CsvSource({"NOOP=!exit 7, 111", "NOOP=!kill, 111"})
    void shouldEndWhenTheProgramDoes(String reply, int status) {
        FilterRun run = plan().program(reply).send("NOOP\r\n" + Q);

        assertThat(run.output()).isEqualTo(G);
        assertThat(run.status()).isEqualTo(status);
    }

    @Test
    void shouldEndAsTheProgramAfterQuit() {
        assertThat(plan().program("QUIT=221 bye\\r\\n!exit 3").send(Q).status()).isEqualTo(3);
        FilterRun killed = plan().options("-Q").program("QUIT=221 bye\\r\\n!kill").send(Q);
        assertThat(killed.status()).isEqualTo(111);
        assertThat(killed.errors()).contains("fatal: 192.0.2.7: child process killed by signal 9");
    }

    @ParameterizedTest
    @CsvSource({"GREETING=!hang, false", "NOOP=!hang, true"})
    void shouldWaitForTheProgramOnlySoLong(String reply, boolean greeted) {
        FilterRun run = plan().options("-T2").program(reply).send("NOOP\r\n", "");

        assertThat(run.output()).isEqualTo(greeted ? G : "");
        assertThat(run.status()).isEqualTo(111);
        assertThat(run.millis()).isBetween(2000L, 8000L);
    }

    @Test
    void shouldWaitForTheClientOnlySoLong() {
        FilterRun run = plan().options("-T2").send("", "");

        assertThat(run.output()).isEqualTo(G);
        assertThat(run.status()).isEqualTo(111);
    }

    @Test
    void shouldGiveTheProgramItsUsersEnvironmentAndNothingOfOurs() {
        Path env = directory.resolve("env");
        assertThat(directory.toFile().setWritable(true, false) && directory.toFile().setExecutable(true, false)).isTrue();
        assertThat(directory.toFile().setReadable(true, false)).isTrue();

        FilterRun run = plan().control("new").options("-Q", "-u", "nobody").environment("LC_ALL", "C")
            .program("--env", env.toString()).send(Q);

        assertThat(run.status()).as(run.errors()).isZero();
        assertThat(env).content().contains("\nUSER=nobody\n", "\nLOGNAME=nobody\n", "\nHOME=/nonexistent\n", "uid=65534 gid=65534\n",
            "\nLC_ALL=C\n", "fds=0,1,2,3,4\n").doesNotContain("TLSPROXY_");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-t0 prog|100", "-t86401 prog|100", "-tx prog|100", "-t -1 prog|100", "-T007 prog|100", "-t5x prog|100", "-g x prog|100",
        "-g :25 prog|100", "-g ::1 prog|100", "-g [::1] prog|100", "-g h:70000 prog|100", "-z prog|100", "-|100", "--|100", "-v|100",
        "-u nosuch /bin/true|111", "-u root /bin/true|111", "-j root /bin/true|111", "-J /nonexistent /bin/true|111", "/nonexistent|111",
        "/bin/true|111", "-t +5 -T86400 /bin/true|111",
    })
    void shouldRefuseABadCommandLine(String arguments, int status) {
        FilterRun run = plan().run(List.of(), List.of(arguments.split(" ")));

        assertThat(run.status()).as(run.errors()).isEqualTo(status);
        assertThat(run.output()).isEmpty();
    }

    @Test
    void shouldNotRunWithoutAJail() {
        Command unable = Command.run("setpriv", "--bounding-set=-sys_chroot", SmtpPrograms.sbin("tlswrapper-smtp").toString(), "/bin/cat");

        assertThat(unable.exit()).isEqualTo(111);
        assertThat(unable.output()).startsWith("tlswrapper-smtp: fatal: unable to create jail");
    }

    @Test
    void shouldSayHowItIsUsedAndWhatIsWrong() {
        assertThat(plan().run(List.of(), List.of("-q")).errors()).isEqualTo("tlswrapper-smtp [options] child\n");
        assertThat(plan().run(List.of(), List.of("-t0", "x")).errors()).isEqualTo("tlswrapper-smtp: fatal: unable to parse timeout from "
            + "the string '0', timeout must be a number in the range <1,86400>\n");
        assertThat(plan().run(List.of(), List.of("/nonexistent")).errors()).contains("fatal: unable to run /nonexistent");
    }
}
