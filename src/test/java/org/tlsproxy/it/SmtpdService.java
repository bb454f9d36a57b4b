package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running tlsproxy-smtpd in front of the model program, on two free ports of the loopback. */
final class SmtpdService implements AutoCloseable {

    private final Path directory;
    private final Process process;
    private final int port;
    private final int tlsPort;

    /** @param options besides addresses, certificate and {@code -vv} */
    SmtpdService(Path directory, Path chain, String... options) throws IOException {
        this(directory, join(List.of("-f", chain.toString()), List.of(options)));
    }

    /** @param options besides addresses and {@code -vv} */
    SmtpdService(Path directory, List<String> options) throws IOException {
        this(directory, options, model(directory));
    }

    /** @param program instead of the model program */
    SmtpdService(Path directory, List<String> options, List<String> program) throws IOException {
        this(directory, options, program, false);
    }

    private SmtpdService(Path directory, List<String> options, List<String> program, boolean activated) throws IOException {
        this.directory = directory;
        this.port = FreePort.next();
        this.tlsPort = FreePort.next();
        program(Map.of());
        List<String> words = new ArrayList<>(activated ? activation() : listening());
        words.addAll(options);
        words.addAll(program);
        this.process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log().toFile()).start();
        await("a worker").atMost(60, TimeUnit.SECONDS).until(() -> !process.isAlive() || text().contains(" ready after "));
        if (!process.isAlive()) {
            throw new AssertionError("exit " + process.exitValue() + ": " + text());
        }
    }

    /** Started as by systemd, with its sockets open. @param directory will have a file {@code notified} */
    static SmtpdService activated(Path directory, Path chain) throws IOException {
        return new SmtpdService(directory, List.of("-f", chain.toString()), model(directory), true);
    }

    private List<String> activation() {
        return List.of("/usr/bin/perl", SmtpPrograms.resource("socket-activation").toString(), String.valueOf(port), String.valueOf(tlsPort),
            directory.resolve("notified").toString(), SmtpPrograms.sbin("tlsproxy-smtpd").toString(), "-vv");
    }

    /** Descriptors that a supervisor left open mean nothing, and are not for the program. */
    private List<String> listening() {
        return List.of("/bin/sh", "-c", "exec \"$0\" \"$@\" 5<&0 6<&0", SmtpPrograms.sbin("tlsproxy-smtpd").toString(), "-vv",
            "-l", "127.0.0.1:" + port, "-L", "127.0.0.1:" + tlsPort);
    }

    private static List<String> join(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static List<String> model(Path directory) {
        return List.of("/usr/bin/perl", SmtpPrograms.resource("model-program").toString(), "--config", directory.resolve("config").toString(),
            "--record", directory.resolve("received").toString());
    }

    /** What the program of the next session says. */
    void program(Map<String, String> replies) {
        StringBuilder lines = new StringBuilder();
        replies.forEach((verb, reply) -> lines.append(verb).append('=').append(reply.replace("\r", "\\r").replace("\n", "\\n")).append('\n'));
        try {
            Files.deleteIfExists(record());
            Files.writeString(config(), lines, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path config() {
        return directory.resolve("config");
    }

    private Path record() {
        return directory.resolve("received");
    }

    private Path log() {
        return directory.resolve("log");
    }

    /** What the last program got. */
    String received() {
        return SmtpPrograms.recorded(record());
    }

    /** The service's log. */
    String text() {
        try {
            return Files.readString(log(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    int pid() {
        return (int) process.pid();
    }

    void signal(String name) {
        Command.mustRun("kill", "-" + name, String.valueOf(pid()));
    }

    /** Waits for its end. @return exit status */
    int end() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + text());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly().waitFor();
        workers.forEach(ProcessHandle::destroyForcibly);
    }
}
