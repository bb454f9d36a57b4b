package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What master(8) relies on: options, status messages, and when and how the process ends. */
@ExtendWith(SharedPostfix.class)
class MasterContractIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String[] USUAL = {"-z", "-t", "unix", "-u", "-n", "faked"};

    private final PostfixInstance mx;

    MasterContractIT(PostfixInstance mx) {
        this.mx = mx;
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "-t unix -u -n faked                | service faked requires a process limit of 0",
        "-z -u -n faked                     | no transport type specified",
        "-z -t bogus -u -n faked            | unsupported transport type: bogus",
        "-z -t unix -u -n faked -q          | invalid option: q",
        "-z -t unix -u -n faked -r 0        | invalid retirement time: 0",
        "-z -t unix -u -n faked -r x        | invalid retirement time: x",
        "-z -t unix -u -n faked -s 0        | invalid socket_count: 0",
        "-z -t unix -u -n faked -o nonsense | invalid \"-o nonsense\" option value: missing '=' after attribute name"},
        delimiter = '|')
    void shouldExitWithAFatalLineOnOptionsThatMasterDoesNotGive(String arguments, String complaint) throws IOException {
        long mark = mx.log().mark();
        try (FakeMaster master = FakeMaster.start(mx, arguments.split(" "))) {
            mx.log().awaitText(mark, "fatal: " + complaint);
            assertThat(master.awaitEnd(SOON)).isEqualTo("exit 1");
            assertThat(master.reports()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAGenerationThatIsNoNumber() throws IOException {
        long mark = mx.log().mark();
        try (FakeMaster master = FakeMaster.startWithGeneration(mx, "zz", USUAL)) {
            mx.log().awaitMatch(mark, "^fatal: bad generation: zz$");
            assertThat(master.awaitEnd(SOON)).isEqualTo("exit 1");
        }
    }

    @Test
    void shouldReportTakenAndAvailableForEveryConnection() throws IOException {
        try (FakeMaster master = FakeMaster.start(mx, USUAL)) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Session.ping(master.socket());
                expected.add(master.pid() + " " + FakeMaster.GENERATION_VALUE + " 0");
                expected.add(master.pid() + " " + FakeMaster.GENERATION_VALUE + " 1");
                await().atMost(SOON).untilAsserted(() -> assertThat(master.reports()).isEqualTo(expected));
            }
        }
    }

    @Test
    void shouldBeAvailableAgainWhileSessionsAreOpen() throws IOException {
        try (FakeMaster master = FakeMaster.start(mx, USUAL); Session open = Session.through(master.socket()).open()) {
            open.ping();
            await().atMost(SOON).untilAsserted(() -> assertThat(master.reports()).hasSize(2).last().asString().endsWith(" 1"));
        }
    }

    @Test
    void shouldServeWithoutPathOrHomeInItsEnvironment() throws IOException {
        try (FakeMaster master = FakeMaster.start(mx, USUAL)) {
            assertThat(FakeMaster.environment(mx)).noneMatch(each -> each.startsWith("PATH=") || each.startsWith("HOME="));
            Session.ping(master.socket());
        }
    }

    @Test
    void shouldExitAtOnceWhenMasterDisconnectsWhileItsSessionGoesOn() throws IOException {
        long mark = mx.log().mark();
        try (FakeMaster master = FakeMaster.start(mx, USUAL); Session session = Session.through(master.socket()).open()) {
            session.ping();
            master.disconnect();
            assertThat(master.awaitEnd(Duration.ofSeconds(3))).isEqualTo("exit 0");
            session.ping();
            session.ping();
            session.client().close();
            assertThat(session.peer().readToEnd()).isEqualTo(TlsPeer.End.CLOSE_NOTIFY);
            mx.log().awaitText(mark, "DISCONNECT " + session.endpoint());
        }
    }

    @Test
    void shouldExitWhenMasterDisconnectsAnIdleService() throws IOException {
        try (FakeMaster master = FakeMaster.start(mx, USUAL)) {
            Session.ping(master.socket());
            master.disconnect();
            assertThat(master.awaitEnd(Duration.ofSeconds(3))).isEqualTo("exit 0");
        }
    }

    @Test
    void shouldLeaveNoProcessBehindWhenTheLastSessionOfADrainedServiceEnds() throws IOException {
        try (FakeMaster master = FakeMaster.start(mx, USUAL)) {
            try (Session session = Session.through(master.socket()).open()) {
                session.ping();
                master.disconnect();
                assertThat(master.awaitEnd(Duration.ofSeconds(3))).isEqualTo("exit 0");
                session.ping();
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(Processes.outsidersOf(mx)).isEmpty());
        }
    }

    @Test
    void shouldRetireWhenItsTimeHasCome() throws IOException {
        try (FakeMaster master = FakeMaster.start(mx, "-z", "-t", "unix", "-u", "-n", "faked", "-r", "2");
             Session session = Session.through(master.socket()).open()) {
            session.ping();
            assertThat(master.awaitEnd(SOON)).isEqualTo("exit 0");
            session.ping();
        }
    }

    @Test
    void shouldExitWhenIdleForTheTimeThatTheOptionSays() throws IOException {
        try (FakeMaster master = FakeMaster.start(mx, "-z", "-t", "unix", "-u", "-n", "faked", "-i", "1s")) {
            Session.ping(master.socket());
            assertThat(master.awaitEnd(SOON)).isEqualTo("exit 0");
        }
    }

    /** master(8) sends SIGTERM to the one process that it knows when the service is removed from master.cf. */
    @Test
    @ReferenceDiffers("its sessions end with the process")
    void shouldDieOfSigtermAndLetSessionsFinish() throws IOException {
        try (FakeMaster master = FakeMaster.start(mx, USUAL); Session session = Session.through(master.socket()).open()) {
            session.ping();
            master.terminate();
            assertThat(master.awaitEnd(Duration.ofSeconds(3))).isIn("signal 15", "exit 0", "exit 143");
            session.ping();
        }
    }

    @Test
    void shouldRefuseToRunOnATerminal() {
        long mark = mx.log().mark();
        String line = "cd " + mx.queue() + " && exec env -i " + String.join(" ", FakeMaster.environment(mx)) + " GENERATION=1 "
            + mx.directory().resolve("sbin/tlsproxy") + " -z -t unix -u";
        Command run = Command.run("script", "-qec", line, "/dev/null");
        mx.log().awaitText(mark, "fatal: do not run this command by hand");
        assertThat(run.exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-S", "-S -u"})
    void shouldAnnounceItselfOnStandardOutputWhenStandingAlone(String arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("env", "-i"));
        words.addAll(FakeMaster.environment(mx));
        words.add(mx.directory().resolve("sbin/tlsproxy").toString());
        words.addAll(List.of(arguments.split(" ")));
        Process alone = new ProcessBuilder(words).directory(mx.queue().toFile()).start();
        try {
            if (ServiceUnderTest.mailVersionAtLeast(3, 6)) {
                assertThat(alone.getInputStream().readNBytes(28)).isEqualTo(ProxyClient.ANNOUNCEMENT);
            }
            alone.getOutputStream().close();
            assertThat(alone.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(alone.exitValue()).isZero();
        } finally {
            alone.destroyForcibly();
        }
    }
}
