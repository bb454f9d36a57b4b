package org.tlsproxy.worker;

import org.tlsproxy.engine.Witness;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.PacketDump;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.policy.TlsLogFlags;

/** Writes down the steps, the alerts and the packets of one connection as far as the log level wants them. */
class StepLog implements Witness {

    private final String role;
    private final TlsLogFlags flags;
    private final Logger log;
    private boolean handshaking = true;

    /** @param role as OpenSSL names it */
    private StepLog(String role, TlsLogFlags flags, Logger log) {
        this.role = role;
        this.flags = flags;
        this.log = log;
    }

    /** For a server. */
    StepLog(TlsLogFlags flags, Logger log) {
        this("SSL_accept", flags, log);
    }

    /** For a client. */
    static StepLog ofClient(TlsLogFlags flags, Logger log) {
        return new StepLog("SSL_connect", flags, log);
    }

    /** From now on data flows. */
    final void established() {
        handshaking = false;
    }

    private boolean dumps() {
        return flags.sessionDump() || handshaking && flags.handshakeDump();
    }

    @Override
    public final void received(byte[] buf, int off, int len) {
        if (dumps()) {
            PacketDump.read(buf, off, len, Workbench.READ_BYTES).forEach(log::info);
        }
    }

    @Override
    public final void sent(byte[] buf, int off, int len) {
        if (dumps()) {
            PacketDump.written(buf, off, len).forEach(log::info);
        }
    }

    @Override
    public final void state(String state) {
        if (flags.sslDebug()) {
            log.info(TlsMessages.state(role, state));
        }
    }

    @Override
    public final void broken(String state) {
        if (flags.sslDebug()) {
            log.info(TlsMessages.stateEnded(role, "error in", state));
        }
    }

    @Override
    public final void alert(boolean received, int level, int description) {
        if (flags.sslDebug()) {
            log.info(TlsMessages.alert(received, level, description));
        }
    }
}
