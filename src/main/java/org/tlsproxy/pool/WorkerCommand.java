package org.tlsproxy.pool;

import java.util.List;

/**
 * How to start a worker.
 *
 * @param program     absolute path of the java executable
 * @param arguments   argv up to and including the main class; what shows the service follows
 * @param environment NAME=VALUE lines
 * @param service     master.cf's service name, for the command line that administrators see
 */
public record WorkerCommand(String program, List<String> arguments, List<String> environment, String service) {

    /** The descriptor number at which a worker finds its control channel. */
    public static final int CONTROL_DESCRIPTOR = 3;
    /** The one at which it finds its {@link Ledger}. */
    public static final int LEDGER_DESCRIPTOR = 4;
}
