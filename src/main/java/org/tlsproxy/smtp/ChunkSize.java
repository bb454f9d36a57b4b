package org.tlsproxy.smtp;

import java.util.Optional;

/** What BDAT announces (RFC 3030 section 2). @param bytes of the chunk that follows, @param last of the message */
record ChunkSize(long bytes, boolean last) {

    private static final int MOST_DIGITS = 18;

    /** Empty if the line does not say it clearly. */
    static Optional<ChunkSize> of(String line) {
        String[] words = Verb.argument(line).split(" +");
        boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        boolean number = words[0].length() <= MOST_DIGITS && words[0].chars().allMatch(c -> c >= '0' && c <= '9') && !words[0].isEmpty();
        if (!number || words.length > 2 || words.length == 2 && !last) {
            return Optional.empty();
        }
        return Optional.of(new ChunkSize(Long.parseLong(words[0]), last));
    }
}
