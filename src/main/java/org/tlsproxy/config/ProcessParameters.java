package org.tlsproxy.config;

import java.util.List;

/** The settings of the tlsproxy process itself. */
final class ProcessParameters {

    static final List<Parameter> ROWS = List.of(
        Row.time("tlsproxy_watchdog_timeout", "10s").atLeast(10).says("process is killed when one event takes longer"),
        Row.text("tlsproxy_service_name", "tlsproxy").ignored()
            .says("service the CLIENTS of tlsproxy connect to; not read by tlsproxy itself"));

    private ProcessParameters() { }
}
