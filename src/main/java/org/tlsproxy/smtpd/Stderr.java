package org.tlsproxy.smtpd;

import java.nio.charset.StandardCharsets;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.OffHeap;

/** Standard error, a whole line a time, as those who gather logs from it expect. */
final class Stderr {

    private static final int MOST = 16 * 1024;
    private static final long MEMORY = OffHeap.allocate(MOST);

    private Stderr() { }

    static void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    static void write(byte[] line) {
        int length = Math.min(line.length, MOST);
        OffHeap.put(MEMORY, line, 0, length);
        Descriptors.write(2, MEMORY, length);
    }
}
