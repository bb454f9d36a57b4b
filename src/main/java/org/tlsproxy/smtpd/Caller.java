package org.tlsproxy.smtpd;

import java.util.Map;
import org.tlsproxy.posix.InternetSockets.Endpoint;

/**
 * A client at the door.
 *
 * @param fd       its socket
 * @param implicit it expects TLS first
 * @param counted  the address that limits go by
 * @param remote   who it is, perhaps by word of a proxy
 * @param local    which of our addresses it reached
 */
record Caller(int fd, boolean implicit, String counted, Endpoint remote, Endpoint local) {

    private static final String[] STALE = {"TCPREMOTEHOST", "TCPREMOTEINFO", "TCPLOCALHOST", "TLS_VERSION", "TLS_CIPHER", "TLS_SERVER_NAME",
        "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "NOTIFY_SOCKET", "INVOCATION_ID", "JOURNAL_STREAM", "MAINPID"};

    /** What tcpserver(1) and tlswrapper(1) tell a program about its client; what was there about another one goes. */
    void describe(Map<String, String> environment) {
        for (String name : STALE) {
            environment.remove(name);
        }
        environment.put("PROTO", remote.sixth() ? "TCP6" : "TCP");
        environment.put("TCPREMOTEIP", remote.address());
        environment.put("TCPREMOTEPORT", String.valueOf(remote.port()));
        environment.put("TCPLOCALIP", local.address());
        environment.put("TCPLOCALPORT", String.valueOf(local.port()));
    }
}
