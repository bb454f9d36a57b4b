package org.tlsproxy.smtp;

import java.util.Optional;

/**
 * What the program said and nobody took yet. A reply is one or more lines; a hyphen in the fourth place says that another one follows. Only
 * the first line's code counts.
 */
final class ProgramReplies {

    private final ByteQueue queue = new ByteQueue();

    /** A reply was longer than allowed. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("reply too long", null, false, false);
        }
    }

    void add(byte[] buf, int off, int len) {
        queue.add(buf, off, len);
    }

    int size() {
        return queue.size();
    }

    /** The next whole reply. @param most bytes that it may have */
    Optional<Reply> next(int most) throws TooLong {
        int line = 0;
        for (int lf = queue.find('\n', 0); lf >= 0; lf = queue.find('\n', line)) {
            boolean more = lf - line > 3 && queue.at(line + 3) == '-';
            line = lf + 1;
            if (!more) {
                if (line > most) {
                    throw new TooLong();
                }
                return Optional.of(new Reply(queue.take(line)));
            }
        }
        if (queue.size() > most) {
            throw new TooLong();
        }
        return Optional.empty();
    }
}
