package org.tlsproxy.tlsmgr;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.posix.ErrnoException;

/** An event loop whose turns a test takes until something has come about. */
final class TestLoop {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestLoop() { }

    static EventLoop create() {
        try {
            return new EventLoop(new Watchdog(0, where -> { }));
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    static void turnUntil(EventLoop loop, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come about in " + PATIENCE);
            }
            loop.turn(10);
        }
    }
}
