package org.tlsproxy.maps;

import java.util.Optional;

/**
 * D. J. Bernstein's constant database: 256 hash tables, listed in the first 2048 bytes, behind the records. All numbers are
 * little-endian and have 32 bits.
 */
final class CdbFile implements IndexFormat {

    private static final int HEADER = 2048;
    private static final int PAIR = 8;

    private final TableBytes file;

    CdbFile(TableBytes file) {
        this.file = file;
    }

    @Override
    public void check() throws DamagedTable {
        if (file.size() < HEADER) {
            throw new DamagedTable("it is shorter than its header");
        }
    }

    @Override
    public Optional<byte[]> find(byte[] key) throws DamagedTable {
        long hash = hash(key);
        Page table = pair(hash % 256 * PAIR);
        long slots = table.u32(4);
        if (slots > file.size() / PAIR) {
            throw new DamagedTable("a hash table is longer than the file");
        }
        for (long i = 0; i < slots; i++) {
            long slot = (hash / 256 + i) % slots;
            Page entry = pair(table.u32(0) + slot * PAIR);
            if (entry.u32(4) == 0) {
                return Optional.empty();
            }
            if (entry.u32(0) == hash) {
                Optional<byte[]> value = value(entry.u32(4), key);
                if (value.isPresent()) {
                    return value;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> value(long record, byte[] key) throws DamagedTable {
        Page lengths = pair(record);
        if (lengths.u32(0) != key.length || !at(record + PAIR, key.length).holds(0, key.length, key)) {
            return Optional.empty();
        }
        long length = lengths.u32(4);
        if (length > Math.min(LONGEST, file.size())) {
            throw new DamagedTable("a value is longer than the file");
        }
        return Optional.of(at(record + PAIR + key.length, (int) length).slice(0, (int) length));
    }

    private static long hash(byte[] key) {
        int hash = 5381;
        for (byte b : key) {
            hash = (hash << 5) + hash ^ b & 0xff;
        }
        return hash & 0xffffffffL;
    }

    private Page pair(long position) throws DamagedTable {
        return at(position, PAIR);
    }

    private Page at(long position, int size) throws DamagedTable {
        byte[] bytes = new byte[size];
        file.read(position, bytes);
        return new Page(bytes, false);
    }
}
