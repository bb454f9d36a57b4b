package org.tlsproxy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of tlswrapper-smtp between a client and the model program.
 *
 * @param status   exit status
 * @param output   what the client got
 * @param errors   what the filter logged, and {@code fd5 HEX} for its request
 * @param received what the program got, with {@code <EOF>} at its end
 * @param millis   how long it took
 */
record FilterRun(int status, String output, String errors, String received, long millis) {

    private static final long MOST_SECONDS = 60;

    /** How to run it. */
    static final class Plan {
        private final Path directory;
        private String control = "none";
        private List<String> options = List.of("-q");
        private final List<String> program = new ArrayList<>();
        private final Map<String, String> environment = new java.util.HashMap<>(Map.of("LOG_ID", "TESTID", "TCPREMOTEIP", "192.0.2.7",
            "TCPREMOTEPORT", "40000", "TCPLOCALIP", "192.0.2.1", "TCPLOCALPORT", "25"));
        private String name = "tlswrapper-smtp";

        Plan(Path directory) {
            this.directory = directory;
        }

        Plan control(String kind) {
            control = kind;
            return this;
        }

        Plan options(String... words) {
            options = List.of(words);
            return this;
        }

        /** What the model program says, {@code VERB=REPLY}. */
        Plan program(String... words) {
            program.addAll(List.of(words));
            return this;
        }

        Plan replies(Map<String, String> replies) {
            replies.forEach((verb, reply) -> program.add(verb + "=" + reply.replace("\r", "\\r").replace("\n", "\\n")));
            return this;
        }

        Plan environment(String variable, String value) {
            if (value == null) {
                environment.remove(variable);
            } else {
                environment.put(variable, value);
            }
            return this;
        }

        /** Sends the pieces to the filter in front of the model program. */
        FilterRun send(List<String> pieces) {
            List<String> words = new ArrayList<>(options);
            words.addAll(List.of("/usr/bin/perl", resource("model-program").toString(), "--record", record().toString()));
            words.addAll(program);
            return run(pieces, words);
        }

        FilterRun send(String... pieces) {
            return send(List.of(pieces));
        }

        private Path record() {
            return directory.resolve("received");
        }

        /** Runs the filter with just these arguments. */
        FilterRun run(List<String> pieces, List<String> arguments) {
            List<String> words = new ArrayList<>(List.of("/usr/bin/perl", resource("filter-session").toString(), control,
                SmtpPrograms.sbin(name).toString()));
            words.addAll(arguments);
            StringBuilder input = new StringBuilder();
            for (String piece : pieces) {
                String hex = HexFormat.of().formatHex(piece.getBytes(StandardCharsets.ISO_8859_1));
                input.append(hex.isEmpty() ? "-" : hex).append('\n');
            }
            try {
                Files.deleteIfExists(record());
                return start(words, input.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private FilterRun start(List<String> words, String input) throws IOException, InterruptedException {
            Path in = Files.writeString(directory.resolve("in"), input);
            Path out = directory.resolve("out");
            Path errors = directory.resolve("errors");
            ProcessBuilder builder = new ProcessBuilder(words).redirectInput(in.toFile()).redirectOutput(out.toFile())
                .redirectError(errors.toFile());
            for (String variable : List.of("LOG_ID", "TCPREMOTEIP", "TCPREMOTEPORT", "TCPLOCALIP", "TCPLOCALPORT")) {
                builder.environment().remove(variable);
            }
            builder.environment().putAll(environment);
            long start = System.nanoTime();
            Process process = builder.start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("no end in time; so far: " + text(out) + text(errors));
            }
            long millis = (System.nanoTime() - start) / 1_000_000;
            return new FilterRun(process.exitValue(), text(out), text(errors), SmtpPrograms.recorded(record()), millis);
        }

        private static String text(Path file) throws IOException {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        }
    }

    static Path resource(String name) {
        return SmtpPrograms.resource(name);
    }
}
