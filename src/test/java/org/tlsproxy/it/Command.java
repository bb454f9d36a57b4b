package org.tlsproxy.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** What a command printed (standard output and error together) and how it ended. */
record Command(int exit, String output) {

    /** How long any tool may take on a slow machine. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Skips the test where a tool that not everybody has is missing. */
    static void assumeInstalled(String program) {
        boolean found = false;
        for (String directory : System.getenv("PATH").split(":")) {
            found |= Files.isExecutable(Path.of(directory, program));
        }
        Assumptions.assumeTrue(found, program + " is not installed");
    }

    static Command run(String... words) {
        return run("", List.of(words));
    }

    /** Like {@link #run(String...)}, and anything but exit status 0 is a failure of the test. */
    static Command mustRun(String... words) {
        Command done = run(words);
        if (done.exit != 0) {
            throw new AssertionError(String.join(" ", words) + ": exit " + done.exit + "\n" + done.output);
        }
        return done;
    }

    /** Runs a command with text as its standard input. A daemon it leaves behind does not hold it up: output goes to a file. */
    static Command run(String input, List<String> words) {
        try {
            Path output = Files.createTempFile("command", ".out");
            try {
                Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
                feed(process, input);
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("no end in " + PATIENCE + ": " + words + "\n" + Files.readString(output));
                }
                return new Command(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + words, e);
        }
    }

    private static void feed(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The command ended without reading its input; its output and exit status tell what happened.
        }
    }
}
