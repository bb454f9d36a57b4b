package org.tlsproxy.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.smtp.SmtpCase.B;
import static org.tlsproxy.smtp.SmtpCase.G;
import static org.tlsproxy.smtp.SmtpCase.Q;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions as a client and a program see them, whatever pieces their bytes come in. */
class DialogueTest {

    private static final int RANDOM_RUNS = 12;

    static Stream<SmtpCase> silent() {
        return Stream.concat(SmtpCases.all(), SmtpCases.silentLimits());
    }

    static Stream<SmtpCase> spoken() {
        return Stream.concat(SmtpCases.all(), SmtpCases.spokenLimits()).filter(c -> !c.name().startsWith("T39"));
    }

    @ParameterizedTest
    @MethodSource("silent")
    void shouldRelayAsTheTableSays(SmtpCase script) {
        check(script, Stage.rules(false), Stage.WHOLE);
    }

    @ParameterizedTest
    @MethodSource("silent")
    void shouldNotCareWhereBytesAreSplit(SmtpCase script) {
        check(script, Stage.rules(false), Stage.BYTES);
        for (long seed = 0; seed < RANDOM_RUNS; seed++) {
            check(script, Stage.rules(false), Stage.random(seed));
        }
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void shouldSpeakOfLimitsWhereThatIsWanted(SmtpCase script) {
        check(script, Stage.rules(true), Stage.WHOLE);
        check(script, Stage.rules(true), Stage.BYTES);
        check(script, Stage.rules(true), Stage.random(7));
    }

    private static void check(SmtpCase script, Rules rules, Stage.Cut cut) {
        Stage stage = new Stage(script, rules, cut).play(script.input());

        assertThat(stage.client()).isEqualTo(script.output());
        assertThat(stage.received()).isEqualTo(script.received());
        assertThat(stage.status()).isEqualTo(script.status());
    }

    private static Stage play(SmtpCase script) {
        return new Stage(script, Stage.rules(false), Stage.WHOLE).play(script.input());
    }

    @Test
    void shouldHaveNoSuffixWithoutAName() {
        Rules nameless = new Rules("", false, false, false, 0);

        assertThat(new Stage(SmtpCase.of("T02", Q), nameless, Stage.WHOLE).play(List.of(Q)).client())
            .isEqualTo("220 child.example ESMTP\r\n221 bye\r\n");
    }

    @Test
    void shouldReportAnAcceptedMessageWithTheRecipientsThatWereAccepted() {
        SmtpCase script = SmtpCase.of("T30, T31", "MAIL FROM: <a@b.c> SIZE=3\r\nRCPT TO: <1@x>\r\nRSET\r\nMAIL FROM:<a@b.c>\r\n"
            + "RCPT TO:<2@x>\r\nDATA\r\n.\r\n" + Q);

        assertThat(play(script).events()).contains(
            new Event.MessageAccepted("<a@b.c>", "<2@x>,", "250 queued [TESTID]\r\n"));
    }

    @Test
    void shouldReportEachRefusal() {
        SmtpCase script = SmtpCase.of("T29", "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n" + Q).reply("MAIL", "550 no\r\n")
            .reply("RCPT", "551 no\r\n").reply("DATA", "503 bad\r\n");

        assertThat(play(script).events()).contains(
            new Event.SenderRefused("<a@b.c>", "550 no [TESTID]\r\n"),
            new Event.RecipientRefused("<a@b.c>", "<d@e.f>", "551 no [TESTID]\r\n"),
            new Event.MessageRefused("<a@b.c>", "<d@e.f>,", "503 bad [TESTID]\r\n"));
    }

    @Test
    void shouldKeepSecretsOutOfEvents() {
        SmtpCase script = SmtpCase.of("secrets", "AUTH PLAIN c2VjcmV0\r\nc2VjcmV0\r\nAUTH PLAIN c2VjcmV0\r\nc2VjcmV0\r\n" + Q)
            .reply("AUTH", "334 \r\n").reply("C2VJCMV0", "235 ok\r\n");

        assertThat(play(script).events()).contains(new Event.Answered("AUTH PLAIN (hidden)\r\n", "334 \r\n"))
            .noneMatch(event -> event.toString().contains("c2Vj"));
    }

    @Test
    void shouldReportWhatWasPipelinedBehindStarttls() {
        SmtpCase script = SmtpCase.of("T61", "STARTTLS\r\nNOOP\r\n", Q).offered();

        assertThat(play(script).events()).contains(new Event.Discarded(6));
    }

    @Test
    void shouldRelayAnEarlyVerdictWhenTheProgramGoes() {
        Stage stage = new Stage(SmtpCase.of("T41").reply("DATA", "354 go\r\n451 early\r\n"), Stage.rules(false), Stage.WHOLE);

        stage.send("DATA\r\nx\r\n");
        stage.dialogue().programEnded();

        assertThat(stage.client()).isEqualTo(G + "354 go [TESTID]\r\n451 early [TESTID]\r\n");
        assertThat(stage.dialogue().end()).contains(End.PROGRAM_GONE);
    }

    @Test
    void shouldTakeAnEarlyVerdictForTheFinalOneIfTheProgramReadsOn() {
        SmtpCase script = SmtpCase.of("early", "DATA\r\nx\r\n.\r\n" + Q).reply("DATA", "354 go\r\n552 early\r\n").reply(".", "");

        assertThat(play(script).client()).isEqualTo(G + "354 go [TESTID]\r\n552 early [TESTID]\r\n" + B);
    }

    @Test
    void shouldPassOnWhatAnIdleProgramSaysBeforeItGoes() {
        Stage stage = new Stage(SmtpCase.of("timeout").reply("NOOP", "250 ok\r\n421 timeout\r\n"), Stage.rules(false), Stage.WHOLE);

        stage.send("NOOP\r\n");
        stage.dialogue().programEnded();

        assertThat(stage.client()).isEqualTo(G + "250 ok\r\n421 timeout [TESTID]\r\n");
    }

    @Test
    void shouldTakeNoCommandWhileTheClientDoesNotRead() {
        Stage stage = new Stage(SmtpCase.of("paused"), Stage.rules(false), Stage.WHOLE);
        stage.send("NOOP\r\n");
        stage.dialogue().pause(true);
        byte[] noop = "NOOP\r\n".getBytes(StandardCharsets.ISO_8859_1);

        stage.dialogue().fromClient(noop, 0, noop.length);

        assertThat(stage.received()).isEqualTo("NOOP\r\n");
        stage.dialogue().pause(false);
        assertThat(stage.received()).isEqualTo("NOOP\r\nNOOP\r\n");
    }

    @Test
    void shouldStopListeningToAProgramThatFloods() {
        Stage stage = new Stage(SmtpCase.of("flood"), Stage.rules(false), Stage.WHOLE);
        stage.send("NOOP\r\n");
        byte[] flood = "250 again\r\n".repeat(1000).getBytes(StandardCharsets.ISO_8859_1);

        stage.dialogue().fromProgram(flood, 0, flood.length);

        assertThat(stage.dialogue().listensToProgram()).isFalse();
    }

    @Test
    void shouldOfferNothingWhenTlsWasThereFirst() {
        SmtpCase script = SmtpCase.of("smtps", "EHLO c\r\nSTARTTLS\r\n" + Q).reply("EHLO", "250-a\r\n250-STARTTLS\r\n250 X\r\n");
        SmtpCase inTls = new SmtpCase(script.name(), script.replies(), Tls.ACTIVE, script.input(), "", "", 0);

        assertThat(play(inTls).client()).isEqualTo(G + "250-a\r\n250 X\r\n502 unimplemented (#5.5.1) [TESTID]\r\n" + B);
    }
}
