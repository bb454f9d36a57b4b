package org.tlsproxy.maps;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TableMessages;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;

/**
 * Asks proxymap(8), one request after the other on one connection. A request whose connection breaks is sent again on the next one, until
 * its time is over; C does so for ever.
 */
final class ProxymapClient implements ProxymapConnection.Owner {

    private static final int MOST_WAITING = 1000;
    private static final int PAUSE_MILLIS = 1000;

    private final EventLoop loop;
    private final Logger log;
    private final ProxymapService service;
    private final ProxymapConnection connection;
    private final ArrayDeque<ProxymapCall<?>> waiting = new ArrayDeque<>();
    private final Timer pause = new Timer(this::pauseOver);
    private final Timer limit = new Timer(this::limitReached);
    private final Timer idle = new Timer(this::idleForLong);
    private boolean pausing;
    private boolean sending;
    /** The first trouble is told, those until the next answer are not: proxymap may be gone for long. */
    private boolean complained;
    /** True while the connection has carried an answer: one that proxymap ends then was idle, and is replaced at once. */
    private boolean proven;

    ProxymapClient(EventLoop loop, Logger log, ProxymapService service) {
        this.loop = loop;
        this.log = log;
        this.service = service;
        this.connection = new ProxymapConnection(loop, service, this);
    }

    /** @param name what follows {@code proxy:}; further such prefixes mean nothing */
    Table open(String name) {
        String bare = name;
        while (bare.startsWith("proxy:")) {
            bare = bare.substring("proxy:".length());
        }
        ProxyTable table = new ProxyTable(bare, this, service.generation(), log);
        table.open();
        return table;
    }

    /** What warnings call proxymap. */
    String path() {
        return service.path();
    }

    void ask(ProxymapCall<?> call) {
        if (waiting.size() >= MOST_WAITING) {
            call.fail(TableMessages.tooManyWaiting(path(), MOST_WAITING));
            return;
        }
        call.waitUntil(loop.now() + service.limitMillis());
        waiting.add(call);
        loop.timers().cancel(idle);
        proceed();
    }

    /** Sends the first request that waits, unless one is under way or a pause is. */
    private void proceed() {
        while (!sending && !pausing && !waiting.isEmpty()) {
            ProxymapCall<?> call = waiting.peek();
            Optional<String> refusal = call.refusal();
            if (refusal.isPresent()) {
                waiting.remove();
                call.fail(refusal.get());
            } else {
                sending = true;
                loop.timers().set(limit, Math.max(0, call.deadline() - loop.now()));
                connection.send(call);
            }
        }
        if (waiting.isEmpty() && connection.isOpen()) {
            loop.timers().set(idle, service.idleMillis());
        }
    }

    @Override
    public void answered() {
        ProxymapCall<?> call = finish();
        proven = true;
        complained = false;
        call.deliver();
        proceed();
    }

    private ProxymapCall<?> finish() {
        sending = false;
        loop.timers().cancel(limit);
        return waiting.remove();
    }

    @Override
    public void broken(List<String> warnings) {
        boolean atOnce = proven;
        proven = false;
        if (!atOnce && !complained) {
            complained = true;
            for (String warning : warnings) {
                log.warn(warning);
            }
        }
        sending = false;
        if (atOnce || waiting.isEmpty()) {
            proceed();
        } else if (!pausing) {
            pausing = true;
            loop.timers().set(pause, PAUSE_MILLIS);
        }
    }

    private void pauseOver() {
        pausing = false;
        proceed();
    }

    /** Nobody can tell whose answer comes next on this connection. */
    private void limitReached() {
        connection.close();
        ProxymapCall<?> call = finish();
        call.fail(TableMessages.noAnswer(path(), call.table(), service.limitMillis() / 1000));
        proceed();
    }

    private void idleForLong() {
        connection.close();
        proven = false;
    }
}
