package org.tlsproxy.wire;

/** What tlsmgr answers. Each kind has a reader; the stream is what warnings call the server, e.g. {@code private/tlsmgr}. */
public sealed interface TlsmgrReply {

    /** It worked. */
    int OK = 0;
    /** Not found, expired, or it cannot be done. */
    int NOT_FOUND = -1;
    /** Bad request, unknown cache type, or the cache is not enabled. */
    int REFUSED = -2;

    /** {@link #OK}, {@link #NOT_FOUND} or {@link #REFUSED}; look at it first: the rest means something only with {@link #OK}. */
    int status();

    /** Random bytes. */
    record Seed(int status, byte[] seed) implements TlsmgrReply { }

    /** @param cachable a cache is configured, @param lifetimeSeconds of sessions, whether they are cached or not */
    record Policy(int status, boolean cachable, int lifetimeSeconds) implements TlsmgrReply { }

    /** A session as it was stored. */
    record Session(int status, byte[] session) implements TlsmgrReply { }

    /** Stored or deleted. */
    record Done(int status) implements TlsmgrReply { }

    /** @param key see {@link TicketKey#of} */
    record Ticket(int status, byte[] key) implements TlsmgrReply { }

    /** Reads the answer to {@link TlsmgrRequest#seed}. */
    static ListReader<Seed> seed(String stream) {
        return reader("seed", stream, f -> new Seed(f.number(), f.data()));
    }

    /** Reads the answer to {@link TlsmgrRequest#policy}. */
    static ListReader<Policy> policy(String stream) {
        Layout layout = Layout.of(Layout.number("status"), Layout.number("cachable"), Layout.number("timeout"));
        return ListReader.lenient(layout, Generation.ANY, stream, f -> new Policy(f.number(), f.flag(), f.number()));
    }

    /** Reads the answer to {@link TlsmgrRequest#lookup}. */
    static ListReader<Session> session(String stream) {
        return reader("session", stream, f -> new Session(f.number(), f.data()));
    }

    /** Reads the answer to {@link TlsmgrRequest#update} and {@link TlsmgrRequest#delete}. */
    static ListReader<Done> done(String stream) {
        return ListReader.lenient(Layout.of(Layout.number("status")), Generation.ANY, stream, f -> new Done(f.number()));
    }

    /** Reads the answer to {@link TlsmgrRequest#ticketKey}. */
    static ListReader<Ticket> ticket(String stream) {
        return reader("keybuf", stream, f -> new Ticket(f.number(), f.data()));
    }

    private static <T> ListReader<T> reader(String dataName, String stream, ListReader.Message<T> message) {
        return ListReader.lenient(Layout.of(Layout.number("status"), Layout.data(dataName)), Generation.ANY, stream, message);
    }
}
