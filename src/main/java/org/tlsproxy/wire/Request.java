package org.tlsproxy.wire;

/**
 * What a client asks of tlsproxy: to be the TLS server or the TLS client towards one remote peer. The first list of a session.
 *
 * @param remoteEndpoint   the peer, {@code [addr]:port}
 * @param flags            see the constants
 * @param handshakeSeconds time limit of the handshake
 * @param sessionSeconds   time limit of the session
 * @param serverId         the service that asks
 */
public record Request(String remoteEndpoint, int flags, int handshakeSeconds, int sessionSeconds, String serverId) {

    /** Be the TLS server. */
    public static final int SERVER_ROLE = 1;
    /** Be the TLS client. */
    public static final int CLIENT_ROLE = 2;
    /** Send a {@link ContextReport} after the handshake. */
    public static final int SEND_CONTEXT = 4;
    /** Tell the status and no more: no settings and no descriptor follow. Since 3.12; no earlier client sets it. */
    public static final int PROBE_ONLY = 8;

    /** Which end of TLS this is about. */
    public enum Role {
        SERVER, CLIENT,
        /** Both or neither: such a request is told that TLS is not available. */
        BOGUS
    }

    static final Layout LAYOUT = Layout.of(Layout.text("remote_endpoint"), Layout.number("flags"), Layout.number("timeout"),
            Layout.number("timeout"), Layout.text("serverid"));

    /** The role, if exactly one was asked for. */
    public Role role() {
        if (serverRole() == clientRole()) {
            return Role.BOGUS;
        }
        return serverRole() ? Role.SERVER : Role.CLIENT;
    }

    /** The server bit is set, whatever the client bit says. */
    public boolean serverRole() {
        return (flags & SERVER_ROLE) != 0;
    }

    /** The client bit is set, whatever the server bit says. */
    public boolean clientRole() {
        return (flags & CLIENT_ROLE) != 0;
    }

    /** A context report is wanted. */
    public boolean sendContext() {
        return (flags & SEND_CONTEXT) != 0;
    }

    /** Only the status is wanted. */
    public boolean probeOnly() {
        return (flags & PROBE_ONLY) != 0;
    }

    /** The warning for a bogus role, in Postfix's words. */
    public String badFlagsWarning() {
        return "tlsp_get_request_event: bad request flags: 0x" + Integer.toHexString(flags);
    }

    /** The list as bytes. */
    public byte[] printed() {
        Object[] values = {remoteEndpoint, flags, handshakeSeconds, sessionSeconds, serverId};
        return AttributeBuffer.list(LAYOUT, values, Generation.ANY);
    }

    static Request of(Fields f) {
        return new Request(f.text(), f.number(), f.number(), f.number(), f.text());
    }
}
