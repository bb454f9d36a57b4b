package org.tlsproxy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailLogTest {

    private static final long NOON = 1_793_000_000L;
    private static final ProcessName TLSPROXY = new ProcessName("tlsproxy", 30387);

    @TempDir
    Path directory;

    private long now = NOON;
    private final EpochClock clock = () -> now;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void shouldWriteWhatLibcSyslogWrites() {
        try (FakeLogDaemon syslogd = new FakeLogDaemon(socket())) {
            MailLog log = open(syslog("postfix"));
            log.info("CONNECT from [192.0.2.1]:25");
            log.warn("w");
            log.error("e");
            log.fatal("f");
            assertThat(syslogd.next()).isEqualTo("<22>" + stamp("MMM ppd HH:mm:ss") + " postfix/tlsproxy[30387]: CONNECT from [192.0.2.1]:25");
            assertThat(syslogd.next()).isEqualTo("<20>" + stamp("MMM ppd HH:mm:ss") + " postfix/tlsproxy[30387]: warning: w");
            assertThat(syslogd.next()).isEqualTo("<19>" + stamp("MMM ppd HH:mm:ss") + " postfix/tlsproxy[30387]: error: e");
            assertThat(syslogd.next()).isEqualTo("<18>" + stamp("MMM ppd HH:mm:ss") + " postfix/tlsproxy[30387]: fatal: f");
        }
    }

    @Test
    void shouldWriteWhatPostlogWrites() {
        try (FakeLogDaemon postlogd = new FakeLogDaemon(socket())) {
            MailLog log = open(postlog("x"));
            log.info("info text");
            log.warn("hello \t é world");
            assertThat(postlogd.next()).isEqualTo(stamp("MMM dd HH:mm:ss") + " mx x/tlsproxy[30387]: info text");
            assertThat(postlogd.next()).isEqualTo(stamp("MMM dd HH:mm:ss") + " mx x/tlsproxy[30387]: warning: hello ? é world");
        }
    }

    @Test
    void shouldPadTheDayWithABlankForSyslogAndWithZeroForPostlogd() {
        now = Instant.parse("2026-11-05T12:00:00Z").getEpochSecond();
        try (FakeLogDaemon daemon = new FakeLogDaemon(socket())) {
            open(syslog("postfix")).info("a");
            open(postlog("postfix")).info("b");
            assertThat(daemon.next()).startsWith("<22>Nov  5 ");
            assertThat(daemon.next()).startsWith("Nov 05 ");
        }
    }

    @Test
    void shouldUseTheMachinesZoneThroughAWholeYear() {
        try (FakeLogDaemon daemon = new FakeLogDaemon(socket())) {
            MailLog log = open(postlog("postfix"));
            for (int i = 0; i < 53; i++) {
                now = NOON + i * 7L * 86_400 + i * 61L;
                log.info("t");
                assertThat(daemon.next()).startsWith(stamp("MMM dd HH:mm:ss") + " mx ");
            }
        }
    }

    @Test
    void shouldCutTheTextAt2000BytesPrefixNotCounted() {
        try (FakeLogDaemon daemon = new FakeLogDaemon(socket())) {
            open(postlog("x")).warn("a".repeat(2500));
            String record = daemon.next();
            assertThat(record).endsWith("warning: " + "a".repeat(2000)).hasSize("Nov 21 01:28:46 mx x/tlsproxy[30387]: warning: ".length() + 2000);
        }
    }

    @Test
    void shouldReachASyslogdThatWasRestarted() {
        MailLog log;
        try (FakeLogDaemon first = new FakeLogDaemon(socket())) {
            log = open(syslog("postfix"));
            log.info("one");
            assertThat(first.next()).endsWith("one");
        }
        now++;
        log.info("two");
        log.info("three");
        try (FakeLogDaemon second = new FakeLogDaemon(socket())) {
            log.info("too early for a second attempt");
            assertThat(second.next()).isEmpty();
            now++;
            log.info("four");
            assertThat(second.next()).endsWith(": two");
            assertThat(second.next()).endsWith(": three");
            assertThat(second.next()).endsWith(": too early for a second attempt");
            assertThat(second.next()).endsWith(": four");
            assertThat(log.pending()).isFalse();
        }
    }

    @Test
    void shouldHandRecordsToTheFallbackInOrderWhenTheSocketIsGone() {
        List<String> taken = new ArrayList<>();
        MailLog log = open(syslog("postfix"));
        log.info("one");
        assertThat(log.pending()).isTrue();
        log.fallback((record, length) -> taken.add(new String(record, 0, length, StandardCharsets.UTF_8)));
        log.info("two");
        assertThat(taken).hasSize(2);
        assertThat(taken.get(0)).startsWith("<22>").endsWith("postfix/tlsproxy[30387]: one");
        assertThat(taken.get(1)).endsWith(": two");
    }

    @Test
    void shouldRelayAnotherProcessesRecordUnchanged() {
        try (FakeLogDaemon daemon = new FakeLogDaemon(socket())) {
            byte[] record = "<22>Nov 21 01:28:46 postfix/tlsproxy[7]: from the jail".getBytes(StandardCharsets.US_ASCII);
            open(syslog("postfix")).relay(record, record.length);
            assertThat(daemon.next()).isEqualTo(new String(record, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void shouldKeepOrderAndLoseNothingWhileTheReaderIsSlow() {
        try (FakeLogDaemon daemon = new FakeLogDaemon(socket())) {
            MailLog log = open(syslog("postfix"));
            for (int i = 0; i < 500; i++) {
                log.info("record " + i);
            }
            assertThat(log.pending()).as("a datagram socket holds far fewer than 500").isTrue();
            for (int i = 0; i < 500; i++) {
                String record = daemon.next();
                assertThat(record).endsWith(": record " + i);
                log.flush();
            }
            assertThat(log.pending()).isFalse();
        }
    }

    @Test
    void shouldSayHowManyRecordsWereLostOnceThereIsRoomAgain() {
        try (FakeLogDaemon daemon = new FakeLogDaemon(socket())) {
            MailLog log = open(syslog("postfix"));
            int sent = 0;
            while (sent < 2 * Outlet.QUEUE_LIMIT / 1000) {
                log.info(sent++ + " " + "x".repeat(1000));
            }
            List<String> seen = new ArrayList<>();
            for (String record = daemon.next(); !record.isEmpty(); record = daemon.next()) {
                seen.add(record);
                log.flush();
            }
            String last = seen.get(seen.size() - 1);
            assertThat(last).endsWith("warning: " + OwnMessages.recordsLost(sent - (seen.size() - 1)));
            log.info("after");
            assertThat(daemon.next()).endsWith(": after");
        }
    }

    @Test
    void shouldEndWithTheThirteenthError() {
        MailLog log = open(syslog("postfix"));
        for (int i = 1; i <= 12; i++) {
            log.error("accept connection: no");
        }
        assertThatThrownBy(() -> log.error("accept connection: no"))
            .isInstanceOf(Fatal.class).hasMessage("too many errors - program terminated");
    }

    @Test
    void shouldWriteAPanicInOneLineAndOnlyTheFirstLastWord() {
        try (FakeLogDaemon daemon = new FakeLogDaemon(socket())) {
            MailLog log = open(syslog("postfix"));
            log.panic(new IllegalStateException("two\nlines", new RuntimeException("why")));
            log.fatal("nested");
            assertThat(daemon.next()).startsWith("<18>")
                .contains("panic: java.lang.IllegalStateException: two?lines; at log.MailLogTest.shouldWriteAPanicInOneLine")
                .contains("; caused by java.lang.RuntimeException: why; at ");
            assertThat(daemon.next()).isEmpty();
        }
    }

    @Test
    void shouldWriteAThreadsStackLineByLine() {
        try (FakeLogDaemon daemon = new FakeLogDaemon(socket())) {
            open(syslog("postfix")).stack("main", new StackTraceElement[] {
                new StackTraceElement("org.tlsproxy.loop.Turn", "run", "Turn.java", 7), new StackTraceElement("A", "b", null, -2)});
            assertThat(daemon.next()).endsWith("warning: stack of thread main:");
            assertThat(daemon.next()).endsWith("warning:   at loop.Turn.run:7");
            assertThat(daemon.next()).endsWith("warning:   at A.b:native");
        }
    }

    @Test
    void shouldFollowTheEnvironmentFirstAndTheConfigurationThen() {
        try (FakeLogDaemon early = new FakeLogDaemon(directory.resolve("early"));
             FakeLogDaemon late = new FakeLogDaemon(socket())) {
            LogSettings first = EarlyLog.settings(Map.of("MAIL_LOGTAG", "postfix-a", "POSTLOG_SERVICE", directory.resolve("early").toString(),
                "POSTLOG_HOSTNAME", "mail.example.test"), false, false);
            MailLog log = open(first);
            log.info("a");
            log.configure(syslog("postfix/submission"));
            log.info("b");
            assertThat(early.next()).endsWith(" mail postfix-a/tlsproxy[30387]: a");
            assertThat(early.next()).isEmpty();
            assertThat(late.next()).startsWith("<22>").endsWith(" postfix/submission/tlsproxy[30387]: b");
        }
    }

    @Test
    void shouldTellChildrenWhereToLog() {
        LogSettings postlog = new LogSettings("postfix", Transport.Postlog.at("/var/spool/postfix", "postlog", "mx.example.test"), true, false, false);
        assertThat(postlog.environment("mx.example.test")).containsExactly("MAIL_LOGTAG=postfix",
            "POSTLOG_SERVICE=/var/spool/postfix/public/postlog", "POSTLOG_HOSTNAME=mx.example.test");
        assertThat(syslog("x").environment("mx.example.test")).containsExactly("MAIL_LOGTAG=x");
        assertThat(postlog.transport().sockets()).containsExactly("/var/spool/postfix/public/postlog", "public/postlog");
    }

    @Test
    void shouldAlsoWriteToStderrWhenAsked() {
        LogSettings loud = new LogSettings("postfix", new Transport.Syslog(Facility.MAIL, List.of(socket().toString())), true, false, true);
        open(loud).warn("x\ny");
        assertThat(console.toString(StandardCharsets.UTF_8)).isEqualTo("postfix/tlsproxy: warning: x?y\n");
    }

    @Test
    void shouldGiveAnotherThreadALogOfItsOwn() {
        try (FakeLogDaemon daemon = new FakeLogDaemon(socket())) {
            MailLog log = open(syslog("postfix"));
            MailLog watchdog = log.sibling();
            watchdog.fatal("watchdog timeout");
            assertThat(daemon.next()).endsWith("fatal: watchdog timeout");
            assertThat(watchdog.descriptor()).isNotEqualTo(log.descriptor());
        }
    }

    @Test
    void shouldKnowPostfixsFacilitiesInLowerCaseOnly() {
        assertThat(Facility.named("local7")).contains(Facility.LOCAL7);
        assertThat(Facility.named("mail").orElseThrow().with(Severity.WARNING)).isEqualTo(20);
        assertThat(Facility.named("MAIL")).isEmpty();
        assertThat(Facility.named("security")).isEmpty();
    }

    private Path socket() {
        return directory.resolve("log");
    }

    private MailLog open(LogSettings settings) {
        return new MailLog(TLSPROXY, settings, clock, console);
    }

    private LogSettings syslog(String name) {
        return new LogSettings(name, new Transport.Syslog(Facility.MAIL, List.of(socket().toString())), true, false, false);
    }

    private LogSettings postlog(String name) {
        return new LogSettings(name, Transport.Postlog.at(socket().toString(), "mx.example.test"), true, false, false);
    }

    private String stamp(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneId.systemDefault()).format(Instant.ofEpochSecond(now));
    }
}
