package org.tlsproxy.log;

import java.nio.charset.StandardCharsets;

/**
 * What stands around a text in a record: {@code <22>Nov  1 03:55:00 postfix/tlsproxy[123]: } for syslogd, which is what libc's
 * syslog() sends, and {@code Nov 01 03:55:00 HOST postfix/tlsproxy[123]: } for postlogd; then the severity's word. No newline and
 * no NUL at the end.
 */
final class RecordShape {

    private final byte[][] before = new byte[Severity.values().length][];
    private final byte[][] after = new byte[Severity.values().length][];
    private final Stamp stamp;
    private int longest;

    private RecordShape(Stamp stamp) {
        this.stamp = stamp;
    }

    static RecordShape of(Transport transport, String tag, long pid) {
        String name = tag + "[" + pid + "]: ";
        return transport instanceof Transport.Postlog postlog ? postlog(postlog, name) : syslog((Transport.Syslog) transport, name);
    }

    private static RecordShape syslog(Transport.Syslog syslog, String name) {
        RecordShape shape = new RecordShape(new Stamp(' '));
        for (Severity severity : Severity.values()) {
            shape.put(severity, "<" + syslog.facility().with(severity) + ">", " " + name);
        }
        return shape;
    }

    private static RecordShape postlog(Transport.Postlog postlog, String name) {
        RecordShape shape = new RecordShape(new Stamp('0'));
        for (Severity severity : Severity.values()) {
            shape.put(severity, "", " " + postlog.host() + " " + name);
        }
        return shape;
    }

    private void put(Severity severity, String front, String back) {
        int i = severity.ordinal();
        before[i] = front.getBytes(StandardCharsets.UTF_8);
        after[i] = (back + severity.prefix()).getBytes(StandardCharsets.UTF_8);
        longest = Math.max(longest, before[i].length + Stamp.LENGTH + after[i].length);
    }

    /** Room for any record of this shape, in bytes. */
    int capacity() {
        return longest + LineText.LIMIT;
    }

    /** Writes everything that stands before the text. @return its length */
    int begin(Severity severity, long epochSecond, byte[] out) {
        byte[] front = before[severity.ordinal()];
        byte[] back = after[severity.ordinal()];
        System.arraycopy(front, 0, out, 0, front.length);
        stamp.write(epochSecond, out, front.length);
        int at = front.length + Stamp.LENGTH;
        System.arraycopy(back, 0, out, at, back.length);
        return at + back.length;
    }

    void free() {
        stamp.free();
    }
}
