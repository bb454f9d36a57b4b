package org.tlsproxy.wire;

/** What tlsmgr is asked: seed, session cache, ticket keys. Each method gives the request as bytes. */
public final class TlsmgrRequest {

    private static final Layout SEED = Layout.of(Layout.text("request"), Layout.number("size"));
    private static final Layout POLICY = Layout.of(Layout.text("request"), Layout.text("cache_type"));
    private static final Layout SESSION = Layout.of(Layout.text("request"), Layout.text("cache_type"), Layout.text("cache_id"));
    private static final Layout UPDATE = Layout.join(SESSION, Layout.of(Layout.data("session")));
    private static final Layout TICKET_KEY = Layout.of(Layout.text("request"), Layout.data("keyname"));

    private TlsmgrRequest() { }

    /** @param size 1 to 255 random bytes; answered by {@link TlsmgrReply.Seed} */
    public static byte[] seed(int size) {
        return list(SEED, "seed", size);
    }

    /** @param cacheType smtpd, smtp or lmtp; answered by {@link TlsmgrReply.Policy} */
    public static byte[] policy(String cacheType) {
        return list(POLICY, "policy", cacheType);
    }

    /** Answered by {@link TlsmgrReply.Session}. */
    public static byte[] lookup(String cacheType, String cacheId) {
        return list(SESSION, "lookup", cacheType, cacheId);
    }

    /** Answered by {@link TlsmgrReply.Done}. */
    public static byte[] update(String cacheType, String cacheId, byte[] session) {
        return list(UPDATE, "update", cacheType, cacheId, session);
    }

    /** Answered by {@link TlsmgrReply.Done}. */
    public static byte[] delete(String cacheType, String cacheId) {
        return list(SESSION, "delete", cacheType, cacheId);
    }

    /** @param name 16 bytes, or none for the current key; answered by {@link TlsmgrReply.Ticket} */
    public static byte[] ticketKey(byte[] name) {
        return list(TICKET_KEY, "tktkey", name);
    }

    private static byte[] list(Layout layout, Object... values) {
        return AttributeBuffer.list(layout, values, Generation.ANY);
    }
}
