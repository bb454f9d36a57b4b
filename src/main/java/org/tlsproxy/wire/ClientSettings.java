package org.tlsproxy.wire;

/**
 * With what settings tlsproxy is to be a TLS client: the second list of a session in the client role.
 *
 * @param params the client's idea of the TLS parameters; compared, not applied
 * @param init   what the TLS context is made of
 * @param start  what is particular to this session
 */
public record ClientSettings(Params params, ClientInit init, ClientStart start) {

    static final Layout LAYOUT = Layout.join(Params.CLIENT, ClientInit.LAYOUT, ClientStart.LAYOUT);

    /** The list as bytes, as a client of that generation sends it behind its request. */
    public byte[] printed(Generation generation) {
        Object[] values = Fields.join(params.values(), init.values(), start.values(generation));
        return AttributeBuffer.list(LAYOUT, values, generation);
    }

    static ClientSettings of(Fields f) {
        return new ClientSettings(Params.of(Params.CLIENT, f), ClientInit.of(f), ClientStart.of(f));
    }
}
