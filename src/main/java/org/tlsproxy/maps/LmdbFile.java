package org.tlsproxy.maps;

import java.util.Optional;

/**
 * An LMDB file of a 64-bit machine (format version 1): two descriptions of the file, of which the one with the later transaction counts,
 * and a B-tree. Searching it without liblmdb's reader table is safe under the lock that Postfix puts around its transactions.
 */
final class LmdbFile implements IndexFormat {

    private static final long MAGIC = 0xBEEFC0DEL;
    private static final int PAGE_HEADER = 16;
    private static final int META = PAGE_HEADER + 136;
    private static final int VERSION = PAGE_HEADER + 4;
    private static final int PAGE_SIZE = PAGE_HEADER + 24;
    private static final int MAIN_FLAGS = PAGE_HEADER + 76;
    private static final int MAIN_ROOT = PAGE_HEADER + 112;
    private static final int LAST_PAGE = PAGE_HEADER + 120;
    private static final int TRANSACTION = PAGE_HEADER + 128;
    private static final long NO_PAGE = -1L;

    private static final int BRANCH = 0x01;
    private static final int LEAF = 0x02;
    private static final int OVERFLOW = 0x04;
    private static final int META_PAGE = 0x08;
    private static final int KINDS = BRANCH | LEAF | OVERFLOW | META_PAGE | 0x20 | 0x40;
    private static final int NODE_HEADER = 8;
    private static final int BIG_DATA = 0x01;
    private static final int DEEPEST = 32;

    private final TableBytes file;

    LmdbFile(TableBytes file) {
        this.file = file;
    }

    /** What describes the file now. @param root of the tree, {@link #NO_PAGE} if it is empty */
    private record Tree(int pageSize, long root, long lastPage) { }

    @Override
    public void check() throws DamagedTable {
        tree();
    }

    private Tree tree() throws DamagedTable {
        Page first = meta(0);
        long pageSize = first.u32(PAGE_SIZE);
        if (pageSize < 256 || pageSize > 64 * 1024 || Long.bitCount(pageSize) != 1) {
            throw new DamagedTable("its page size is wrong");
        }
        Page second = meta(pageSize);
        Page meta = second.u63(TRANSACTION) > first.u63(TRANSACTION) ? second : first;
        if (meta.u16(MAIN_FLAGS) != 0) {
            throw new DamagedTable("it has an option that is not known");
        }
        boolean empty = meta.u32(MAIN_ROOT) == 0xffffffffL && meta.u32(MAIN_ROOT + 4) == 0xffffffffL;
        return new Tree((int) pageSize, empty ? NO_PAGE : meta.u63(MAIN_ROOT), meta.u63(LAST_PAGE));
    }

    private Page meta(long at) throws DamagedTable {
        byte[] bytes = new byte[META];
        file.read(at, bytes);
        Page page = new Page(bytes, false);
        if (page.u32(PAGE_HEADER) != MAGIC || page.u32(VERSION) != 1) {
            throw new DamagedTable("it is no LMDB file of version 1");
        }
        return page;
    }

    @Override
    public Optional<byte[]> find(byte[] key) throws DamagedTable {
        Tree tree = tree();
        long number = tree.root();
        if (number == NO_PAGE) {
            return Optional.empty();
        }
        for (int depth = 0; depth < DEEPEST; depth++) {
            Page page = page(tree, number);
            int kind = kind(page);
            if (kind == LEAF) {
                return leaf(tree, page, key);
            }
            if (kind != BRANCH) {
                throw new DamagedTable("a page of the tree is of another kind");
            }
            number = child(page, key);
        }
        throw new DamagedTable("the tree is too deep");
    }

    private static int kind(Page page) throws DamagedTable {
        return page.u16(10) & KINDS;
    }

    private Page page(Tree tree, long number) throws DamagedTable {
        if (number > tree.lastPage() || number < 2) {
            throw new DamagedTable("a page is missing");
        }
        byte[] bytes = new byte[tree.pageSize()];
        file.read(number * tree.pageSize(), bytes);
        return new Page(bytes, false);
    }

    private static int nodes(Page page) throws DamagedTable {
        return (page.u16(12) - PAGE_HEADER) / 2;
    }

    private static int node(Page page, int index) throws DamagedTable {
        return page.u16(PAGE_HEADER + 2 * index);
    }

    private static int compare(Page page, int node, byte[] key) throws DamagedTable {
        return page.compare(key, node + NODE_HEADER, page.u16(node + 6));
    }

    /** The first key of a branch page is not there and counts as smaller than all. */
    private static long child(Page page, byte[] key) throws DamagedTable {
        int low = 0;
        int high = nodes(page) - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (compare(page, node(page, middle), key) >= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int node = node(page, low);
        return page.u32(node) | (long) page.u16(node + 4) << 32;
    }

    private Optional<byte[]> leaf(Tree tree, Page page, byte[] key) throws DamagedTable {
        int low = 0;
        int high = nodes(page) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(page, node(page, middle), key);
            if (order == 0) {
                return Optional.of(value(tree, page, node(page, middle)));
            }
            low = order > 0 ? middle + 1 : low;
            high = order < 0 ? middle - 1 : high;
        }
        return Optional.empty();
    }

    private byte[] value(Tree tree, Page page, int node) throws DamagedTable {
        long length = page.u32(node);
        int data = node + NODE_HEADER + page.u16(node + 6);
        int flags = page.u16(node + 4);
        if (flags == 0) {
            return page.slice(data, (int) Math.min(length, tree.pageSize()));
        }
        if (flags != BIG_DATA) {
            throw new DamagedTable("a value is of another kind");
        }
        if (length > Math.min(LONGEST, file.size())) {
            throw new DamagedTable("a value is longer than the file");
        }
        long number = page.u63(data);
        if (kind(page(tree, number)) != OVERFLOW) {
            throw new DamagedTable("a page of a long value is of another kind");
        }
        byte[] bytes = new byte[(int) length];
        file.read(number * tree.pageSize() + PAGE_HEADER, bytes);
        return bytes;
    }
}
