package org.tlsproxy.maps;

import java.io.ByteArrayOutputStream;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;

/**
 * A file of a table, open for reading. Goes on working in the jail: only pread(2), lseek(2), flock(2) and fcntl(2) are used on it. Java's
 * own file classes know one of the two kinds of lock only.
 */
final class TableFile implements TableBytes {

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int SEEK_END = 2;
    private static final int LOCK_SH = 1;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;
    private static final int F_SETLK = 6;
    private static final int F_RDLCK = 0;
    private static final int F_UNLCK = 2;
    private static final int STRUCT_FLOCK = 32;
    private static final int BUFFER = 16 * 1024;

    private static final NativeLibrary LIBC = NativeLibrary.open("libc.so.6");
    private static final NativeLibrary.Function OPEN = LIBC.intFunction("open", "li");
    private static final NativeLibrary.Function PREAD = LIBC.longFunction("pread", "illl");
    private static final NativeLibrary.Function LSEEK = LIBC.longFunction("lseek", "ili");
    private static final NativeLibrary.Function FLOCK = LIBC.intFunction("flock", "ii");
    private static final NativeLibrary.Function FCNTL = LIBC.intFunction("fcntl", "iil");

    private final String path;
    private final int fd;
    private final long memory = OffHeap.allocate(BUFFER);

    private TableFile(String path, int fd) {
        this.path = path;
        this.fd = fd;
    }

    static TableFile open(String path) throws ErrnoException {
        long name = OffHeap.cString(path);
        try {
            int fd = (int) OPEN.call(name, O_RDONLY_CLOEXEC);
            if (fd < 0) {
                throw new ErrnoException("open " + path, NativeLibrary.errno());
            }
            return new TableFile(path, fd);
        } finally {
            OffHeap.free(name);
        }
    }

    String path() {
        return path;
    }

    /** How postmap(1) keeps readers away while it rewrites a file in place; the two do not see each other. */
    enum Lock {
        /** Berkeley DB. */
        FLOCK,
        /** LMDB. */
        FCNTL,
        /** cdb: a rewritten file is a new one. */
        NONE
    }

    /** Takes the shared lock, without waiting. @return false if somebody is rewriting the file now */
    boolean lock(Lock kind) {
        return switch (kind) {
            case FLOCK -> FLOCK.call(fd, LOCK_SH | LOCK_NB) == 0;
            case FCNTL -> record(F_RDLCK);
            case NONE -> true;
        };
    }

    void unlock(Lock kind) {
        if (kind == Lock.FLOCK) {
            FLOCK.call(fd, LOCK_UN);
        } else if (kind == Lock.FCNTL) {
            record(F_UNLCK);
        }
    }

    /** struct flock of 64-bit Linux: type and whence as shorts, start and length as 64-bit numbers, 0 meaning all of the file. */
    private boolean record(int type) {
        OffHeap.wipe(memory, STRUCT_FLOCK);
        OffHeap.putShort(memory, type);
        return FCNTL.call(fd, F_SETLK, memory) == 0;
    }

    @Override
    public long size() throws DamagedTable {
        long size = LSEEK.call(fd, 0, SEEK_END);
        if (size < 0) {
            throw new DamagedTable(new ErrnoException("lseek", NativeLibrary.errno()).getMessage());
        }
        return size;
    }

    @Override
    public void read(long at, byte[] into) throws DamagedTable {
        int have = 0;
        while (have < into.length) {
            int count = (int) PREAD.call(fd, memory, Math.min(BUFFER, into.length - have), at + have);
            if (count < 0) {
                throw new DamagedTable(new ErrnoException("pread", NativeLibrary.errno()).getMessage());
            }
            if (count == 0) {
                throw new DamagedTable("it ends before byte " + (at + into.length));
            }
            OffHeap.get(memory, into, have, count);
            have += count;
        }
        OffHeap.wipe(memory, Math.min(BUFFER, into.length));
    }

    /** Everything, of whatever kind the file is: a pipe has a content too. */
    byte[] contents() throws ErrnoException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] portion = new byte[BUFFER];
        while (true) {
            int count = Descriptors.read(fd, memory, BUFFER);
            if (count < 0) {
                throw new ErrnoException("read " + path, NativeLibrary.errno());
            }
            if (count == 0) {
                OffHeap.wipe(memory, BUFFER);
                return all.toByteArray();
            }
            OffHeap.get(memory, portion, 0, count);
            all.write(portion, 0, count);
        }
    }

    void close() {
        Descriptors.close(fd);
        OffHeap.wipe(memory, BUFFER);
        OffHeap.free(memory);
    }
}
