package org.tlsproxy.smtpd;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.tlsproxy.posix.InternetSockets;

/** Finds the address of a host by name. The C library's resolver may take its time: a thread of its own asks it. */
final class Resolver {

    private volatile Optional<String> found = Optional.empty();
    private volatile boolean done;

    private Resolver() { }

    /** The first address; empty if there is none, or none in time. */
    static Optional<String> address(String host, long millis) {
        if (InternetSockets.isAddress(host)) {
            return Optional.of(host);
        }
        Resolver resolver = new Resolver();
        Thread thread = resolver.begin(host);
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return resolver.found;
    }

    /** Begins to look and does not wait. */
    static Resolver of(String host) {
        Resolver resolver = new Resolver();
        resolver.begin(host);
        return resolver;
    }

    /** True if it has looked. */
    boolean done() {
        return done;
    }

    /** What it found. */
    Optional<String> found() {
        return found;
    }

    private Thread begin(String host) {
        Thread thread = new Thread(() -> look(host), "resolver");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void look(String host) {
        try {
            found = Optional.of(InternetSockets.text(InetAddress.getByName(host).getAddress()));
        } catch (UnknownHostException e) {
            found = Optional.empty();   // as it was: the caller says that there is no such host
        } finally {
            done = true;
        }
    }
}
