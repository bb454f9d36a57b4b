package org.tlsproxy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A command-line TLS client at which a person would sit: says a line, waits for the reply, says the next. */
final class Conversation implements AutoCloseable {

    private final Process process;
    private final Path file;
    private int heard;

    private Conversation(Process process, Path file) {
        this.process = process;
        this.file = file;
    }

    static Conversation with(String... words) throws IOException {
        Path file = Files.createTempFile("conversation", ".out");
        return new Conversation(new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(file.toFile()).start(), file);
    }

    /** Sends a line and waits for words that have not been heard before. */
    Conversation say(String line, String reply) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        return await(reply);
    }

    /** Waits for words that have not been heard before. */
    Conversation await(String words) {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(10)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20))
                .until(() -> output().indexOf(words, heard) >= 0);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not heard: " + words + "\n" + output(), e);
        }
        heard = output().indexOf(words, heard) + words.length();
        return this;
    }

    /** All that was printed so far. */
    String output() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
        Files.delete(file);
    }
}
