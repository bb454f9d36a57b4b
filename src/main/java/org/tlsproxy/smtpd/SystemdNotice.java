package org.tlsproxy.smtpd;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.UnixDatagram;

/** Tells systemd, once, that the service is up (sd_notify(3)), if it wants to know. */
final class SystemdNotice {

    private static final byte[] READY = "READY=1".getBytes(StandardCharsets.US_ASCII);

    private final String path;
    private boolean told;

    SystemdNotice(Map<String, String> environment) {
        String wanted = environment.getOrDefault("NOTIFY_SOCKET", "");
        path = wanted.startsWith("/") ? wanted : "";
    }

    void ready() {
        if (told || path.isEmpty()) {
            return;
        }
        told = true;
        try (UnixDatagram socket = UnixDatagram.connect(path, READY.length)) {
            socket.send(READY, READY.length);
        } catch (ErrnoException e) {
            told = false;   // systemd is not listening now: the next worker that becomes ready tries again
        }
    }
}
