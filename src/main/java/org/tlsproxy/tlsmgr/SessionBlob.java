package org.tlsproxy.tlsmgr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A session as it lies in the cache: {@code magic(4) version(1) length(4) session crc(4)}, big-endian. The check covers the
 * key too, so that an entry under another's key is as unknown as a damaged one.
 *
 * <p>It finds damage and foreign entries, not forgery: whoever can talk to tlsmgr can store sessions, OpenSSL's as well as ours.
 */
final class SessionBlob {

    /** Does not start a DER sequence, as OpenSSL's sessions do. */
    private static final int MAGIC = 0xF4_54_50_4A;
    private static final byte VERSION = 1;
    private static final int HEAD = 4 + 1 + 4;
    private static final int CHECK = 4;

    private SessionBlob() { }

    static byte[] encode(String key, byte[] session) {
        ByteBuffer blob = ByteBuffer.allocate(HEAD + session.length + CHECK);
        blob.putInt(MAGIC).put(VERSION).putInt(session.length).put(session);
        return blob.putInt(check(key, blob.array())).array();
    }

    /** @return empty for anything but what {@link #encode} made for this key */
    static Optional<byte[]> decode(String key, byte[] bytes) {
        if (bytes.length < HEAD + CHECK) {
            return Optional.empty();
        }
        ByteBuffer blob = ByteBuffer.wrap(bytes);
        if (blob.getInt() != MAGIC || blob.get() != VERSION || blob.getInt() != bytes.length - HEAD - CHECK) {
            return Optional.empty();
        }
        byte[] session = new byte[bytes.length - HEAD - CHECK];
        blob.get(session);
        return blob.getInt() == check(key, bytes) ? Optional.of(session) : Optional.empty();
    }

    private static int check(String key, byte[] blob) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        crc.update(blob, 0, blob.length - CHECK);
        return (int) crc.getValue();
    }
}
