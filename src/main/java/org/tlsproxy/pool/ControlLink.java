package org.tlsproxy.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.ProcessorTime;

/**
 * The worker's end of the control channel: takes connections, writes down that it took them before it touches them, reports how it stands.
 * When the launcher is gone the worker finishes what it has and ends.
 *
 * <p>The launcher still holds a copy of a connection when it is served, at most until the next report. Whoever ends a session must
 * therefore end the socket ({@link org.tlsproxy.posix.Sockets#end}) before it closes it, or the client would learn of it late.
 */
public final class ControlLink {

    private static final int MOST_CONNECTIONS_AT_ONCE = 64;
    private static final long REPORT_MILLIS = 250;
    private static final long BUSY_WINDOW_MILLIS = 1000;

    private final ControlChannel channel;
    private final Ledger ledger;
    private final EventLoop loop;
    private final Registry registry;
    private final IntConsumer connections;
    private final Runnable drain;
    private final Timer reportTimer = new Timer(this::report);
    private boolean reportDue;
    private long taken;
    private int ping;
    private long windowStart;
    private long windowCpu;
    private int busy;

    /** What ties a worker to its launcher. */
    public record Tie(ControlChannel channel, Ledger ledger) { }

    /** @param connections gets each accepted socket, @param drain no more connections will come */
    public ControlLink(Tie tie, EventLoop loop, Registry registry, IntConsumer connections, Runnable drain) {
        this.channel = tie.channel;
        this.ledger = tie.ledger;
        this.loop = loop;
        this.registry = registry;
        this.connections = connections;
        this.drain = drain;
    }

    /**
     * Reads what the launcher says: one message, and more only where the ledger says that more connections were handed over. Whatever else
     * there is keeps the channel readable, which is watched level-triggered.
     */
    public void ready(int events) {
        List<Integer> arrived = new ArrayList<>();
        long before = taken;
        boolean last = false;
        try {
            do {
                Optional<ControlChannel.Received> received = channel.receive();
                if (received.isEmpty()) {
                    break;
                }
                ControlMessage message = received.get().message();
                received.get().descriptor().ifPresent(arrived::add);
                if (message instanceof ControlMessage.Connection && received.get().descriptor().isEmpty()) {
                    registry.noRoom();
                }
                last |= heard(message);
            } while (ledger.handed() > taken && arrived.size() < MOST_CONNECTIONS_AT_ONCE);
        } catch (ControlChannel.Ended e) {
            loop.unwatch(channel.descriptor());
            last = true;
        } catch (ProtocolException e) {
            arrived.forEach(Descriptors::close);
            throw new IllegalStateException("the launcher broke the control protocol", e);
        }
        if (taken != before) {
            begin(arrived);
        }
        if (last) {
            drain.run();
        }
    }

    /** Written down first, served then: a connection that was touched must not be given to anybody else. */
    private void begin(List<Integer> arrived) {
        ledger.took(taken);
        changed();
        for (int fd : arrived) {
            connections.accept(fd);
        }
    }

    /** @return true if no more connections will come */
    private boolean heard(ControlMessage message) throws ProtocolException {
        if (message instanceof ControlMessage.Connection connection) {
            taken = connection.serial();
            return false;
        } else if (message instanceof ControlMessage.Ping asked) {
            ping = asked.number();
            report();
            return false;
        } else if (message instanceof ControlMessage.Drain) {
            return true;
        }
        throw new ProtocolException("unexpected " + message.getClass().getSimpleName());
    }

    /** The number of sessions changed: the launcher hears of it soon. */
    public void changed() {
        ledger.ended(registry.total());
        if (!reportDue) {
            reportDue = true;
            loop.timers().set(reportTimer, REPORT_MILLIS);
        }
    }

    private void report() {
        measure();
        ControlMessage.Report report =
            new ControlMessage.Report(taken, registry.open(), registry.total(), busy, ping);
        ControlChannel.Sent sent = channel.send(report);
        reportDue = sent == ControlChannel.Sent.FULL || sent == ControlChannel.Sent.LATER;
        if (reportDue) {
            loop.timers().set(reportTimer, REPORT_MILLIS);
        }
    }

    /** How busy the loop is: what the JIT does beside it would be no smaller with one more worker. */
    private void measure() {
        long passed = loop.now() - windowStart;
        if (passed >= BUSY_WINDOW_MILLIS) {
            long cpu = ProcessorTime.ofThisThreadMillis();
            busy = windowStart == 0 ? 0 : (int) ((cpu - windowCpu) * 1000 / passed);
            windowStart = loop.now();
            windowCpu = cpu;
        }
    }
}
