package org.tlsproxy.posix;

import com.kenai.jffi.MemoryIO;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Memory outside the Java heap, by address, in native byte order: what system calls read and write. No bounds are checked here;
 * callers own what they allocate, and the daemon allocates its blocks once.
 */
public final class OffHeap {

    private static final MemoryIO MEMORY = MemoryIO.getInstance();

    private OffHeap() { }

    /** @param size bytes, @return the address of zeroed memory, to be freed with {@link #free} */
    public static long allocate(long size) {
        long address = MEMORY.allocateMemory(size, true);
        if (address == 0) {
            throw new OutOfMemoryError("native memory: " + size);
        }
        return address;
    }

    public static void free(long address) {
        MEMORY.freeMemory(address);
    }

    /** Overwrites with zeros: for key material. */
    public static void wipe(long address, long size) {
        MEMORY.setMemory(address, size, (byte) 0);
    }

    /** A NUL-terminated copy of a string in UTF-8, to be freed by the caller. */
    public static long cString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long address = allocate(bytes.length + 1L);
        put(address, bytes, 0, bytes.length);
        return address;
    }

    /** The NUL-terminated string at an address, at most {@code limit} bytes of it. */
    public static String string(long address, int limit) {
        int length = 0;
        while (length < limit && MEMORY.getByte(address + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        get(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static byte getByte(long address) {
        return MEMORY.getByte(address);
    }

    public static void putByte(long address, int value) {
        MEMORY.putByte(address, (byte) value);
    }

    public static short getShort(long address) {
        return MEMORY.getShort(address);
    }

    public static void putShort(long address, int value) {
        MEMORY.putShort(address, (short) value);
    }

    public static int getInt(long address) {
        return MEMORY.getInt(address);
    }

    public static void putInt(long address, int value) {
        MEMORY.putInt(address, value);
    }

    public static long getLong(long address) {
        return MEMORY.getLong(address);
    }

    public static void putLong(long address, long value) {
        MEMORY.putLong(address, value);
    }

    /** Writes a number for another process, whole and after all that was written before. The address must be a multiple of 8. */
    public static void putLongRelease(long address, long value) {
        VarHandle.releaseFence();
        MEMORY.putLong(address, value);
    }

    /** Reads what {@link #putLongRelease} wrote, before anything that is read after. The address must be a multiple of 8. */
    public static long getLongAcquire(long address) {
        long value = MEMORY.getLong(address);
        VarHandle.acquireFence();
        return value;
    }

    /** Copies from native memory into an array. */
    public static void get(long address, byte[] to, int offset, int length) {
        MEMORY.getByteArray(address, to, offset, length);
    }

    /** Copies from an array into native memory. */
    public static void put(long address, byte[] from, int offset, int length) {
        MEMORY.putByteArray(address, from, offset, length);
    }
}
