package org.tlsproxy.wire;

/** What proxymap is asked about a lookup table, and what it answers. A table's name is {@code type:name}, without {@code proxy:}. */
public final class Proxymap {

    /** The value was found. */
    public static final int OK = 0;
    /** There is no such key. */
    public static final int NO_KEY = 1;
    /** Try again later. */
    public static final int RETRY = 2;
    /** The request was bad. */
    public static final int BAD_REQUEST = 3;
    /** proxy_read_maps does not list the table. */
    public static final int DENIED = 4;
    /** The table's configuration is wrong. */
    public static final int CONFIGURATION = 5;

    private static final Layout OPEN = Layout.of(Layout.text("request"), Layout.text("table"), Layout.number("flags"));
    private static final Layout OPEN_311 = Layout.of(Layout.text("request"), Layout.text("table"), Layout.number("instance_flags"));
    private static final Layout LOOKUP = Layout.of(Layout.text("request"), Layout.text("table"),
            Layout.number("instance_flags").in(Trait.TABLE_INSTANCE_FLAGS), Layout.number("flags"), Layout.text("key"));
    private static final Layout OPENED = Layout.of(Layout.number("status"), Layout.number("flags"));
    private static final Layout FOUND = Layout.of(Layout.number("status"),
            Layout.number("flags").in(Trait.TABLE_INSTANCE_FLAGS), Layout.text("value"));

    /**
     * A table as both sides know it.
     *
     * @param name  {@code type:name}
     * @param open  the flags that it was opened with
     * @param state the flags of the last reply about it; since 3.11 a lookup must send them, else proxymap dies of it
     */
    public record Table(String name, int open, int state) { }

    /** @param status see the constants, @param flags the state of the table */
    public record Opened(int status, int flags) { }

    /** @param status see the constants, @param flags the new state of the table since 3.11, else 0; @param value if found */
    public record Found(int status, int flags, String value) { }

    private Proxymap() { }

    /** @return the request to open a table with these flags, as bytes; answered by {@link #opened} */
    public static byte[] open(Generation generation, String table, int flags) {
        Layout layout = generation.has(Trait.TABLE_INSTANCE_FLAGS) ? OPEN_311 : OPEN;
        return AttributeBuffer.list(layout, new Object[] {"open", table, flags}, generation);
    }

    /** @return the request to look up a key, as bytes; answered by {@link #found} */
    public static byte[] lookup(Generation generation, Table table, String key) {
        int flags = generation.has(Trait.TABLE_INSTANCE_FLAGS) ? table.state() : table.open();
        return AttributeBuffer.list(LOOKUP, new Object[] {"lookup", table.name(), table.open(), flags, key}, generation);
    }

    /** Reads the answer to {@link #open}; the stream is what warnings call the server, e.g. {@code private/proxymap}. */
    public static ListReader<Opened> opened(String stream) {
        return ListReader.lenient(OPENED, Generation.ANY, stream, f -> new Opened(f.number(), f.number()));
    }

    /** Reads the answer to {@link #lookup}; the stream is what warnings call the server. */
    public static ListReader<Found> found(Generation generation, String stream) {
        return ListReader.lenient(FOUND, generation, stream, f -> new Found(f.number(), f.number(), f.text()));
    }
}
