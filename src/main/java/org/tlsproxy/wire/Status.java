package org.tlsproxy.wire;

/** The answer to a request: whether TLS is to be had. */
public enum Status {
    /** No: the client closes and goes its own way. */
    UNAVAILABLE,
    /** Yes: the client passes the descriptor. */
    AVAILABLE;

    private static final Layout LAYOUT = Layout.of(Layout.number("status"));

    /** The list as bytes. */
    public byte[] printed() {
        return AttributeBuffer.list(LAYOUT, new Object[] {ordinal()}, Generation.ANY);
    }

    /** Any number but 0 counts as available, as with Postfix's clients. */
    public static ListReader<Status> reader(String stream) {
        return ListReader.strict(LAYOUT, Generation.ANY, stream, f -> f.flag() ? AVAILABLE : UNAVAILABLE);
    }
}
