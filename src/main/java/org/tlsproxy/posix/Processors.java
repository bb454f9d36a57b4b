package org.tlsproxy.posix;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processors of this machine, as proc(5) shows them. */
public final class Processors {

    private static final Path STAT = Path.of("/proc/stat");
    /** USER_HZ, the same on all machines. */
    private static final int MILLIS_PER_TICK = 10;
    private static final int IDLE = 4;
    private static final int IOWAIT = 5;

    private Processors() { }

    /** For how long processors have had nothing to do since the machine started, all of them together, in milliseconds. */
    public static long idleMillis() throws IOException {
        try (BufferedReader stat = Files.newBufferedReader(STAT, StandardCharsets.US_ASCII)) {
            return idleMillis(String.valueOf(stat.readLine()));
        }
    }

    /** @param line the first of /proc/stat: {@code cpu}, then ticks by what they were used for. @throws IOException if it is another */
    static long idleMillis(String line) throws IOException {
        String[] words = line.split(" +");
        try {
            return (Long.parseLong(words[IDLE]) + Long.parseLong(words[IOWAIT])) * MILLIS_PER_TICK;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(STAT + ": " + line, e);
        }
    }
}
