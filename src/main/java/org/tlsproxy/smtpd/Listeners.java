package org.tlsproxy.smtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.InternetSockets;
import org.tlsproxy.posix.InternetSockets.Endpoint;
import org.tlsproxy.posix.Processes;

/** The sockets that clients come to: those of the command line, and those that systemd opened for us (sd_listen_fds(3)). */
final class Listeners {

    /** One of them. @param implicit TLS before SMTP */
    record Listener(int fd, boolean implicit) { }

    private static final int BACKLOG = 511;
    private static final int FIRST = 3;

    private Listeners() { }

    /** @throws Fatal if one cannot be had, or if there is none */
    static List<Listener> open(List<ServiceOptions.Listener> wanted, Map<String, String> environment) {
        List<Listener> listeners = new ArrayList<>(activated(environment));
        for (ServiceOptions.Listener place : wanted) {
            int fd = place.where().startsWith("fd:") ? inherited(place.where()) : bound(place.where());
            listeners.add(new Listener(fd, place.implicit()));
        }
        if (listeners.isEmpty()) {
            throw new Fatal(SmtpMessages.nowhereToListen());
        }
        return listeners;
    }

    private static int bound(String where) {
        CommonOptions.GreylistServer place = CommonOptions.server(where).orElseThrow();
        try {
            return InternetSockets.listen(new Endpoint(place.host(), place.port()), BACKLOG);
        } catch (ErrnoException e) {
            throw new Fatal(SmtpMessages.cannotListen(where, e.strerror()));
        }
    }

    private static int inherited(String where) {
        int fd = CommonOptions.number(where.substring(3), 1023);
        try {
            Descriptors.nonBlocking(fd);
        } catch (ErrnoException e) {
            throw new Fatal(SmtpMessages.cannotListen(where, e.strerror()));
        }
        return fd;
    }

    /** systemd's FileDescriptorName= says which socket is for smtps. */
    private static List<Listener> activated(Map<String, String> environment) {
        List<Listener> listeners = new ArrayList<>();
        if (!String.valueOf(Processes.self()).equals(environment.get("LISTEN_PID"))) {
            return listeners;
        }
        int count = Math.max(0, CommonOptions.number(environment.getOrDefault("LISTEN_FDS", ""), 100));
        String[] names = Optional.ofNullable(environment.get("LISTEN_FDNAMES")).orElse("").split(":", -1);
        for (int i = 0; i < count; i++) {
            boolean implicit = i < names.length && names[i].startsWith("smtps");
            listeners.add(new Listener(inherited("fd:" + (FIRST + i)), implicit));
        }
        return listeners;
    }
}
