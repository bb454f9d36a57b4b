package org.tlsproxy.smtp;

import java.util.Arrays;

/**
 * The message behind DATA on its way to the program. It ends with CR LF dot CR LF and with nothing else: whatever some program could take
 * for the end of the message although it is not gets a second dot (RFC 5321 section 4.5.2), line ends are completed to CR LF, and NUL, at
 * which a program in C could see a line end, is taken out. So nobody smuggles a second message in.
 */
final class Body {

    private enum Place { LINE_START, LONE_DOT, TEXT }

    private final Outlets outlets;
    private final int mostLine;
    private final int chunk;
    private byte[] out = {};
    private int length;
    private Place place = Place.LINE_START;
    /** The line before ended with CR LF; true at the beginning (RFC 5321 section 4.1.1.4). */
    private boolean cleanBefore = true;
    private boolean altered;
    /** The last byte that went out was CR. */
    private boolean afterCr;
    /** The last byte that came in was. */
    private boolean cameCr;
    private boolean crBehindDot;
    private long line;
    private long nuls;
    private long bareLineFeeds;

    /** @param mostLine longest line in bytes before its LF, @param chunk how much to gather before the program gets it */
    Body(Outlets outlets, int mostLine, int chunk) {
        this.outlets = outlets;
        this.mostLine = mostLine;
        this.chunk = chunk;
    }

    /** How it stands after some bytes. */
    enum Progress { MORE, COMPLETE, TOO_LONG }

    /** Takes what is there, up to the end of the message. */
    Progress take(ByteQueue queue) {
        int size = queue.size();
        reserve(size);
        Progress progress = Progress.MORE;
        int i = 0;
        while (i < size && progress == Progress.MORE) {
            progress = step(queue.at(i++));
        }
        queue.drop(i);
        if (progress == Progress.COMPLETE || length > chunk) {
            flush();
        }
        return progress;
    }

    private Progress step(byte b) {
        if (b == '\n') {
            return endLine();
        }
        cameCr = b == '\r';
        if (++line > mostLine) {
            return Progress.TOO_LONG;
        }
        if (b == 0) {
            nuls++;
            altered = true;
        } else if (place == Place.LINE_START && b == '.') {
            place = Place.LONE_DOT;
            crBehindDot = false;
        } else if (place == Place.LONE_DOT && b == '\r' && !crBehindDot) {
            crBehindDot = true;
        } else {
            text(b);
        }
        return Progress.MORE;
    }

    /** A dot and two CRs need the second dot already: a lenient program drops any number of CRs at the end. */
    private void text(byte b) {
        if (place == Place.LONE_DOT) {
            put('.');
            if (crBehindDot) {
                if (b == '\r') {
                    put('.');
                }
                put('\r');
            }
        }
        place = Place.TEXT;
        put(b);
        afterCr = b == '\r';
    }

    private Progress endLine() {
        boolean clean = cameCr;
        boolean last = place == Place.LONE_DOT && clean && cleanBefore && !altered;
        if (place == Place.LONE_DOT) {
            put('.');
            if (!last) {
                put('.');
            }
        }
        if (place == Place.LONE_DOT || !afterCr) {
            put('\r');
        }
        put('\n');
        bareLineFeeds += clean ? 0 : 1;
        cleanBefore = clean;
        place = Place.LINE_START;
        afterCr = false;
        cameCr = false;
        altered = false;
        line = 0;
        return last ? Progress.COMPLETE : Progress.MORE;
    }

    /** Input can grow: an LF to CR LF, a dot and an LF to two dots and CR LF. */
    private void reserve(int input) {
        if (out.length < length + 2 * input + 4) {
            out = Arrays.copyOf(out, length + 2 * input + 4);
        }
    }

    private void put(int b) {
        out[length++] = (byte) b;
    }

    private void flush() {
        outlets.toProgram(out, 0, length);
        out = new byte[0];
        length = 0;
    }

    /** Tells the log what was odd about it. */
    void report() {
        if (nuls > 0) {
            outlets.happened(new Event.NulBytes(nuls));
        }
        if (bareLineFeeds > 0) {
            outlets.happened(new Event.BareLineFeeds(bareLineFeeds));
        }
    }
}
