package org.tlsproxy.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs programs of the installed Postfix and takes down what they say, byte for byte. */
final class Commands {

    /** What a program said. */
    record Output(String out, List<String> errors) {

        /** What it warned of, without the warnings that only postconf gives. */
        List<String> warnings() {
            List<String> warnings = new ArrayList<>();
            for (String line : errors) {
                int at = line.indexOf("warning: ");
                if (at >= 0 && !line.contains("undefined parameter") && !line.contains("unused parameter") && !line.contains("TLS ")) {
                    warnings.add(line.substring(at + "warning: ".length()));
                }
            }
            return warnings;
        }

        /** Why it gave up; empty if it did not. */
        String fatal() {
            for (String line : errors) {
                int at = line.indexOf("fatal: ");
                if (at >= 0) {
                    return line.substring(at + "fatal: ".length());
                }
            }
            return "";
        }
    }

    private Commands() { }

    static Output run(Path configDirectory, List<String> command) {
        try {
            Path errors = Files.createTempFile("errors", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().put("MAIL_CONFIG", configDirectory.toString());
            Process process = builder.start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end of " + command);
            }
            String said = new String(Files.readAllBytes(errors), StandardCharsets.ISO_8859_1);
            Files.delete(errors);
            return new Output(out, List.of(said.split("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /**
     * Runs cases side by side: a program of Postfix sleeps for a second before it ends with an error.
     *
     * @return what each comparison said, without the empty ones
     */
    static <T> List<String> compareAll(List<T> cases, Function<T, String> comparison) {
        ExecutorService pool = Executors.newFixedThreadPool(12);
        try {
            List<Future<String>> futures = new ArrayList<>();
            for (T each : cases) {
                futures.add(pool.submit(() -> comparison.apply(each)));
            }
            List<String> differences = new ArrayList<>();
            for (Future<String> future : futures) {
                if (!future.get().isEmpty()) {
                    differences.add(future.get());
                }
            }
            return differences;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            pool.shutdownNow();
        }
    }

    static String hostName() {
        return run(Path.of("/tmp"), List.of("uname", "-n")).out().strip();
    }

    /** A configuration directory of its own for one case. */
    static Path subdirectory(Path directory, String mainCf) {
        try {
            Path own = Files.createTempDirectory(directory, "case");
            write(own, mainCf);
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path directory, String mainCf) {
        try {
            Path file = Files.write(directory.resolve("main.cf"), mainCf.getBytes(StandardCharsets.ISO_8859_1));
            // Postfix waits until a file has not been changed for a while, and reads it again.
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
            if (!Files.exists(directory.resolve("master.cf"))) {
                Files.createFile(directory.resolve("master.cf"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
