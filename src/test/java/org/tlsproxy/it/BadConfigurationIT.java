package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mistakes that come into force with a reload: open sessions finish, the log says what is wrong, and the correction is enough. */
@Tag("once")
class BadConfigurationIT {

    private static final Duration AFTER_THROTTLING = Duration.ofSeconds(30);

    private static PostfixInstance mx;

    private Session before;
    private long mark;

    @BeforeAll
    static void start() {
        mx = new PostfixSetup().setting("smtpd_tls_chain_files", "$DIR/cert/ec.chain").setting("max_use", "3")
            .own("worker_use_factor = 1").service("edited").start();
    }

    @AfterAll
    static void end() {
        mx.close();
    }

    @BeforeEach
    void openASessionWhileAllIsWell() throws IOException {
        before = Session.through(mx.socket("edited")).open();
        before.ping();
        mark = mx.log().mark();
    }

    @AfterEach
    void closeIt() throws IOException {
        before.close();
    }

    private void expectRecovery() throws IOException {
        mx.reload();
        await().atMost(AFTER_THROTTLING).ignoreExceptions().untilAsserted(() -> Session.ping(mx.socket("edited")));
        before.ping();
    }

    private void expectStatusZero() {
        await().atMost(AFTER_THROTTLING).ignoreExceptions().until(() -> {
            try (ProxyClient client = ProxyClient.announced(mx.socket("edited"))) {
                return !client.request(ProxyRequest.asPostscreen());
            }
        });
    }

    /** The process of before may still take the first connection after a reload: connects until the one that cannot start says why. */
    private void expectFatal(String text) {
        await().atMost(AFTER_THROTTLING).ignoreExceptions().until(() -> {
            ProxyClient.connect(mx.socket("edited")).close();
            return mx.log().since(mark).stream().anyMatch(line -> line.text().startsWith("fatal: ") && line.text().contains(text));
        });
    }

    @Test
    void shouldNameABadParameter() throws IOException {
        mx.set("tlsproxy_watchdog_timeout", "soon");
        try {
            mx.reload();
            expectFatal("tlsproxy_watchdog_timeout");
            before.ping();
        } finally {
            mx.set("tlsproxy_watchdog_timeout", "10s");
        }
        expectRecovery();
    }

    @Test
    @ReferenceDiffers("offers the role and fails every handshake")
    void shouldServeOpenSessionsWithoutAKeyAndSayWhichFileIsMissing() throws IOException {
        Path chain = mx.certificates().path("ec.chain");
        Path aside = chain.resolveSibling("aside");
        Files.move(chain, aside);
        mx.reload();
        expectStatusZero();
        mx.log().awaitMatch(mark, "^warning: .*" + chain);
        before.ping();
        Files.move(aside, chain);
        expectRecovery();
    }

    @Test
    void shouldServeOpenSessionsWithABrokenChain() throws IOException {
        Path chain = mx.certificates().path("ec.chain");
        String good = Files.readString(chain);
        Files.writeString(chain, good.substring(0, good.length() / 2));
        mx.reload();
        expectStatusZero();
        mx.log().awaitMatch(mark, "^warning: .*" + chain);
        before.ping();
        Files.writeString(chain, good);
        expectRecovery();
    }

    @Test
    @ReferenceDiffers("needs no Java")
    void shouldSayThatJavaIsMissing() throws IOException {
        expectFatalWith("java_home = /nonexistent/java", () -> expectFatal("/nonexistent/java"));
    }

    /** A line of tlsproxy-java.conf that nothing can start with, until it is gone. */
    private void expectFatalWith(String line, Runnable expectation) throws IOException {
        Path own = mx.configuration().resolve("tlsproxy-java.conf");
        String good = Files.readString(own);
        Files.writeString(own, good + line + "\n");
        try {
            mx.reload();
            expectation.run();
            before.ping();
        } finally {
            Files.writeString(own, good);
        }
        expectRecovery();
    }

    /** The launcher starts, and none of its workers: it ends with a status that makes master(8) wait before the next. */
    @Test
    @ReferenceDiffers("has no workers")
    void shouldEndWhenNoWorkerCanBeStarted() throws IOException {
        expectFatalWith("worker_java_options = -XX:+NoSuchOption", () -> {
            expectFatal("no worker lives and none can be started: ");
            mx.log().awaitMatch(mark, "^warning: process .* exit status 1$");
        });
    }

    /** Nothing can be told then, but everything works; and the log is complete again when there is room. */
    @Test
    void shouldServeWhileTheDiskOfTheLogIsFull() throws IOException {
        Path full = mx.directory().resolve("full.log");
        Command.mustRun("mknod", full.toString(), "c", "1", "7");
        int launcher = Processes.ofService(mx, "edited").get(0).pid();
        mx.set("maillog_file", full.toString());
        try {
            mx.postfix("reload");
            await().atMost(AFTER_THROTTLING).until(() -> {
                Session.ping(mx.socket("edited"));
                return Processes.ofService(mx, "edited").stream().noneMatch(each -> each.pid() == launcher);
            });
            for (int i = 0; i < 20; i++) {
                Session.ping(mx.socket("edited"));
            }
            before.ping();
        } finally {
            mx.set("maillog_file", mx.directory().resolve("mail.log").toString());
        }
        long again = mx.log().mark();
        mx.postfix("reload");
        await().atMost(AFTER_THROTTLING).untilAsserted(() -> {
            Session.ping(mx.socket("edited"));
            assertThat(mx.log().textsSince(again, "CONNECT from ")).isNotEmpty();
        });
        before.ping();
    }

    /** The key of tomorrow with the certificate of today, as a renewal leaves it for a moment, and a worker is replaced just then. */
    @Test
    @ReferenceDiffers("has no workers to replace")
    void shouldServeOnWithTheOldKeyWhileAReplacementCannotStart() throws IOException {
        Path chain = mx.certificates().path("ec.chain");
        Path good = chain.resolveSibling("good");
        Files.copy(chain, good);
        mx.certificates().ec("tomorrow", "tomorrow.example.test");
        mx.certificates().chain("ec", "tomorrow.key", "ec.pem");
        Set<Integer> workers = Processes.everyOf(mx, "edited").stream().map(ProcessView::pid).collect(Collectors.toSet());
        for (int i = 0; i < 4; i++) {
            Session.ping(mx.socket("edited"));
        }
        mx.log().awaitMatch(mark, "^warning: cannot start a worker: ", AFTER_THROTTLING);
        Session.ping(mx.socket("edited"));
        long again = mx.log().mark();
        mx.log().awaitMatch(again, "^warning: cannot start a worker: ", AFTER_THROTTLING);
        Session.ping(mx.socket("edited"));
        before.ping();
        Files.move(good, chain, StandardCopyOption.REPLACE_EXISTING);
        await().atMost(AFTER_THROTTLING).untilAsserted(() -> assertThat(Processes.workersOf(mx, "edited").stream()
            .filter(each -> !workers.contains(each.pid()) && each.threads().stream().anyMatch(t -> "2".equals(t.get("Seccomp"))))).isNotEmpty());
        Session.ping(mx.socket("edited"));
        before.ping();
        assertThat(mx.log().since(mark)).noneMatch(line -> line.text().contains("exit status"));
    }
}
