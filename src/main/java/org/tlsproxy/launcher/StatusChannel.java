package org.tlsproxy.launcher;

import org.tlsproxy.log.Fatal;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.OffHeap;

/**
 * The socket on which master(8) hears whether this process takes connections. Per accepted connection it is told TAKEN and then AVAIL, as
 * the C program does: holding TAKEN would make master start one more launcher for each client, and without any TAKEN–AVAIL pair it would
 * take any later failure for a bad command and wait a minute.
 *
 * <p>Told after the backlog has been emptied, and both with one write: between TAKEN and AVAIL master looks whether somebody waits at the
 * listen socket and starts another launcher if so.
 */
final class StatusChannel {

    private static final int TAKEN = 0;
    private static final int AVAIL = 1;
    private static final int BYTES = 12;

    private final int fd;
    private final long pair = OffHeap.allocate(2 * BYTES);

    /** @param pid the process that master forked, @param generation master's, from its environment */
    StatusChannel(int fd, int pid, int generation) {
        this.fd = fd;
        fill(pair, pid, generation, TAKEN);
        fill(pair + BYTES, pid, generation, AVAIL);
    }

    /**
     * @param text GENERATION of the environment, octal digits; absent counts as 0
     * @throws Fatal if it is something else
     */
    static int generation(String text) {
        if (text == null) {
            return 0;
        }
        try {
            if (!text.isEmpty() && Character.digit(text.charAt(0), 8) >= 0) {
                return Integer.parseUnsignedInt(text, 8);
            }
        } catch (NumberFormatException e) {
            // said below, with the text
        }
        throw new Fatal("bad generation: " + text);
    }

    private static void fill(long message, int pid, int generation, int status) {
        OffHeap.putInt(message, pid);
        OffHeap.putInt(message + 4, generation);
        OffHeap.putInt(message + 8, status);
    }

    /** One connection was accepted. @return false if master is gone */
    boolean accepted() {
        return Descriptors.write(fd, pair, 2 * BYTES) == 2 * BYTES;
    }
}
