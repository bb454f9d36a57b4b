package org.tlsproxy.log;

import java.nio.charset.StandardCharsets;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;

/**
 * The time in front of a record, {@code Nov 21 03:55:00}, in the machine's zone; computed once a second.
 *
 * <p>The C library does the sum, as for every other daemon of the machine: it knows TZ and /etc/localtime, costs two calls instead
 * of the JDK's zone tables, and once tzset() has read the zone, localtime_r() opens no file, so it goes on being right in a chroot.
 */
final class Stamp {

    static final int LENGTH = 15;

    private static final int TM_SECOND = 0;
    private static final int TM_MINUTE = 4;
    private static final int TM_HOUR = 8;
    private static final int TM_DAY = 12;
    private static final int TM_MONTH = 16;
    private static final int SIZEOF_TIME = 8;
    private static final int SIZEOF_TM = 64;
    private static final byte[] MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(StandardCharsets.US_ASCII);

    private final NativeLibrary libc = NativeLibrary.open("libc.so.6");
    private final NativeLibrary.Function localtime = libc.longFunction("localtime_r", "ll");
    private final long time = OffHeap.allocate(SIZEOF_TIME + SIZEOF_TM);
    private final byte[] text = "Jan 01 00:00:00".getBytes(StandardCharsets.US_ASCII);
    private final byte padding;
    private long second = Long.MIN_VALUE;

    /** @param padding what stands before a one-digit day: a blank for syslog, {@code 0} for postlogd */
    Stamp(char padding) {
        this.padding = (byte) padding;
        libc.voidFunction("tzset", "").call();
    }

    /** Writes the 15 characters. */
    void write(long epochSecond, byte[] out, int at) {
        if (epochSecond != second) {
            compute(epochSecond);
        }
        System.arraycopy(text, 0, out, at, LENGTH);
    }

    private void compute(long epochSecond) {
        OffHeap.putLong(time, epochSecond);
        long tm = time + SIZEOF_TIME;
        if (localtime.call(time, tm) == 0) {
            return;     // a year that does not fit an int: the last stamp stays
        }
        System.arraycopy(MONTHS, 3 * OffHeap.getInt(tm + TM_MONTH), text, 0, 3);
        twoDigits(OffHeap.getInt(tm + TM_DAY), 4);
        if (text[4] == '0') {
            text[4] = padding;
        }
        twoDigits(OffHeap.getInt(tm + TM_HOUR), 7);
        twoDigits(OffHeap.getInt(tm + TM_MINUTE), 10);
        twoDigits(OffHeap.getInt(tm + TM_SECOND), 13);
        second = epochSecond;
    }

    private void twoDigits(int value, int at) {
        text[at] = (byte) ('0' + value / 10);
        text[at + 1] = (byte) ('0' + value % 10);
    }

    /** Gives the native memory back; the stamp is not used afterwards. */
    void free() {
        OffHeap.free(time);
    }
}
