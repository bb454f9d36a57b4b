package org.tlsproxy.smtpd;

import java.util.Optional;
import java.util.function.Function;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.posix.InternetSockets;
import org.tlsproxy.posix.InternetSockets.Endpoint;

/**
 * Where the greylisting server is. Its name is looked up when the service starts; if that fails, again and again, and until then recipients
 * pass, or with {@code -c} the service does not start. SIGHUP looks it up anew; what was known holds until something else is.
 */
final class GreylistAddress {

    private static final long AGAIN_MILLIS = 30_000;
    private static final long LOOK_MILLIS = 200;

    private final EventLoop loop;
    private final Optional<CommonOptions.GreylistServer> server;
    private final SmtpLog log;
    private final Function<String, Resolver> resolvers;
    private final Timer timer = new Timer(this::look);
    private Optional<Resolver> asked = Optional.empty();
    private Optional<Endpoint> known = Optional.empty();

    /** @param resolvers look in the background */
    GreylistAddress(EventLoop loop, Optional<CommonOptions.GreylistServer> server, SmtpLog log, Function<String, Resolver> resolvers) {
        this.loop = loop;
        this.server = server;
        this.log = log;
        this.resolvers = resolvers;
    }

    /** Looks for the first time, and waits. @throws Fatal if it cannot be found and recipients would have to be refused */
    void find(boolean closed, long millis) {
        if (server.isEmpty()) {
            return;
        }
        String host = server.get().host();
        known = Resolver.address(host, millis).map(this::endpoint);
        if (known.isPresent()) {
            log.say(SmtpLevel.DEBUG, SmtpMessages.resolved(host, known.get().address()));
        } else if (closed) {
            throw new Fatal(SmtpMessages.cannotResolve(host));
        } else {
            log.say(SmtpLevel.WARNING, SmtpMessages.cannotResolve(host));
            loop.timers().set(timer, AGAIN_MILLIS);
        }
    }

    /** Looks anew in the background. */
    void refresh() {
        if (server.isPresent() && asked.isEmpty() && !InternetSockets.isAddress(server.get().host())) {
            asked = Optional.of(resolvers.apply(server.get().host()));
            loop.timers().set(timer, LOOK_MILLIS);
        }
    }

    private void look() {
        if (asked.isEmpty()) {
            refresh();
            return;
        }
        if (!asked.get().done()) {
            loop.timers().set(timer, LOOK_MILLIS);
            return;
        }
        Optional<String> found = asked.get().found();
        asked = Optional.empty();
        String host = server.orElseThrow().host();
        if (found.isPresent()) {
            known = found.map(this::endpoint);
            log.say(SmtpLevel.DEBUG, SmtpMessages.resolved(host, found.get()));
        } else {
            log.say(SmtpLevel.WARNING, SmtpMessages.cannotResolve(host));
            loop.timers().set(timer, AGAIN_MILLIS);
        }
    }

    private Endpoint endpoint(String address) {
        return new Endpoint(address, server.orElseThrow().port());
    }

    /** True if there is such a server at all. */
    boolean wanted() {
        return server.isPresent();
    }

    /** Its address, if that is known. */
    Optional<Endpoint> known() {
        return known;
    }
}
