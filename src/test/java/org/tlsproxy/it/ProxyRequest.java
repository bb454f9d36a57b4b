package org.tlsproxy.it;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What postscreen(8) writes to the tlsproxy service: one null-delimited attribute list.
 *
 * @param endpoint         the remote SMTP client, {@code [address]:port}; unique to each request, so that log lines can be told apart
 * @param flags            1 server role, 2 client role, 4 send the TLS context
 * @param handshakeSeconds limit on inactivity during the handshake
 * @param sessionSeconds   limit on inactivity afterwards, to which the service adds 10
 * @param serverId         the service for which the session is
 */
record ProxyRequest(String endpoint, int flags, int handshakeSeconds, int sessionSeconds, String serverId) {

    static final int SERVER_ROLE = 1;
    static final int CLIENT_ROLE = 2;
    static final int SEND_CONTEXT = 4;

    private static final AtomicInteger NEXT_PORT = new AtomicInteger(10_000);

    /** As postscreen asks: server role, 300 seconds. */
    static ProxyRequest asPostscreen() {
        return new ProxyRequest("[192.0.2.1]:" + NEXT_PORT.incrementAndGet(), SERVER_ROLE, 300, 300, "smtpd");
    }

    ProxyRequest withFlags(int changed) {
        return new ProxyRequest(endpoint, changed, handshakeSeconds, sessionSeconds, serverId);
    }

    ProxyRequest withTimeouts(int handshake, int session) {
        return new ProxyRequest(endpoint, flags, handshake, session, serverId);
    }

    byte[] bytes() {
        return list("remote_endpoint", endpoint, "flags", Integer.toString(flags), "timeout", Integer.toString(handshakeSeconds),
            "timeout", Integer.toString(sessionSeconds), "serverid", serverId);
    }

    /** Any attribute list: names and values in turn, each ended by a zero byte, and a zero byte to end the list. */
    static byte[] list(String... namesAndValues) {
        StringBuilder text = new StringBuilder();
        for (String each : namesAndValues) {
            text.append(each).append('\0');
        }
        return text.append('\0').toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
