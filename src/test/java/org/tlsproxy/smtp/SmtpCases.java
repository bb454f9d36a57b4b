package org.tlsproxy.smtp;

import static org.tlsproxy.smtp.SmtpCase.B;
import static org.tlsproxy.smtp.SmtpCase.E;
import static org.tlsproxy.smtp.SmtpCase.OFFER;
import static org.tlsproxy.smtp.SmtpCase.Q;
import static org.tlsproxy.smtp.SmtpCase.READY;

import java.util.stream.Stream;

/** The table of sessions, for the filter alone and for the programs around it. */
public final class SmtpCases {

    private static final String MAIL_OK = "250 ok mail [TESTID]\r\n";
    private static final String RCPT_OK = "250 ok rcpt [TESTID]\r\n";
    private static final String GO = "354 go ahead [TESTID]\r\n";
    private static final String QUEUED = "250 queued [TESTID]\r\n";
    private static final String NOOP = "250 noop\r\n";
    private static final String UNIMPLEMENTED = "502 unimplemented (#5.5.1) [TESTID]\r\n";

    private SmtpCases() { }

    /** Everything that behaves the same everywhere. */
    public static Stream<SmtpCase> all() {
        return Stream.of(commands(), replies(), messages(), limits(), startTls()).flatMap(s -> s);
    }

    static Stream<SmtpCase> commands() {
        String mail = "EHLO c\r\nMAIL FROM:<a@b.c> SIZE=10\r\nRCPT TO:<d@e.f> X=1\r\nRCPT TO:<g@h.i>\r\nDATA\r\n"
            + "Subject: x\r\n\r\n..dot\r\n.x\r\nbody\r\n.\r\n" + Q;
        return Stream.of(
            SmtpCase.of("T01 quit", Q).out(B).same(),
            SmtpCase.of("T04 ehlo", "EHLO c\r\n" + Q).out(E + B).same(),
            SmtpCase.of("T05 a pipelined mail", mail).out(E + MAIL_OK + RCPT_OK + RCPT_OK + GO + QUEUED + B).same(),
            SmtpCase.of("T06 lower case", "ehlo c\r\nmail from:<a@b>\r\nquit\r\n").out(E + MAIL_OK + B).same(),
            SmtpCase.of("T07 bare LF", "NOOP\nQUIT\n").out(NOOP + B).program("NOOP\r\nQUIT\r\n"),
            SmtpCase.of("T08 CR within", "NOOP a\rb\r\n" + Q).out(NOOP + B).same(),
            SmtpCase.of("T09 two CRs", "NOOP\r\r\n" + Q).out(NOOP + B).same(),
            SmtpCase.of("T10 eight bits", "NOOP \u00c3\u00a9\u00ff\r\n" + Q).out(NOOP + B).same(),
            SmtpCase.of("T11 no STARTTLS for HELO", "HELO c\r\n" + Q).offered().out("250 child.example\r\n" + B).same(),
            SmtpCase.of("T12 nothing at all").out("").exit(111),
            SmtpCase.of("T13 half a command", "NOOP").out("").exit(111),
            SmtpCase.of("T14 nothing after QUIT", "QUIT now\r\nNOOP\r\n").out(B).program("QUIT now\r\n"),
            SmtpCase.of("T15 empty line", "\r\n" + Q).out("502 unimpl\r\n" + B).same(),
            SmtpCase.of("T16 blank first", " foo\r\n" + Q).out("502 unimpl\r\n" + B).same(),
            SmtpCase.of("T17 short for QUIT", "Q\r\nNOOP\r\n" + Q).out("502 unimpl\r\n" + NOOP + B).same(),
            SmtpCase.of("T18 short for STARTTLS", "S\r\n" + Q).out("502 unimpl\r\n" + B).same(),
            SmtpCase.of("T19 long for STARTTLS", "STARTTLSX\r\n" + Q).out("502 unimpl\r\n" + B).same(),
            SmtpCase.of("T20 tab is no blank", "EHLO\tc\r\n" + Q).offered().out("502 unimpl\r\n" + B).same(),
            SmtpCase.of("T22 a chunk that nobody wants is no command", "BDAT 6 LAST\r\nNOOP\r\n" + Q).out(UNIMPLEMENTED + B).program(Q),
            SmtpCase.of("T22b a chunk passes as it is", "EHLO c\r\n", "BDAT 9 LAST\r\nX a\0b\r\n.\n" + Q)
                .reply("EHLO", "250-x\r\n250 CHUNKING\r\n").reply("BDAT", "250-y\r\n").reply("X", "250 part\r\n").reply(".", "")
                .out("250-x\r\n250 CHUNKING\r\n250-y\r\n250 part [TESTID]\r\n" + B).same(),
            SmtpCase.of("T42 NUL makes no command", "NOOP a\0RSET\r\nNOOP\r\n" + Q)
                .out("500 NUL is not allowed (#5.5.2) [TESTID]\r\n" + NOOP + B).program("NOOP\r\n" + Q));
    }

    static Stream<SmtpCase> replies() {
        String refused = "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n" + Q;
        return Stream.of(
            SmtpCase.of("T21 answers to challenges are no commands", "AUTH LOGIN\r\n\r\nDATA\r\n" + Q)
                .reply("AUTH", "334 VXNlcm5hbWU6\r\n").reply("", "334 UGFzc3dvcmQ6\r\n").reply("DATA", "235 ok\r\n")
                .out("334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n235 ok\r\n" + B).same(),
            SmtpCase.of("T23 long greeting", Q).reply("GREETING", "220-a\r\n220-b\r\n220 c\r\n")
                .raw("220-a\r\n220-b\r\n220 c [TESTID]\r\n" + B).same(),
            SmtpCase.of("T24 LF in the greeting", Q).reply("GREETING", "220 lf only\n").raw("220 lf only [TESTID]\r\n" + B).same(),
            SmtpCase.of("T25 a greeting that refuses", "NOOP\r\n" + Q).reply("GREETING", "554 go away\r\n")
                .raw("554 go away [TESTID]\r\n" + NOOP + B).same(),
            SmtpCase.of("T26 no code", "NOOP\r\n" + Q).reply("NOOP", "xyz\r\n").out("xyz\r\n" + B).same(),
            SmtpCase.of("T27 two codes", "NOOP\r\n" + Q).reply("NOOP", "250-a\r\n550 b\r\n").out("250-a\r\n550 b\r\n" + B).same(),
            SmtpCase.of("T28 two replies", "NOOP\r\nNOOP\r\n" + Q).reply("NOOP", "250 a\r\n251 b\r\n")
                .out("250 a\r\n251 b\r\n250 a [TESTID]\r\n").same(),
            SmtpCase.of("T29 refusals", refused).reply("MAIL", "550 no\r\n").reply("RCPT", "551-x\r\n551 no\r\n")
                .reply("DATA", "503 bad\r\n")
                .out("550 no [TESTID]\r\n551-x\r\n551 no [TESTID]\r\n503 bad [TESTID]\r\n" + B).same(),
            SmtpCase.of("T66 one line of EHLO", "EHLO c\r\n" + Q).offered().reply("EHLO", "250 hi\r\n")
                .out("250-hi\r\n250 STARTTLS\r\n" + B).same(),
            SmtpCase.of("T67 LF in EHLO", "EHLO c\r\n" + Q).offered().reply("EHLO", "250-a\n250 b\n")
                .out("250-a\n250-b\n250 STARTTLS\r\n" + B).same(),
            SmtpCase.of("T68 EHLO without text", "EHLO c\r\n" + Q).offered().reply("EHLO", "250\r\n")
                .out("250-\r\n250 STARTTLS\r\n" + B).same(),
            SmtpCase.of("T69 EHLO refused", "EHLO c\r\n" + Q).offered().reply("EHLO", "500 no\r\n").out("500 no\r\n" + B).same(),
            SmtpCase.of("T70 the program's STARTTLS is hidden", "EHLO c\r\nSTARTTLS\r\n" + Q)
                .reply("EHLO", "250-a\r\n250-SIZE 1\r\n250 STARTTLS\r\n")
                .out("250-a\r\n250 SIZE 1\r\n" + UNIMPLEMENTED + B).program("EHLO c\r\n" + Q));
    }

    static Stream<SmtpCase> messages() {
        return Stream.of(
            message("T32 empty", ".\r\n", ".\r\n"),
            message("T33 a dot between LFs ends nothing", "x\n.\nMAIL FROM:<smuggled@x>\r\n.\r\n",
                "x\r\n..\r\nMAIL FROM:<smuggled@x>\r\n.\r\n"),
            message("T34 a dot before LF ends nothing", "x\r\n.\nRSET\r\n.\r\n", "x\r\n..\r\nRSET\r\n.\r\n"),
            message("T35 a dot behind LF ends nothing", "x\n.\r\nRSET\r\n.\r\n", "x\r\n..\r\nRSET\r\n.\r\n"),
            message("T36 CR alone", "x\r.\ry\r\n.\r\n", "x\r.\ry\r\n.\r\n"),
            message("T37 a dot before two CRs ends nothing", "x\r\n.\r\r\nRSET\r\n.\r\n", "x\r\n..\r\r\nRSET\r\n.\r\n"),
            message("T37b nor before three", ".\r\r\r\nRSET\r\n.\r\n", "..\r\r\r\nRSET\r\n.\r\n"),
            message("T38 NUL ends nothing", "x\0.\0NOOP\r\n.\r\n", "x.NOOP\r\n.\r\n"),
            message("T38b nor hides a dot", "\0.\r\nRSET\r\n.\0\r\nRSET\r\nx\r\0\n.\r\nRSET\r\n.\r\n",
                "..\r\nRSET\r\n..\r\nRSET\r\nx\r\n..\r\nRSET\r\n.\r\n"),
            message("T40 long", "0123456789012345678901234567890123456789012345678901234567890123456789\r\n".repeat(1500) + ".\r\n",
                "0123456789012345678901234567890123456789012345678901234567890123456789\r\n".repeat(1500) + ".\r\n"),
            message("T47 longest line", "x".repeat(4095) + "\r\n.\r\n", "x".repeat(4095) + "\r\n.\r\n"),
            SmtpCase.of("T39 cut short", "DATA\r\nx\r\n").out(GO).program("DATA\r\n").exit(111));
    }

    private static SmtpCase message(String name, String sent, String received) {
        return SmtpCase.of(name, "DATA\r\n" + sent + Q).out(GO + QUEUED + B).program("DATA\r\n" + received + Q);
    }

    static Stream<SmtpCase> limits() {
        String longReply = "250 " + "x".repeat(4090) + "\r\n";
        String longEhlo = "250 " + "x".repeat(4076) + "\r\n";
        String recipients = "RCPT TO:<b@c>\r\n";
        return Stream.of(
            SmtpCase.of("T43 longest line", "NOOP " + "x".repeat(4090) + "\r\n" + Q).out(NOOP + B).same(),
            SmtpCase.of("T45 longest line with LF", "NOOP " + "x".repeat(4091) + "\n" + Q).out(NOOP + B)
                .program("NOOP " + "x".repeat(4091) + "\r\n" + Q),
            SmtpCase.of("T48 longest sender", "MAIL FROM:" + "x".repeat(2048) + "\r\n" + Q).out(MAIL_OK + B).same(),
            SmtpCase.of("T49 parameters do not count", "MAIL FROM:" + "x".repeat(2048) + " " + "y".repeat(1000) + "\r\n" + Q)
                .out(MAIL_OK + B).same(),
            SmtpCase.of("T50 longest recipient", "RCPT TO:" + "x".repeat(2048) + "\r\n" + Q).out(RCPT_OK + B).same(),
            SmtpCase.of("T51 most recipients", "MAIL FROM:<a@b>\r\n" + recipients.repeat(256) + Q)
                .out(MAIL_OK + RCPT_OK.repeat(256) + B).same(),
            SmtpCase.of("T52 longest list", "MAIL FROM:<a@b>\r\n" + ("RCPT TO:" + "x".repeat(2047) + "\r\n").repeat(32) + Q)
                .out(MAIL_OK + RCPT_OK.repeat(32) + B).same(),
            SmtpCase.of("T53 RSET forgets recipients",
                "MAIL FROM:<a@b>\r\n" + recipients.repeat(200) + "RSET\r\n" + recipients.repeat(200) + Q)
                .out(MAIL_OK + RCPT_OK.repeat(200) + "250 flushed\r\n" + RCPT_OK.repeat(200) + B).same(),
            SmtpCase.of("T54 what is not understood does not count", "RCPT <b@c>\r\n".repeat(300) + Q).out(RCPT_OK.repeat(300) + B).same(),
            SmtpCase.of("T55 longest reply", "NOOP\r\n" + Q).reply("NOOP", longReply).out(longReply + B).same(),
            SmtpCase.of("T56 longest EHLO reply", "EHLO c\r\n" + Q).offered().reply("EHLO", longEhlo)
                .out("250-" + longEhlo.substring(4) + "250 STARTTLS\r\n" + B).same());
    }

    /** What tlswrapper-smtp ends in silence. */
    public static Stream<SmtpCase> silentLimits() {
        String mail = "MAIL FROM:<a@b>\r\n";
        return Stream.of(
            SmtpCase.of("T44 line too long", "NOOP " + "x".repeat(4091) + "\r\n" + Q).out("").exit(111),
            SmtpCase.of("T46 line too long with LF", "NOOP " + "x".repeat(4092) + "\n" + Q).out("").exit(111),
            SmtpCase.of("T47 line of a message too long", "DATA\r\n" + "x".repeat(4096) + "\r\n.\r\n" + Q).out(GO).program("DATA\r\n").exit(111),
            SmtpCase.of("T48 sender too long", "MAIL FROM:" + "x".repeat(2049) + "\r\n" + Q).out("").exit(111),
            SmtpCase.of("T50 recipient too long", "RCPT TO:" + "x".repeat(2049) + "\r\n" + Q).out("").exit(111),
            SmtpCase.of("T51 too many recipients", mail + "RCPT TO:<b@c>\r\n".repeat(257) + Q)
                .out(MAIL_OK + RCPT_OK.repeat(256)).program(mail + "RCPT TO:<b@c>\r\n".repeat(256)).exit(111),
            SmtpCase.of("T52 list too long", mail + ("RCPT TO:" + "x".repeat(2047) + "\r\n").repeat(33) + Q)
                .out(MAIL_OK + RCPT_OK.repeat(32)).program(mail + ("RCPT TO:" + "x".repeat(2047) + "\r\n").repeat(32)).exit(111),
            SmtpCase.of("T55 reply too long", "NOOP\r\n" + Q).reply("NOOP", "250 " + "x".repeat(4091) + "\r\n")
                .out("").program("NOOP\r\n").exit(111),
            SmtpCase.of("T56 EHLO reply too long", "EHLO c\r\n" + Q).offered().reply("EHLO", "250 " + "x".repeat(4077) + "\r\n")
                .out("").program("EHLO c\r\n").exit(111));
    }

    /** The same limits where they are spoken of. */
    public static Stream<SmtpCase> spokenLimits() {
        String mail = "MAIL FROM:<a@b>\r\n";
        return Stream.of(
            SmtpCase.of("T44 line too long", "NOOP " + "x".repeat(9000) + "\r\n" + Q).out("500 line too long (#5.5.2) [TESTID]\r\n" + B).program(Q),
            message("T47 a message's lines have any length", "x".repeat(9000) + "\r\n.\r\n", "x".repeat(9000) + "\r\n.\r\n"),
            SmtpCase.of("T48 sender too long", "MAIL FROM:" + "x".repeat(2049) + "\r\n" + Q)
                .out("500 sender too long (#5.1.7) [TESTID]\r\n" + B).program(Q),
            SmtpCase.of("T50 recipient too long", "RCPT TO:" + "x".repeat(2049) + "\r\n" + Q)
                .out("500 recipient too long (#5.1.3) [TESTID]\r\n" + B).program(Q),
            SmtpCase.of("T51 too many recipients", mail + "RCPT TO:<b@c>\r\n".repeat(257) + Q)
                .out(MAIL_OK + RCPT_OK.repeat(256) + "452 too many recipients (#4.5.3) [TESTID]\r\n" + B)
                .program(mail + "RCPT TO:<b@c>\r\n".repeat(256) + Q),
            SmtpCase.of("T55 reply too long", "NOOP\r\n" + Q).reply("NOOP", "250 " + "x".repeat(4091) + "\r\n")
                .out("451 the mail server's answer is too long (#4.3.0) [TESTID]\r\n").program("NOOP\r\n").exit(111));
    }

    static Stream<SmtpCase> startTls() {
        return Stream.of(
            SmtpCase.of("T57 offered", "EHLO c\r\n" + Q).offered().out(OFFER + B).same(),
            SmtpCase.of("T59 once", "EHLO c\r\n", "STARTTLS\r\n", "EHLO c\r\n", "STARTTLS\r\n", Q).offered()
                .out(OFFER + READY + E + UNIMPLEMENTED + B).program("EHLO c\r\nRSET\r\nEHLO c\r\n" + Q),
            SmtpCase.of("T60 with parameters", "STARTTLS foo\r\n" + Q).offered()
                .out("501 STARTTLS has no parameters (#5.5.4) [TESTID]\r\n" + B).program(Q),
            SmtpCase.of("T61 what is pipelined behind it is dropped", "EHLO c\r\n", "STARTTLS\r\nMAIL FROM:<evil@x>\r\nRCPT", "EHLO c\r\n" + Q)
                .offered().out(OFFER + READY + E + B).program("EHLO c\r\nRSET\r\nEHLO c\r\n" + Q),
            SmtpCase.of("T65 the envelope is forgotten", "MAIL FROM:<a@b.c>\r\nRCPT TO:<x@y>\r\n", "STARTTLS\r\n",
                "RCPT TO:<z@z>\r\nDATA\r\n.\r\n" + Q).offered()
                .out(MAIL_OK + RCPT_OK + READY + RCPT_OK + GO + QUEUED + B)
                .program("MAIL FROM:<a@b.c>\r\nRCPT TO:<x@y>\r\nRSET\r\nRCPT TO:<z@z>\r\nDATA\r\n.\r\n" + Q),
            SmtpCase.of("T71 RSET refused", "STARTTLS\r\n", "NOOP\r\n" + Q).offered().reply("RSET", "500-no\r\n500 rset\r\n")
                .out(READY + NOOP + B).program("RSET\r\nNOOP\r\n" + Q),
            SmtpCase.of("T72 first of all", "STARTTLS\r\n").offered().out(READY).program("RSET\r\n").exit(111),
            SmtpCase.of("not after AUTH", "AUTH PLAIN AGEAYg==\r\nEHLO c\r\nSTARTTLS\r\n" + Q).offered().reply("AUTH", "235 ok\r\n")
                .out("235 ok\r\n" + E + "503 too late after AUTH (#5.5.1) [TESTID]\r\n" + B)
                .program("AUTH PLAIN AGEAYg==\r\nEHLO c\r\n" + Q),
            SmtpCase.of("a challenge's answer is no STARTTLS", "AUTH LOGIN\r\nSTARTTLS\r\n" + Q).offered().reply("AUTH", "334 x\r\n")
                .reply("STARTTLS", "535 no\r\n").out("334 x\r\n535 no\r\n" + B).same());
    }
}
