package org.tlsproxy.maps;

/**
 * The pages of a Berkeley DB file, as libdb 4.x and 5.x write it: what hash and B-tree files have in common. The first page describes
 * the file; a page starts with 26 bytes that say what it is, followed by a list of offsets of its items.
 */
final class BerkeleyPages {

    static final int HEADER = 26;
    static final int FREE = 0;

    private static final int META = 512;
    private static final int MAGIC = 12;
    private static final int VERSION = 16;
    private static final int PAGE_SIZE = 20;
    private static final int ENCRYPTION = 24;
    private static final int META_FLAGS = 26;
    private static final int LAST_PAGE = 32;

    private static final int NEXT_PAGE = 16;
    private static final int ENTRIES = 20;
    private static final int DATA_LENGTH = 22;
    private static final int TYPE = 25;
    private static final int OVERFLOW = 7;

    private final TableBytes file;
    private final Page meta;
    private final boolean bigEndian;
    private final int pageSize;
    private final long lastPage;

    private BerkeleyPages(TableBytes file, Page meta, boolean bigEndian) throws DamagedTable {
        this.file = file;
        this.meta = meta;
        this.bigEndian = bigEndian;
        this.pageSize = (int) meta.u32(PAGE_SIZE);
        this.lastPage = meta.u32(LAST_PAGE);
    }

    /**
     * Reads what describes the file.
     *
     * @param magic    of the kind that is expected
     * @param versions of that kind that are known
     */
    static BerkeleyPages open(TableBytes file, long magic, int... versions) throws DamagedTable {
        byte[] head = new byte[META];
        file.read(0, head);
        boolean bigEndian = new Page(head, true).u32(MAGIC) == magic;
        Page meta = new Page(head, bigEndian);
        if (meta.u32(MAGIC) != magic) {
            throw new DamagedTable("it is no file of this kind");
        }
        BerkeleyPages pages = new BerkeleyPages(file, meta, bigEndian);
        pages.checkKind(versions);
        return pages;
    }

    /** Postfix's files are neither encrypted nor checksummed nor partitioned; those have other headers. */
    private void checkKind(int... versions) throws DamagedTable {
        boolean known = false;
        for (int version : versions) {
            known |= meta.u32(VERSION) == version;
        }
        if (!known || meta.u8(ENCRYPTION) != 0 || meta.u8(META_FLAGS) != 0) {
            throw new DamagedTable("it has a version or an option that is not known");
        }
        if (pageSize < META || pageSize > 64 * 1024 || Integer.bitCount(pageSize) != 1) {
            throw new DamagedTable("its page size is wrong");
        }
        if (lastPage >= file.size() / pageSize) {
            throw new DamagedTable("it is shorter than it says");
        }
    }

    /** The first 512 bytes. */
    Page meta() {
        return meta;
    }

    Page page(long number) throws DamagedTable {
        if (number > lastPage || number == 0) {
            throw new DamagedTable("a page is missing");
        }
        byte[] bytes = new byte[pageSize];
        file.read(number * pageSize, bytes);
        return new Page(bytes, bigEndian);
    }

    /** How many pages a search may follow before it must be a circle. */
    long count() {
        return lastPage + 1;
    }

    int pageSize() {
        return pageSize;
    }

    static int type(Page page) throws DamagedTable {
        return page.u8(TYPE);
    }

    static int entries(Page page) throws DamagedTable {
        return page.u16(ENTRIES);
    }

    static long next(Page page) throws DamagedTable {
        return page.u32(NEXT_PAGE);
    }

    /** Where an item of a page starts. */
    static int item(Page page, int index) throws DamagedTable {
        return page.u16(HEADER + 2 * index);
    }

    /** The content of an item that has pages of its own. @param first its first page, @param length in bytes */
    byte[] overflow(long first, long length) throws DamagedTable {
        if (length > IndexFormat.LONGEST || length > count() * pageSize) {
            throw new DamagedTable("an item is longer than the file");
        }
        byte[] all = new byte[(int) length];
        int have = 0;
        long number = first;
        while (have < all.length) {
            Page page = page(number);
            int size = page.u16(DATA_LENGTH);
            if (type(page) != OVERFLOW || size == 0 || size > all.length - have) {
                throw new DamagedTable("a part of a long item is wrong");
            }
            System.arraycopy(page.slice(HEADER, size), 0, all, have, size);
            have += size;
            number = next(page);
        }
        return all;
    }
}
