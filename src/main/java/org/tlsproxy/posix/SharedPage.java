package org.tlsproxy.posix;

/**
 * A page of memory that two processes see, without a name in any directory (memfd_create(2)). It is sealed as soon as it has its size: a
 * process that got it and was broken into cannot make it smaller, so that whoever reads it never dies of it (SIGBUS).
 */
public final class SharedPage {

    /** Bytes of it; on machines with larger pages the rest of one is not used. */
    public static final int BYTES = 4096;

    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_NOEXEC_SEAL = 8;
    private static final int F_ADD_SEALS = 1033;
    private static final int SEAL_SEAL = 1;
    private static final int SEAL_SHRINK = 2;
    private static final int SEAL_GROW = 4;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;

    private static final NativeLibrary.Function MEMFD_CREATE = Libc.i("memfd_create", "li");
    private static final NativeLibrary.Function FTRUNCATE = Libc.i("ftruncate", "il");
    private static final NativeLibrary.Function FCNTL = Libc.i("fcntl", "iil");
    private static final NativeLibrary.Function MMAP = Libc.l("mmap", "lliiil");
    private static final NativeLibrary.Function MUNMAP = Libc.i("munmap", "ll");

    private SharedPage() { }

    /**
     * A new page of zeros.
     *
     * @param name what /proc calls it
     * @return its descriptor, the caller's to close, close-on-exec
     */
    public static int create(String name) throws ErrnoException {
        int fd = memory(name);
        try {
            Libc.check(FTRUNCATE.call(fd, BYTES), "ftruncate");
            Libc.check(FCNTL.call(fd, F_ADD_SEALS, SEAL_SHRINK | SEAL_GROW | SEAL_SEAL), "fcntl F_ADD_SEALS");
            return fd;
        } catch (ErrnoException e) {
            Descriptors.close(fd);
            throw e;
        }
    }

    /** Linux can be told to refuse memory that may be executed (vm.memfd_noexec); before 6.3 it does not know that there is another. */
    private static int memory(String name) throws ErrnoException {
        long text = OffHeap.cString(name);
        try {
            int fd = (int) MEMFD_CREATE.call(text, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
            return fd < 0 && NativeLibrary.errno() == Errno.EINVAL
                ? Libc.check(MEMFD_CREATE.call(text, MFD_CLOEXEC | MFD_ALLOW_SEALING), "memfd_create") : Libc.check(fd, "memfd_create");
        } finally {
            OffHeap.free(text);
        }
    }

    /** Makes a page visible to this process; the descriptor is needed no longer. @return its address */
    public static long map(int fd) throws ErrnoException {
        long address = MMAP.call(0, BYTES, PROT_READ_WRITE, MAP_SHARED, fd, 0);
        if (address == -1) {
            throw new ErrnoException("mmap", NativeLibrary.errno());
        }
        return address;
    }

    /** The address is invalid from now on. */
    public static void unmap(long address) {
        MUNMAP.call(address, BYTES);
    }
}
