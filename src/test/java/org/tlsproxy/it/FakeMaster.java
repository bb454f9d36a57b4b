package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts the executable under test as master(8) does, in the queue of a running instance, and sees what it reports on the status
 * channel. The work is done by a small perl program, since the JDK cannot hand descriptors 3 to 6 to a child.
 */
final class FakeMaster implements AutoCloseable {

    /** A generation whose octal and decimal readings differ. */
    static final String GENERATION = "353";
    static final int GENERATION_VALUE = 0353;

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Process perl;
    private final Path socket;
    private final List<String> events = new CopyOnWriteArrayList<>();

    private FakeMaster(Process perl, Path socket) {
        this.perl = perl;
        this.socket = socket;
        Thread reader = new Thread(this::relay, "fake-master");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param arguments what follows the program's name on its command line */
    static FakeMaster start(PostfixInstance mx, String... arguments) {
        return startWithGeneration(mx, GENERATION, arguments);
    }

    static FakeMaster startWithGeneration(PostfixInstance mx, String generation, String... arguments) {
        try {
            Path socket = mx.socket("fake-" + NEXT.incrementAndGet());
            List<String> words = new ArrayList<>(List.of("perl", script(mx).toString(),
                mx.directory().resolve("sbin/tlsproxy").toString(), mx.queue().toString(), socket.toString()));
            words.addAll(environment(mx));
            words.add("GENERATION=" + generation);
            words.addAll(List.of("--", "tlsproxy"));
            words.addAll(List.of(arguments));
            Process perl = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            FakeMaster master = new FakeMaster(perl, socket);
            master.awaitEvent("started ", Command.PATIENCE);
            return master;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What master(8) lets through: no PATH, no HOME. */
    static List<String> environment(PostfixInstance mx) {
        return List.of("MAIL_CONFIG=" + mx.configuration(), "MAIL_LOGTAG=postfix", "LANG=C",
            "POSTLOG_SERVICE=" + mx.queue().resolve("public/postlog"), "POSTLOG_HOSTNAME=" + Certificates.HOST);
    }

    private static Path script(PostfixInstance mx) throws IOException {
        Path script = mx.directory().resolve("fake-master");
        if (!Files.exists(script)) {
            try (InputStream source = FakeMaster.class.getResourceAsStream("fake-master")) {
                Files.copy(source, script);
            }
        }
        return script;
    }

    private void relay() {
        try (BufferedReader lines = perl.inputReader(StandardCharsets.US_ASCII)) {
            for (String line; (line = lines.readLine()) != null;) {
                events.add(line);
            }
        } catch (IOException e) {
            events.add("lost: " + e);
        }
    }

    /** The service's listening socket. */
    Path socket() {
        return socket;
    }

    /** What perl told so far. */
    List<String> events() {
        return List.copyOf(events);
    }

    /** The status messages so far, as {@code PID GENERATION VALUE}. */
    List<String> reports() {
        return events.stream().filter(each -> each.startsWith("status ")).map(each -> each.substring(7)).toList();
    }

    int pid() {
        return Integer.parseInt(awaitEvent("started ", Command.PATIENCE).substring(8));
    }

    /** How the process that master(8) knows ended: {@code exit 0}, {@code signal 15}. */
    String awaitEnd(Duration patience) {
        await().atMost(patience).pollInterval(Duration.ofMillis(20)).until(() ->
            events.stream().anyMatch(each -> each.startsWith("exit ") || each.startsWith("signal ")));
        return events.get(events.size() - 1);
    }

    private String awaitEvent(String start, Duration patience) {
        await().atMost(patience).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() ->
            events.stream().anyMatch(each -> each.startsWith(start)));
        return events.stream().filter(each -> each.startsWith(start)).findFirst().orElseThrow();
    }

    /** What {@code postfix reload} does to the status channel: the service reads the end of it. */
    void disconnect() throws IOException {
        tell("disconnect\n");
    }

    void terminate() throws IOException {
        tell("term\n");
    }

    private void tell(String command) throws IOException {
        perl.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
        perl.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        perl.getOutputStream().close();
        await().atMost(Command.PATIENCE).until(() -> !perl.isAlive());
    }
}
