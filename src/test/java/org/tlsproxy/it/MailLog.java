package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** All complete lines since the mark. */
    List<LogLine> since(long mark) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            byte[] all = Files.readAllBytes(file);
            String text = new String(all, (int) mark, all.length - (int) mark, StandardCharsets.UTF_8);
            List<LogLine> lines = new ArrayList<>();
            for (int start = 0, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
                lines.add(LogLine.parse(text.substring(start, end)));
            }
            return lines;
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
