package org.tlsproxy.loop;

import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.Sockets;

/** A process whose event loop hangs in one of its handlers; {@link WatchdogTest} looks at how it ends. */
final class FrozenLoop {

    private FrozenLoop() { }

    /** @param arguments "speaks" if the watchdog's thread may act, "mute" if it hangs as well: then only the kernel is left */
    public static void main(String[] arguments) throws ErrnoException {
        boolean mute = arguments[0].equals("mute");
        Watchdog watchdog = new Watchdog(1, where -> {
            if (mute) {
                hang();
            }
            System.out.println("stuck in " + where[0].getMethodName());
            Runtime.getRuntime().halt(1);
        });
        EventLoop loop = new EventLoop(watchdog);
        int[] pair = Sockets.streamPair();
        loop.watch(pair[0], Epoll.OUT, events -> hang());
        watchdog.start();
        loop.run();
    }

    private static void hang() {
        long n = 0;
        while (n >= 0) {
            n = n + 1 & Long.MAX_VALUE;
        }
    }
}
