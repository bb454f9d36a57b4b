package org.tlsproxy.tlsmgr;

import java.util.Arrays;
import java.util.Base64;
import org.tlsproxy.wire.TicketKey;

/** Ticket keys as tlsmgr makes them, of numbers instead of chance. */
final class Keys {

    private Keys() { }

    static TicketKey raw(int number, long expiry) {
        return new TicketKey(filled(16, number), filled(32, number + 1), filled(32, number + 2), expiry);
    }

    static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static String base64(TicketKey key) {
        return Base64.getEncoder().encodeToString(key.buffer());
    }
}
