package org.tlsproxy.tlsmgr;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.wire.TlsmgrReply;

/**
 * Sessions that can be resumed, kept by tlsmgr in the database of one cache type and shared by all processes of the instance. Our
 * entries have keys that OpenSSL's programs never ask for. An entry that is missing, too old, damaged or not ours, and a tlsmgr that
 * does not answer, are all the same: no session, a full handshake.
 */
public final class SessionCache {

    /** Stands where OpenSSL's programs put their version, a decimal number. Counts up when the format of the entries changes. */
    static final String LIBRARY = "tlsproxy-java-1";

    /** lmdb takes keys of at most 511 bytes, and a peer may have chosen the names of which the client's are made. */
    private static final int LONGEST_SERVER_ID = 256;
    /** A session with a chain of client certificates has about 10 kB; what is larger is not worth being kept. */
    private static final int MAX_SESSION = 32 * 1024;

    private final TlsmgrClient client;
    private final String cacheType;

    /** @param cacheType smtpd, smtp or lmtp */
    public SessionCache(TlsmgrClient client, String cacheType) {
        this.client = client;
        this.cacheType = cacheType;
    }

    /**
     * The key of a server's TLS 1.2 session.
     *
     * @param sessionId upper-case hexadecimal
     * @param serverId  the request's name of the server (serverid): sessions of one are not resumed with another
     */
    public static String serverKey(String sessionId, String serverId) {
        return sessionId + "&s=" + bounded(serverId) + "&l=" + LIBRARY;
    }

    /**
     * The key of a client's session.
     *
     * @param serverId the request's name of the server
     * @param digest   SHA-256 over everything that decides whether a session is acceptable, and over {@link #clientSalt}
     */
    public static String clientKey(String serverId, byte[] digest) {
        return bounded(serverId) + "&" + HexFormat.of().withUpperCase().formatHex(digest);
    }

    private static String bounded(String serverId) {
        byte[] bytes = serverId.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_SERVER_ID ? serverId : HexFormat.of().formatHex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);    // every Java runtime has SHA-256
        }
    }

    /** Keeps the digests of {@link #clientKey} apart from those of OpenSSL's programs, which salt them with their version. */
    public static byte[] clientSalt() {
        return (LIBRARY + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    /** Asks for the session of a key. @param then called back from the loop, never within this call; empty: none */
    public void lookup(String key, Consumer<Optional<byte[]>> then) {
        client.lookup(cacheType, key, reply -> then.accept(session(key, reply)));
    }

    private static Optional<byte[]> session(String key, Optional<TlsmgrReply.Session> reply) {
        return reply.isPresent() && reply.get().status() == TlsmgrReply.OK ? SessionBlob.decode(key, reply.get().session())
            : Optional.empty();
    }

    /** Stores a session, in place of what is there; nobody waits for it. The array stays the caller's. */
    public void update(String key, byte[] session) {
        if (session.length <= MAX_SESSION) {
            byte[] blob = SessionBlob.encode(key, session);
            client.update(cacheType, key, blob, done -> { });    // a session that was not kept costs a handshake later, no more
            Arrays.fill(blob, (byte) 0);
        }
    }

    /** Removes a session; nobody waits for it. */
    public void delete(String key) {
        client.delete(cacheType, key, done -> { });    // what stays in spite of it expires
    }
}
