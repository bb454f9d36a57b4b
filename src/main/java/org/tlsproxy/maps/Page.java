package org.tlsproxy.maps;

import java.util.Arrays;

/** A piece of an indexed file, read with care: whatever its bytes say, nothing outside of it is touched. */
final class Page {

    private final byte[] bytes;
    private final boolean bigEndian;

    Page(byte[] bytes, boolean bigEndian) {
        this.bytes = bytes;
        this.bigEndian = bigEndian;
    }

    int length() {
        return bytes.length;
    }

    int u8(int at) throws DamagedTable {
        check(at, 1);
        return bytes[at] & 0xff;
    }

    int u16(int at) throws DamagedTable {
        return (int) number(at, 2);
    }

    long u32(int at) throws DamagedTable {
        return number(at, 4);
    }

    /** A 64-bit number. @throws DamagedTable also if it does not fit into a non-negative long: no offset or count is that big */
    long u63(int at) throws DamagedTable {
        long value = number(at, 8);
        if (value < 0) {
            throw new DamagedTable("a number is too big");
        }
        return value;
    }

    private long number(int at, int size) throws DamagedTable {
        check(at, size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[bigEndian ? at + i : at + size - 1 - i] & 0xff;
        }
        return value;
    }

    byte[] slice(int at, int size) throws DamagedTable {
        check(at, size);
        return Arrays.copyOfRange(bytes, at, at + size);
    }

    boolean holds(int at, int size, byte[] wanted) throws DamagedTable {
        check(at, size);
        return Arrays.equals(bytes, at, at + size, wanted, 0, wanted.length);
    }

    /** Compares as unsigned bytes, the shorter first: the order of B-trees here. */
    int compare(byte[] key, int at, int size) throws DamagedTable {
        check(at, size);
        return Arrays.compareUnsigned(key, 0, key.length, bytes, at, at + size);
    }

    private void check(int at, int size) throws DamagedTable {
        if (at < 0 || size < 0 || at > bytes.length - size) {
            throw new DamagedTable("an item lies outside of its page");
        }
    }
}
