package org.tlsproxy.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.log.Fatal;

/**
 * The few settings of tlsproxy-java.conf that the first worker's command line needs. It is started before anything else, so they are read
 * here by themselves; whether they are good is found out by the real reader a moment later, which stops the launcher if they are not.
 *
 * @param workerOptions worker_java_options, as words
 * @param heapMegabytes most heap of a worker
 */
record EarlySettings(List<String> workerOptions, int heapMegabytes) {

    private static final int BASE_MEGABYTES = 32;
    private static final int SESSIONS_PER_MEGABYTE = 128;
    private static final int DEFAULT_SESSIONS = 10_000;

    /** @param places files in the order in which they are looked for */
    static EarlySettings read(List<Path> places) {
        for (Path file : places) {
            if (Files.isReadable(file)) {
                try {
                    return parse(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new Fatal("read " + file + ": " + e.getMessage());
                }
            }
        }
        return parse(List.of());
    }

    static EarlySettings parse(List<String> lines) {
        List<String> options = List.of();
        int sessions = DEFAULT_SESSIONS;
        int heap = 0;
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String value = line.substring(equals + 1).trim();
            switch (line.substring(0, equals).trim()) {
                case "worker_java_options" -> options = words(value);
                case "worker_session_limit" -> sessions = number(value, DEFAULT_SESSIONS);
                case "worker_heap_megabytes" -> heap = number(value, 0);
                default -> { }
            }
        }
        return new EarlySettings(options, heap > 0 ? heap : BASE_MEGABYTES + sessions / SESSIONS_PER_MEGABYTE);
    }

    private static List<String> words(String value) {
        List<String> words = new ArrayList<>();
        for (String word : value.split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static int number(String value, int otherwise) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return otherwise;   // the real reader refuses it
        }
    }
}
