package org.tlsproxy.launcher;

import org.tlsproxy.log.MailLog;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.OffHeap;

/**
 * Option {@code -S}: one client on standard input and output. As with the C program nothing useful can be done that way, since no
 * descriptor can be passed: the protocol is announced (3.6 and later), and the end of input is waited for.
 */
final class StandAlone {

    private static final byte[] ANNOUNCEMENT = "protocol\0tlsproxy_protocol\0\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int PAGE = 4096;

    private StandAlone() { }

    static void run(String process, Arguments arguments, MailLog log) {
        Configuration configuration = Configuration.read(process, arguments, log);
        long page = OffHeap.allocate(PAGE);
        if (configuration.settings().version().isAtLeast(3, 6)) {
            OffHeap.put(page, ANNOUNCEMENT, 0, ANNOUNCEMENT.length);
            Descriptors.write(1, page, ANNOUNCEMENT.length);
        }
        int n;
        do {
            n = Descriptors.read(0, page, PAGE);
        } while (n > 0);
        OffHeap.free(page);
    }
}
