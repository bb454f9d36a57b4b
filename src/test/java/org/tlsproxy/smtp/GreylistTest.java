package org.tlsproxy.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.smtp.SmtpCase.G;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions about recipients, answers in whatever pieces, and what follows from them. */
class GreylistTest {

    private static final String MAIL_OK = "250 ok mail [TESTID]\r\n";

    private static Stage stage(boolean spoken, boolean closed) {
        return new Stage(SmtpCase.of("greylist"), new Rules("TESTID", spoken, true, closed, 0), Stage.WHOLE);
    }

    private static String question(String sender, String recipient) {
        Stage stage = stage(false, false);
        stage.send("EHLO mx.example\r\n");
        stage.send("MAIL FROM:" + sender + "\r\n");
        stage.send("RCPT TO:" + recipient + "\r\n");
        return new String(stage.dialogue().question().orElseThrow().encode(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldAskWithAllThatPostgreyWants() {
        assertThat(question("<a@b.c> SIZE=77", "<d@e.f>")).isEqualTo("request=smtpd_access_policy\nprotocol_state=RCPT\n"
            + "protocol_name=ESMTP\nclient_address=192.0.2.7\nclient_name=unknown\nreverse_client_name=unknown\nhelo_name=mx.example\n"
            + "sender=a@b.c\nrecipient=d@e.f\nrecipient_count=0\ninstance=TESTID.1\nsize=77\n\n");
    }

    @Test
    void shouldAskForTheNullSenderWithoutBrackets() {
        assertThat(question("<>", "<d@e.f>")).contains("\nsender=\n");
    }

    @Test
    void shouldUnderstandBlanksAndQuotes() {
        assertThat(question(" <a@b.c>", " <\"d e\"@f>")).contains("\nsender=a@b.c\n").contains("\nrecipient=\"d e\"@f\n");
    }

    @Test
    void shouldNotAskWithoutASender() {
        Stage stage = stage(false, false);

        stage.send("RCPT TO:<d@e.f>\r\n");

        assertThat(stage.client()).isEqualTo(G + "250 ok rcpt [TESTID]\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "dunno, PASS", "DUNNO, PASS", "OK, PASS", "PREPEND X-Greylist: y, PASS", "permit_mynetworks, PASS", "WARN x, PASS", "12345, PASS",
        "defer_if_permit Greylisted, GREYLIST", "DEFER, GREYLIST", "450 4.7.1 later, GREYLIST", "421 go, GREYLIST", "what, GREYLIST",
        "REJECT foo, REJECT", "554 no, REJECT", "'', GREYLIST",
    })
    void shouldKnowWhatAnActionMeans(String action, PolicyVerdict verdict) {
        byte[] answer = ("action=" + action + "\n\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new PolicyAnswer().take(answer, 0, answer.length)).contains(verdict);
    }

    @Test
    void shouldWaitForTheWholeAnswer() {
        byte[] text = "x=y\nACTION=reject no\n\n".getBytes(StandardCharsets.ISO_8859_1);
        PolicyAnswer answer = new PolicyAnswer();

        for (int i = 0; i < text.length - 1; i++) {
            assertThat(answer.take(text, i, 1)).isEmpty();
        }

        assertThat(answer.take(text, text.length - 1, 1)).contains(PolicyVerdict.REJECT);
    }

    @Test
    void shouldMakeNothingOfAnAnswerWithoutActionOrEnd() {
        byte[] empty = "\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] endless = "x".repeat(5000).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new PolicyAnswer().take(empty, 0, 1)).contains(PolicyVerdict.UNAVAILABLE);
        assertThat(new PolicyAnswer().take(endless, 0, endless.length)).contains(PolicyVerdict.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, false, 250 ok rcpt [TESTID]", "GREYLIST, false, 450 greylisted (#4.3.0) [TESTID]",
        "REJECT, false, 553 bad reputation (#5.7.1) [TESTID]", "UNAVAILABLE, false, 250 ok rcpt [TESTID]",
        "UNAVAILABLE, true, 451 greylisting is out of order (#4.3.0) [TESTID]",
    })
    void shouldAnswerAsTheServerJudged(PolicyVerdict verdict, boolean closed, String reply) {
        Stage stage = stage(true, closed);
        stage.send("MAIL FROM:<a@b.c>\r\n");
        stage.send("RCPT TO:<d@e.f>\r\n");

        stage.dialogue().judged(verdict);
        stage.send("");

        assertThat(stage.client()).isEqualTo(G + MAIL_OK + reply + "\r\n");
        assertThat(stage.received().contains("RCPT")).isEqualTo(reply.startsWith("250"));
    }

    @Test
    void shouldEndInSilenceIfNobodyCouldBeAskedAndThatMatters() {
        Stage stage = stage(false, true);
        stage.send("MAIL FROM:<a@b.c>\r\n");
        stage.send("RCPT TO:<d@e.f>\r\n");

        stage.dialogue().judged(PolicyVerdict.UNAVAILABLE);

        assertThat(stage.client()).isEqualTo(G + MAIL_OK);
        assertThat(stage.dialogue().end()).contains(End.POLICY);
    }

    private static PolicyQuestion anyQuestion() {
        return new PolicyQuestion(new Client("::", "unknown"), "", false, new Path("<a>", ""), new Path("<b>", ""), "1.1");
    }

    private static PolicyCall asked() {
        PolicyCall call = new PolicyCall();
        call.ask(anyQuestion());
        call.connected();
        call.written();
        return call;
    }

    private static final byte[] DUNNO = "action=dunno\n\n".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void shouldKeepTheConnectionForTheNextQuestion() {
        PolicyCall call = asked();
        call.received(DUNNO, 0, DUNNO.length);
        assertThat(call.verdict()).contains(PolicyVerdict.PASS);

        call.ask(anyQuestion());

        assertThat(call.step()).isEqualTo(PolicyCall.Step.WRITE);
        assertThat(call.verdict()).isEmpty();
    }

    @Test
    void shouldConnectAnewIfTheServerClosedAKeptConnection() {
        PolicyCall call = asked();
        call.received(DUNNO, 0, DUNNO.length);
        call.ask(anyQuestion());
        call.written();

        call.broken();

        assertThat(call.step()).isEqualTo(PolicyCall.Step.CONNECT);
        call.broken();
        assertThat(call.verdict()).isEqualTo(Optional.of(PolicyVerdict.UNAVAILABLE));
    }

    @Test
    void shouldNotTrustAConnectionWhoseAnswerIsOverdue() {
        PolicyCall call = asked();

        call.timedOut();

        assertThat(call.verdict()).contains(PolicyVerdict.UNAVAILABLE);
        call.ask(anyQuestion());
        assertThat(call.step()).isEqualTo(PolicyCall.Step.CONNECT);
    }
}
