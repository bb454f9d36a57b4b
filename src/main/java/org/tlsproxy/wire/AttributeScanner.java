package org.tlsproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one attribute list, however its bytes arrive, and never takes a byte more than the list's own.
 *
 * <p>A strict reader wants the attributes of the table in their order and gives Postfix's verdicts in Postfix's words. It is
 * more tolerant in one respect: an attribute that only some releases send may be there or not, wherever the table has its place
 * (distributions carry patches back, snapshots differ by date); {@link #traitsSeen()} tells what was there. A lenient reader
 * skips every attribute that is not the next one of the table, as Postfix's tlsmgr and proxymap clients do.
 */
final class AttributeScanner {

    /** As many as Postfix accepts in one argv. */
    static final int MAX_STRINGS = 1024;
    /** All names that Postfix knows are shorter than 40 bytes; a longer one is unexpected before it ends. */
    static final int MAX_NAME = 256;
    /** Most bytes of one list. Postfix has no limit. Room for a few dozen certificates. */
    static final int MAX_LIST = 256 * 1024;

    enum State { READING, COMPLETE, FAILED }

    /** @param stream what warnings call it, @param lenient skip what was not asked for, @param limit most bytes of the list */
    record Source(String stream, boolean lenient, int limit) { }

    private static final int SHOWN_OF_A_BAD_VALUE = 100;

    private final Generation generation;
    private final Source source;
    private final Frame top;
    private final List<String> warnings = new ArrayList<>(0);
    private Frame frame;
    private State state = State.READING;
    private Layout.Row row = Layout.SKIPPED;
    private boolean inValue;
    private byte[] token = {};
    private int tokenLength;
    private int consumed;
    private long traitsSeen;

    AttributeScanner(Layout layout, Generation generation, Source source) {
        this.generation = generation;
        this.source = source;
        this.top = new Frame(layout, new ArrayList<>(0), 1, null);
        this.frame = top;
    }

    /** @return how many bytes belonged to this list; less than len when it is over, well or badly */
    int feed(byte[] buf, int off, int len) {
        int at = off;
        int end = off + len;
        while (state == State.READING && at < end) {
            int stop = at;
            while (stop < end && buf[stop] != 0) {
                stop++;
            }
            boolean whole = stop < end;
            consumed += stop - at + (whole ? 1 : 0);
            if (consumed > source.limit()) {
                fail("attribute list from " + source.stream() + " is longer than " + source.limit() + " bytes");
            } else {
                take(buf, at, stop - at, whole);
            }
            at = whole ? stop + 1 : stop;
        }
        return at - off;
    }

    private void take(byte[] buf, int off, int len, boolean whole) {
        if (whole && tokenLength == 0) {
            token(buf, off, len);
            return;
        }
        if (tokenLength + len > token.length) {
            token = Arrays.copyOf(token, Math.max(tokenLength + len, Math.max(64, 2 * token.length)));
        }
        System.arraycopy(buf, off, token, tokenLength, len);
        tokenLength += len;
        if (whole || !inValue && tokenLength > MAX_NAME) {
            int length = tokenLength;
            tokenLength = 0;
            token(token, 0, length);
        }
    }

    private void token(byte[] buf, int off, int len) {
        if (inValue) {
            inValue = false;
            value(buf, off, len);
        } else if (len == 0) {
            terminator();
        } else {
            inValue = true;
            name(buf, off, len);
        }
    }

    private void name(byte[] buf, int off, int len) {
        int index = find(buf, off, len);
        if (index >= 0) {
            frame.position = index;
            row = frame.layout.row(index);
            traitsSeen |= row.trait.bit();
        } else if (source.lenient() && len <= MAX_NAME) {
            row = Layout.SKIPPED;
        } else {
            unexpected(new String(buf, off, Math.min(len, MAX_NAME), StandardCharsets.UTF_8));
        }
    }

    /** The next certain attribute; else one of those that only some releases send and that may come before the next required one. */
    private int find(byte[] buf, int off, int len) {
        Layout layout = frame.layout;
        int expected = layout.expected(frame.position, generation);
        if (expected < layout.size() && layout.row(expected).isNamed(buf, off, len)) {
            return expected;
        }
        int last = Math.min(layout.required(frame.position), layout.size() - 1);
        for (int i = frame.position; i <= last; i++) {
            if (layout.row(i).isNamed(buf, off, len)) {
                return i;
            }
        }
        return -1;
    }

    /** Postfix warns of an attribute behind the last expected one, takes the list for complete and leaves the rest unread. */
    private void unexpected(String name) {
        boolean over = frame == top && top.layout.expected(top.position, generation) == top.layout.size();
        fail("unexpected attribute " + name + " from " + source.stream() + " (expecting: " + expectedName() + ")");
        if (over) {
            state = State.COMPLETE;
        }
    }

    private String expectedName() {
        int expected = frame.layout.expected(frame.position, generation);
        return expected < frame.layout.size() ? frame.layout.row(expected).name : "(list terminator)";
    }

    private void terminator() {
        if (frame == top && top.layout.required(top.position) == top.layout.size()) {
            state = State.COMPLETE;
        } else {
            fail("missing attribute " + expectedName() + " in input from " + source.stream());
        }
    }

    private void value(byte[] buf, int off, int len) {
        switch (row.kind) {
            case SKIPPED -> { }
            case TEXT -> store(new String(buf, off, len, StandardCharsets.UTF_8));
            case DATA -> data(buf, off, len);
            default -> number(buf, off, len);
        }
    }

    private void data(byte[] buf, int off, int len) {
        byte[][] decoded = ValueParser.base64(buf, off, len);
        if (decoded.length == 0) {
            malformed("base64", buf, off, len);
        } else {
            store(decoded[0]);
        }
    }

    private void number(byte[] buf, int off, int len) {
        long[] number = ValueParser.number(buf, off, len);
        if (number.length == 0) {
            malformed("numerical", buf, off, len);
            return;
        }
        int size = (int) number[0];
        switch (row.kind) {
            case NUMBER -> store(size);
            case LONG_NUMBER -> store(number[0]);
            case OPTIONAL_GROUP -> open(size != 0 ? 1 : 0);
            case STRINGS -> strings(size);
            default -> open(Math.max(0, size));
        }
    }

    private void strings(int size) {
        if (size < 0 || size > MAX_STRINGS) {
            fail("invalid size " + size + " from " + source.stream() + " while reading ARGV");
        } else {
            open(size);
        }
    }

    private void malformed(String what, byte[] buf, int off, int len) {
        fail("malformed " + what + " data from " + source.stream() + " while reading input attribute value: "
                + new String(buf, off, Math.min(len, SHOWN_OF_A_BAD_VALUE), StandardCharsets.UTF_8));
    }

    private void store(Object value) {
        frame.values[frame.position++] = value;
        closeFullFrames();
    }

    private void open(int repetitions) {
        List<Object[]> groups = new ArrayList<>(0);
        frame.values[frame.position++] = groups;
        if (repetitions > 0) {
            frame = new Frame(row.body.in(generation), groups, repetitions, frame);
        } else {
            closeFullFrames();
        }
    }

    private void closeFullFrames() {
        while (frame != top && frame.position == frame.layout.size()) {
            if (!frame.next()) {
                frame = frame.parent;
            }
        }
    }

    private void fail(String warning) {
        warnings.add(warning);
        state = State.FAILED;
    }

    /** The other side has closed: fatal to a list that is not complete. */
    void endOfInput() {
        interrupted(tokenLength > 0 ? "unexpected end-of-input from " : "premature end-of-input on ");
    }

    /** The time for this list is over. */
    void timedOut() {
        interrupted("timeout on ");
    }

    /** Before the first byte there is nothing to warn of, as in Postfix. */
    private void interrupted(String what) {
        if (state != State.READING) {
            return;
        }
        state = State.FAILED;
        if (consumed > 0) {
            warnings.add(what + source.stream() + " while reading input attribute " + (inValue ? "value" : "name"));
        }
    }

    State state() {
        return state;
    }

    List<String> warnings() {
        return warnings;
    }

    int consumed() {
        return consumed;
    }

    /** How many attributes of the table, groups as one, were read or passed by. */
    int position() {
        return top.position;
    }

    /** The traits of the attributes that were there. */
    long traitsSeen() {
        return traitsSeen;
    }

    /** The values by row of the table, null where absent. */
    Object[] values() {
        return top.values;
    }

    /** A list or a group in it that is being read. */
    private static final class Frame {
        private final Layout layout;
        private final List<Object[]> finished;
        private final Frame parent;
        private int remaining;
        private Object[] values;
        private int position;

        Frame(Layout layout, List<Object[]> finished, int repetitions, Frame parent) {
            this.layout = layout;
            this.finished = finished;
            this.remaining = repetitions;
            this.parent = parent;
            this.values = new Object[layout.size()];
        }

        /** @return false if that was the last repetition */
        boolean next() {
            finished.add(values);
            if (--remaining == 0) {
                return false;
            }
            values = new Object[layout.size()];
            position = 0;
            return true;
        }
    }
}
