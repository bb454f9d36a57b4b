package org.tlsproxy.wire;

/**
 * With what settings tlsproxy is to be a TLS server: the second list of a session in the server role, since 3.12.
 *
 * @param params the client's idea of the TLS parameters; compared, not applied
 * @param init   what the TLS context is made of
 * @param start  what is particular to this session
 */
public record ServerSettings(Params params, ServerInit init, ServerStart start) {

    static final Layout LAYOUT = Layout.join(Params.SERVER, ServerInit.LAYOUT, ServerStart.LAYOUT);

    /** The list as bytes, as a client of that generation sends it behind its request. */
    public byte[] printed(Generation generation) {
        return AttributeBuffer.list(LAYOUT, Fields.join(params.values(), init.values(), start.values()), generation);
    }

    static ServerSettings of(Fields f) {
        return new ServerSettings(Params.of(Params.SERVER, f), ServerInit.of(f), ServerStart.of(f));
    }
}
