package org.tlsproxy.maps;

import java.util.function.Function;
import org.tlsproxy.log.Logger;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;

/**
 * What tables need of the process that opens them.
 *
 * @param log     for what is wrong with a table when it is opened, and for trouble with proxymap
 * @param later   for a file that another process has locked
 * @param proxied opens {@code proxy:NAME}, given NAME
 */
public record MapContext(Logger log, Later later, Function<String, Table> proxied) {

    /** For a process that runs this loop. Nothing is connected before a {@code proxy:} table is opened. */
    public static MapContext of(Logger log, EventLoop loop, ProxymapService service) {
        return new MapContext(log, (millis, work) -> loop.timers().set(new Timer(work), millis),
            new ProxymapClient(loop, log, service)::open);
    }
}
