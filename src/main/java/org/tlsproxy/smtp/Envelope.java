package org.tlsproxy.smtp;

import java.util.Optional;

/** The mail transaction as the program sees it: what it refused is not in it. */
final class Envelope {

    private static final int MOST_PATH = 2048;
    private static final int MOST_RECIPIENTS = 256;
    private static final int MOST_LIST = 65_536;
    private static final Path NOBODY = new Path("", "");

    private Path sender = NOBODY;
    private boolean open;
    private final StringBuilder accepted = new StringBuilder();
    private final StringBuilder tried = new StringBuilder();
    private int count;
    private int transaction;

    /** What would be too much if this were the sender. */
    static Optional<Limit> sender(Path path) {
        return path.text().length() > MOST_PATH ? Optional.of(Limit.SENDER) : Optional.empty();
    }

    /** What would be too much if this were one more recipient. */
    Optional<Limit> recipient(Path path) {
        if (path.text().length() > MOST_PATH) {
            return Optional.of(Limit.RECIPIENT);
        }
        if (count == MOST_RECIPIENTS) {
            return Optional.of(Limit.RECIPIENTS);
        }
        return tried.length() + path.text().length() + 1 > MOST_LIST ? Optional.of(Limit.RECIPIENT_LIST) : Optional.empty();
    }

    /** A recipient is about to be asked for. */
    void tries(Path path) {
        count++;
        tried.append(path.text()).append(',');
    }

    void accepts(Path path) {
        accepted.append(path.text()).append(',');
    }

    /** The program answered MAIL. Refused within a transaction, it leaves that as it was (RFC 5321 section 4.1.4). */
    void begin(Path path, boolean positive) {
        if (positive || !open) {
            clear();
            sender = path;
            open = positive;
            transaction++;
        }
    }

    void clear() {
        sender = NOBODY;
        open = false;
        accepted.setLength(0);
        accepted.trimToSize();
        tried.setLength(0);
        tried.trimToSize();
        count = 0;
    }

    /** True if the program accepted MAIL with a sender that we understood. */
    boolean hasSender() {
        return open && !sender.text().isEmpty();
    }

    Path sender() {
        return sender;
    }

    /** Counts transactions. */
    int transaction() {
        return transaction;
    }

    /** Recipients that the program accepted, each followed by a comma. */
    String accepted() {
        return accepted.toString();
    }

    /** All that the client named, likewise. */
    String tried() {
        return tried.toString();
    }
}
