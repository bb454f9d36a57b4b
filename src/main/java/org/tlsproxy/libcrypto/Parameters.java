package org.tlsproxy.libcrypto;

import java.nio.ByteOrder;
import org.tlsproxy.posix.OffHeap;

/** An {@code OSSL_PARAM} array under construction (OSSL_PARAM(3): key, type, data, size, returned size; 40 bytes each). */
final class Parameters {

    static final int SIZE = 40;
    private static final int UNSIGNED_INTEGER = 2;
    private static final int UTF8_STRING = 4;
    private static final int OCTET_STRING = 5;

    private final long array;
    private long next;

    Parameters(long array) {
        this.array = array;
        next = array;
    }

    Parameters octets(long name, long data, int length) {
        return entry(name, OCTET_STRING, data, length);
    }

    Parameters text(long name, long data, int length) {
        return entry(name, UTF8_STRING, data, length);
    }

    /** @param value most significant byte first; written to {@code data} in the machine's order, as libcrypto wants it */
    Parameters number(long name, byte[] value, long data) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < value.length; i++) {
            OffHeap.putByte(data + i, value[little ? value.length - 1 - i : i]);
        }
        return entry(name, UNSIGNED_INTEGER, data, value.length);
    }

    /** Ends the array. @return its address */
    long end() {
        entry(0, 0, 0, 0);
        return array;
    }

    private Parameters entry(long name, int type, long data, int length) {
        OffHeap.putLong(next, name);
        OffHeap.putInt(next + 8, type);
        OffHeap.putLong(next + 16, data);
        OffHeap.putLong(next + 24, length);
        OffHeap.putLong(next + 32, -1);
        next += SIZE;
        return this;
    }
}
