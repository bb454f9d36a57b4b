package org.tlsproxy.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the client sent and nobody took yet. Lines end with LF; one CR in front of it goes with it. NUL stays NUL: what to make of it is for
 * those who take the line.
 */
final class ClientLines {

    private final ByteQueue queue = new ByteQueue();
    private boolean skipping;

    /** A line was longer than allowed; it is gone, with its end. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("line too long", null, false, false);
        }
    }

    ByteQueue queue() {
        return queue;
    }

    /**
     * The next line without its end, one character a byte.
     *
     * @param most    bytes in front of the LF
     * @param patient the end of a line that is too long is awaited before it is reported
     */
    Optional<String> next(int most, boolean patient) throws TooLong {
        int lf = queue.find('\n', 0);
        if (lf < 0) {
            overflow(most, patient);
            return Optional.empty();
        }
        if (skipping || lf > most) {
            skipping = false;
            queue.drop(lf + 1);
            throw new TooLong();
        }
        String line = queue.take(lf + 1);
        int length = lf > 0 && line.charAt(lf - 1) == '\r' ? lf - 1 : lf;
        return Optional.of(line.substring(0, length));
    }

    private void overflow(int most, boolean patient) throws TooLong {
        if (queue.size() <= most && !skipping) {
            return;
        }
        queue.clear();
        skipping = true;
        if (!patient) {
            throw new TooLong();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
