package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** The mail log of a Postfix instance, read as an administrator reads it: what came since a mark, and waiting for a line. */
final class MailLog {

    /** How long a line may take from its event to the file. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;

    MailLog(Path file) {
        this.file = file;
    }

    /** The present end; lines from here on belong to what is done next. */
    long mark() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some lines. @param end where the next ones begin */
    record Part(List<LogLine> lines, long end) { }

    /** All complete lines since the mark. */
    List<LogLine> since(long mark) {
        return read(mark).lines();
    }

    /** All complete lines since the mark, and the mark for those that come next: long logs are read piece by piece. */
    Part read(long mark) {
        if (!Files.exists(file)) {
            return new Part(List.of(), mark);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            byte[] bytes = Channels.newInputStream(channel.position(mark)).readAllBytes();
            List<LogLine> lines = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    lines.add(LogLine.parse(new String(bytes, start, i - start, StandardCharsets.UTF_8)));
                    start = i + 1;
                }
            }
            return new Part(lines, mark + start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts since the mark that contain the given words, in order. */
    List<String> textsSince(long mark, String words) {
        return since(mark).stream().map(LogLine::text).filter(text -> text.contains(words)).toList();
    }

    /** Waits for a line whose text is exactly this. */
    LogLine awaitText(long mark, String text) {
        return awaitLine(mark, PATIENCE, "\"" + text + "\"", line -> line.text().equals(text));
    }

    /** Waits for a line in whose text the regular expression is found. */
    LogLine awaitMatch(long mark, String regex) {
        return awaitMatch(mark, regex, PATIENCE);
    }

    LogLine awaitMatch(long mark, String regex, Duration patience) {
        Pattern pattern = Pattern.compile(regex);
        return awaitLine(mark, patience, "/" + regex + "/", line -> pattern.matcher(line.text()).find());
    }

    private LogLine awaitLine(long mark, Duration patience, String what, Predicate<LogLine> wanted) {
        List<LogLine> found = new ArrayList<>();
        try {
            await().atMost(patience).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> {
                since(mark).stream().filter(wanted).findFirst().ifPresent(found::add);
                return !found.isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not logged in " + patience + ": " + what + "\nsince the mark: " + since(mark), e);
        }
        return found.get(0);
    }
}
