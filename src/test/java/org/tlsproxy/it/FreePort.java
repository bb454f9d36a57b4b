package org.tlsproxy.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Loopback ports for servers that are started later. The kernel's own choice, port 0, may be the same again as soon as the probe is
 * closed, and may be taken by a client in between: these lie below the range that Linux takes ports for clients from (ip(7),
 * ip_local_port_range), and none is given twice.
 */
public final class FreePort {

    private static final int FIRST = 16_384;
    private static final int END = 32_768;

    private static final Set<Integer> GIVEN = new HashSet<>();
    private static final Random RANDOM = new Random();

    private FreePort() { }

    /** @return a port that nobody listens on, and that no other call of this process got */
    public static synchronized int next() {
        while (GIVEN.size() < END - FIRST) {
            int port = FIRST + RANDOM.nextInt(END - FIRST);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
