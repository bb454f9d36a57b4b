package org.tlsproxy.worker;

import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.session.Output;

/**
 * Gathers what one event produces for one side, in native memory, so that it goes out with one system call. There are two per worker, lent
 * to one session at a time. Grows to what the largest event needs and stays there: input per event is bounded, so is this.
 */
final class Outbox implements Output {

    private static final int FIRST_CAPACITY = 96 * 1024;

    private long address = OffHeap.allocate(FIRST_CAPACITY);
    private int capacity = FIRST_CAPACITY;
    private int length;

    @Override
    public void accept(byte[] buf, int off, int len) {
        ensure(len);
        OffHeap.put(address + length, buf, off, len);
        length += len;
    }

    @Override
    public void prepend(byte[] bytes) {
        byte[] behind = new byte[length];
        OffHeap.get(address, behind, 0, length);
        length = 0;
        accept(bytes, 0, bytes.length);
        accept(behind, 0, behind.length);
    }

    private void ensure(int more) {
        if (length + more > capacity) {
            int size = Math.max(length + more, capacity * 2);
            byte[] kept = new byte[length];
            OffHeap.get(address, kept, 0, length);
            OffHeap.free(address);
            address = OffHeap.allocate(size);
            capacity = size;
            OffHeap.put(address, kept, 0, length);
        }
    }

    long address() {
        return address;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }
}
