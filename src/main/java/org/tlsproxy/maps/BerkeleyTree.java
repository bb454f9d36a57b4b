package org.tlsproxy.maps;

import java.util.Arrays;
import java.util.Optional;

/** A B-tree file of Berkeley DB (format versions 8 to 10). */
final class BerkeleyTree implements IndexFormat {

    private static final long MAGIC = 0x053162;
    private static final int ROOT = 88;
    private static final int INNER_PAGE = 3;
    private static final int LEAF_PAGE = 5;
    private static final int DEEPEST = 40;

    private static final int ON_PAGE = 1;
    private static final int OFF_PAGE = 3;
    private static final int DELETED = 0x80;
    private static final int INNER_KEY = 12;

    private final TableBytes file;

    BerkeleyTree(TableBytes file) {
        this.file = file;
    }

    @Override
    public void check() throws DamagedTable {
        BerkeleyPages.open(file, MAGIC, 8, 9, 10);
    }

    @Override
    public Optional<byte[]> find(byte[] key) throws DamagedTable {
        BerkeleyPages pages = BerkeleyPages.open(file, MAGIC, 8, 9, 10);
        Page page = pages.page(pages.meta().u32(ROOT));
        for (int depth = 0; BerkeleyPages.type(page) == INNER_PAGE; depth++) {
            if (depth == DEEPEST) {
                throw new DamagedTable("the tree is too deep");
            }
            page = pages.page(child(pages, page, key));
        }
        if (BerkeleyPages.type(page) != LEAF_PAGE) {
            throw new DamagedTable("a page of the tree is of another kind");
        }
        return leaf(pages, page, key);
    }

    /** The page behind the last key that is not greater; the first key of an inner page counts as smaller than all. */
    private static long child(BerkeleyPages pages, Page page, byte[] key) throws DamagedTable {
        int low = 0;
        int high = BerkeleyPages.entries(page) - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (compareInner(pages, page, BerkeleyPages.item(page, middle), key) >= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return page.u32(BerkeleyPages.item(page, low) + 4);
    }

    private static int compareInner(BerkeleyPages pages, Page page, int at, byte[] key) throws DamagedTable {
        if ((page.u8(at + 2) & ~DELETED) == OFF_PAGE) {
            byte[] whole = pages.overflow(page.u32(at + INNER_KEY + 4), page.u32(at + INNER_KEY + 8));
            return Arrays.compareUnsigned(key, whole);
        }
        return page.compare(key, at + INNER_KEY, page.u16(at));
    }

    private static Optional<byte[]> leaf(BerkeleyPages pages, Page page, byte[] key) throws DamagedTable {
        int entries = BerkeleyPages.entries(page);
        for (int i = 0; i + 1 < entries; i += 2) {
            int at = BerkeleyPages.item(page, i);
            int value = BerkeleyPages.item(page, i + 1);
            if ((page.u8(value + 2) & DELETED) == 0 && Arrays.equals(item(pages, page, at, key.length), key)) {
                return Optional.of(item(pages, page, value, -1));
            }
        }
        return Optional.empty();
    }

    /** @param wanted a long item of another length is not read; −1 reads any. @return empty for what was not wanted */
    private static byte[] item(BerkeleyPages pages, Page page, int at, int wanted) throws DamagedTable {
        return switch (page.u8(at + 2) & ~DELETED) {
            case ON_PAGE -> page.slice(at + 3, page.u16(at));
            case OFF_PAGE -> wanted < 0 || page.u32(at + 8) == wanted ? pages.overflow(page.u32(at + 4), page.u32(at + 8)) : new byte[0];
            default -> throw new DamagedTable("an item is of another kind");
        };
    }
}
