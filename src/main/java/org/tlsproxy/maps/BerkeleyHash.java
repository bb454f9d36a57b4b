package org.tlsproxy.maps;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A hash file of Berkeley DB (format versions 8 to 10): buckets that are chains of pages, found by linear hashing. */
final class BerkeleyHash implements IndexFormat {

    private static final long MAGIC = 0x061561;
    private static final int MAX_BUCKET = 72;
    private static final int HIGH_MASK = 76;
    private static final int LOW_MASK = 80;
    private static final int CHECK_HASH = 92;
    private static final int SPARES = 96;

    /** libdb stores the hash of this text, so that a reader can tell whether it has the same function. */
    private static final byte[] CHECK_TEXT = "%$sniglet^&\0".getBytes(StandardCharsets.US_ASCII);

    /** A page that libdb has reserved for a bucket and not yet used: zeros. */
    private static final int UNUSED_PAGE = 0;
    private static final int UNSORTED_PAGE = 2;
    private static final int SORTED_PAGE = 13;
    private static final int ON_PAGE = 1;
    private static final int OFF_PAGE = 3;

    private final TableBytes file;

    BerkeleyHash(TableBytes file) {
        this.file = file;
    }

    @Override
    public void check() throws DamagedTable {
        open();
    }

    private BerkeleyPages open() throws DamagedTable {
        BerkeleyPages pages = BerkeleyPages.open(file, MAGIC, 8, 9, 10);
        if (pages.meta().u32(CHECK_HASH) != hash(CHECK_TEXT)) {
            throw new DamagedTable("it has another hash function");
        }
        return pages;
    }

    @Override
    public Optional<byte[]> find(byte[] key) throws DamagedTable {
        BerkeleyPages pages = open();
        long number = firstPage(pages.meta(), hash(key));
        for (long i = 0; number != BerkeleyPages.FREE; i++) {
            if (i == pages.count()) {
                throw new DamagedTable("a chain of pages is a circle");
            }
            Page page = pages.page(number);
            Optional<byte[]> value = search(pages, page, key);
            if (value.isPresent()) {
                return value;
            }
            number = BerkeleyPages.next(page);
        }
        return Optional.empty();
    }

    /** Buckets are made in batches that double; the spares list says where each batch lies. */
    private static long firstPage(Page meta, long hash) throws DamagedTable {
        long bucket = hash & meta.u32(HIGH_MASK);
        if (bucket > meta.u32(MAX_BUCKET)) {
            bucket &= meta.u32(LOW_MASK);
        }
        int batch = bucket == 0 ? 0 : 64 - Long.numberOfLeadingZeros(bucket);
        if (batch > 31) {
            throw new DamagedTable("a bucket has no place");
        }
        return bucket + meta.u32(SPARES + 4 * batch);
    }

    private static Optional<byte[]> search(BerkeleyPages pages, Page page, byte[] key) throws DamagedTable {
        int type = BerkeleyPages.type(page);
        if (type != SORTED_PAGE && type != UNSORTED_PAGE && type != UNUSED_PAGE) {
            throw new DamagedTable("a page of a bucket is of another kind");
        }
        int entries = type == UNUSED_PAGE ? 0 : BerkeleyPages.entries(page);
        for (int i = 0; i + 1 < entries; i += 2) {
            if (holds(pages, page, i, key)) {
                return Optional.of(item(pages, page, i + 1));
            }
        }
        return Optional.empty();
    }

    private static boolean holds(BerkeleyPages pages, Page page, int index, byte[] key) throws DamagedTable {
        int at = BerkeleyPages.item(page, index);
        if (page.u8(at) == ON_PAGE) {
            return page.holds(at + 1, size(page, index) - 1, key);
        }
        return page.u8(at) == OFF_PAGE && page.u32(at + 8) == key.length
            && Arrays.equals(pages.overflow(page.u32(at + 4), key.length), key);
    }

    private static byte[] item(BerkeleyPages pages, Page page, int index) throws DamagedTable {
        int at = BerkeleyPages.item(page, index);
        return switch (page.u8(at)) {
            case ON_PAGE -> page.slice(at + 1, size(page, index) - 1);
            case OFF_PAGE -> pages.overflow(page.u32(at + 4), page.u32(at + 8));
            default -> throw new DamagedTable("a value is of another kind");
        };
    }

    /** Items are laid down from the end of the page, each up to the one before. */
    private static int size(Page page, int index) throws DamagedTable {
        int end = index == 0 ? page.length() : BerkeleyPages.item(page, index - 1);
        return end - BerkeleyPages.item(page, index);
    }

    /** libdb's function since file version 5: FNV-1 starting from 0. */
    private static long hash(byte[] key) {
        int hash = 0;
        for (byte b : key) {
            hash = hash * 16777619 ^ b & 0xff;
        }
        return hash & 0xffffffffL;
    }
}
