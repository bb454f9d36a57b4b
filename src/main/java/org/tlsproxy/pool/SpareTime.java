package org.tlsproxy.pool;

import java.io.IOException;
import org.tlsproxy.posix.Processors;

/**
 * Whether the machine has processor time to spare. Where it has none, one more worker serves nobody faster: it takes from the others what
 * it uses, and a fresh one needs the work of thousands of sessions until its code is compiled.
 */
final class SpareTime {

    /** Of all the time of one processor, a quarter. */
    private static final int ENOUGH = 4;

    private long idle;
    private long asked = Long.MIN_VALUE / 2;

    /** @param now milliseconds of a monotonic clock. @return whether there was enough of it since the last call */
    boolean since(long now) {
        long before = idle;
        long passed = now - asked;
        asked = now;
        try {
            idle = Processors.idleMillis();
        } catch (IOException e) {
            return true;        // without /proc nobody knows
        }
        return idle - before >= passed / ENOUGH;
    }
}
