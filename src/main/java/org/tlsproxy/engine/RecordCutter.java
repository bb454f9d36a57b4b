package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts the bytes of a connection into TLS records. A record that came whole is passed on where it lies; of one that came in parts
 * only what has arrived is kept, so a peer that announces 16 kB and sends nothing occupies nothing (at most twice of what it sent).
 */
final class RecordCutter {

    static final int HEADER = 5;
    private static final byte[] NOTHING = {};

    private byte[] partial = NOTHING;
    private int held;

    /** Takes records. */
    interface Records {

        /** Length of the record that begins here, header included. @throws Refusal for a header that cannot be one */
        int size(byte[] buf, int off) throws Refusal;

        /** One whole record. */
        void record(byte[] buf, int off, int len) throws IOException;

        /** False when no more records are wanted, for now or at all. */
        boolean wanted();
    }

    /** @return how many bytes were consumed: all, unless no more records were wanted */
    int feed(byte[] buf, int off, int len, Records records) throws IOException {
        int at = off;
        int end = off + len;
        if (held > 0) {
            at = complete(buf, at, end, records);
        }
        while (records.wanted() && end - at >= HEADER) {
            int size = records.size(buf, at);
            if (end - at < size) {
                break;
            }
            records.record(buf, at, size);
            at += size;
        }
        if (records.wanted() && at < end) {
            keep(buf, at, end - at);
            at = end;
        }
        return at - off;
    }

    /** Adds to the partial record until it is whole or the input used up. */
    private int complete(byte[] buf, int off, int end, Records records) throws IOException {
        int at = off;
        if (held < HEADER) {
            at += keep(buf, at, Math.min(HEADER - held, end - at));
        }
        if (held < HEADER) {
            return at;
        }
        int size = records.size(partial, 0);
        at += keep(buf, at, Math.min(size - held, end - at));
        if (held == size) {
            byte[] whole = partial;
            forget();
            records.record(whole, 0, size);
        }
        return at;
    }

    private int keep(byte[] buf, int off, int len) {
        if (partial.length - held < len) {
            partial = Arrays.copyOf(partial, Math.max(held + len, Math.min(2 * (held + len), announced(buf, off, len))));
        }
        System.arraycopy(buf, off, partial, held, len);
        held += len;
        return len;
    }

    /** Size of the record that is being kept, as far as its header is known: then it is allocated once and not twice. */
    private int announced(byte[] buf, int off, int len) {
        if (held >= HEADER) {
            return HEADER + ((partial[3] & 0xff) << 8 | partial[4] & 0xff);
        }
        return held == 0 && len >= HEADER ? HEADER + ((buf[off + 3] & 0xff) << 8 | buf[off + 4] & 0xff) : 0;
    }

    /** Drops a partial record. */
    void forget() {
        partial = NOTHING;
        held = 0;
    }
}
