package org.tlsproxy.smtp;

/**
 * How the filter behaves where its two users differ.
 *
 * @param logId     names the session in replies; empty: replies have no such suffix
 * @param spoken    a client that exceeds a limit is told so in a reply; otherwise the session ends in silence, as tlswrapper-smtp(1) does
 * @param greylist  each recipient is asked about
 * @param closed    a recipient that nobody could be asked about is refused; otherwise it passes
 * @param bodyChunk bytes of a message to gather before the program gets them; 0: none
 */
public record Rules(String logId, boolean spoken, boolean greylist, boolean closed, int bodyChunk) {

    /** Longest command, without its LF. */
    public static final int MOST_LINE = 4096;
    /** Longest answer of a SASL exchange where limits are spoken of (RFC 4954 section 4). */
    static final int MOST_AUTH_LINE = 12_288;
    /** Longest reply of the program, all lines together. */
    static final int MOST_REPLY = 4096;

    int authLine() {
        return spoken ? MOST_AUTH_LINE : MOST_LINE;
    }

    /** Text lines of a message may have any length if the program is the one to judge. */
    int bodyLine() {
        return spoken ? Integer.MAX_VALUE : MOST_LINE;
    }
}
