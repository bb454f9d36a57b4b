package org.tlsproxy.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key that session tickets are sealed with, shared by all TLS servers of a Postfix instance through tlsmgr: 88 bytes of its
 * memory on 64-bit machines. The arrays are not to be changed.
 *
 * @param name      16 bytes, random
 * @param cipherKey 32 bytes
 * @param macKey    32 bytes, HMAC-SHA256
 * @param expiry    seconds since 1970 until when new tickets may be sealed with it
 */
public record TicketKey(byte[] name, byte[] cipherKey, byte[] macKey, long expiry) {

    private static final int NAME = 16;
    private static final int KEY = 32;
    private static final int SIZE = NAME + 2 * KEY + Long.BYTES;

    /** @return empty if the buffer is not of that size */
    public static Optional<TicketKey> of(byte[] buffer) {
        if (buffer.length != SIZE) {
            return Optional.empty();
        }
        return Optional.of(new TicketKey(Arrays.copyOf(buffer, NAME), Arrays.copyOfRange(buffer, NAME, NAME + KEY),
                Arrays.copyOfRange(buffer, NAME + KEY, NAME + 2 * KEY),
                ByteBuffer.wrap(buffer, NAME + 2 * KEY, Long.BYTES).order(ByteOrder.nativeOrder()).getLong()));
    }

    /** The buffer again, as tlsmgr has it. */
    public byte[] buffer() {
        return ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder()).put(name).put(cipherKey).put(macKey).putLong(expiry).array();
    }

    /** Keeps the keys out of messages. */
    @Override
    public String toString() {
        return "TicketKey[expiry=" + expiry + "]";
    }
}
