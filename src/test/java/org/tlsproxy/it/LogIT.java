package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where log lines go and under which name: postlogd or syslog, in the chroot and out of it. */
class LogIT {

    /** Opens and closes a session and waits for its first and last line under the tag. */
    private static void expectLinesUnder(String tag, PostfixInstance mx, String service) throws IOException {
        long mark = mx.log().mark();
        String endpoint;
        try (Session session = Session.through(mx.socket(service)).open()) {
            session.ping();
            endpoint = session.endpoint();
        }
        assertThat(mx.log().awaitText(mark, "CONNECT from " + endpoint).tag()).isEqualTo(tag);
        assertThat(mx.log().awaitText(mark, "DISCONNECT " + endpoint).tag()).isEqualTo(tag);
    }

    /** {@code maillog_file} is set. */
    @Nested
    @ExtendWith(SharedPostfix.class)
    class ThroughPostlogd {

        private final PostfixInstance mx;

        ThroughPostlogd(PostfixInstance mx) {
            this.mx = mx;
        }

        @ParameterizedTest
        @CsvSource({"tlsproxy, postfix/tlsproxy", "special, postfix/special/tlsproxy", "jailed, postfix/jailed/tlsproxy"})
        void shouldLogUnderTheServicesSyslogName(String service, String tag) throws IOException {
            expectLinesUnder(tag, mx, service);
        }

        @ParameterizedTest
        @CsvSource({"tlsproxy, postfix/tlsproxy", "jailed, postfix/jailed/tlsproxy"})
        void shouldLogOnAfterPostlogdWasReplaced(String service, String tag) throws IOException {
            expectLinesUnder(tag, mx, service);
            List<ProcessView> postlogd = Processes.childrenOf(mx.masterPid()).stream()
                .filter(each -> each.arguments().get(0).equals("postlogd")).toList();
            assertThat(postlogd).hasSize(1);
            postlogd.get(0).signal(Native.SIGTERM);
            await().atMost(Duration.ofSeconds(5)).until(() -> !postlogd.get(0).alive());
            expectLinesUnder(tag, mx, service);
        }

        @Test
        void shouldWriteTheHostsFirstLabelAndTheTimeAsPostfixDoes() throws IOException {
            long mark = mx.log().mark();
            Session.ping(mx.socket("tlsproxy"));
            LogLine line = mx.log().awaitMatch(mark, "^CONNECT from ");
            assertThat(line.line())
                .matches("[A-Z][a-z]{2} [ 0-9]\\d \\d\\d:\\d\\d:\\d\\d mail postfix/tlsproxy\\[\\d+\\]: CONNECT from .*");
        }
    }

    /** The default, {@code maillog_file} empty. */
    @Nested
    class ThroughSyslog {

        @Test
        void shouldLogInAndOutOfTheChroot() throws IOException {
            assumeTrue(SyslogSocket.possible(), "a syslog socket of our own needs mount namespaces");
            try (PostfixInstance mx = new PostfixSetup().syslog().service("special", "-o syslog_name=postfix/special")
                    .chrootedService("jailed", "-o syslog_name=postfix/jailed").start()) {
                expectLinesUnder("postfix/tlsproxy", mx, "tlsproxy");
                expectLinesUnder("postfix/special/tlsproxy", mx, "special");
                expectLinesUnder("postfix/jailed/tlsproxy", mx, "jailed");
                expectPriorities(mx);
            }
        }

        /** Facility mail: 22 for information, 20 for warnings. */
        private void expectPriorities(PostfixInstance mx) throws IOException {
            long mark = mx.log().mark();
            ProxyRequest request = ProxyRequest.asPostscreen().withFlags(0);
            try (ProxyClient client = ProxyClient.announced(mx.socket("jailed"))) {
                assertThat(client.request(request)).isFalse();
            }
            assertThat(mx.log().awaitMatch(mark, "bad request flags: 0x0$").line())
                .matches("<20>[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d postfix/jailed/tlsproxy\\[\\d+\\]: warning: .*");
            assertThat(mx.log().awaitText(mark, "DISCONNECT " + request.endpoint()).line()).startsWith("<22>");
        }
    }
}
