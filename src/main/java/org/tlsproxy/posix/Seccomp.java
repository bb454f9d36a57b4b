package org.tlsproxy.posix;

/** Installs a seccomp filter on every thread of the process at once. What it says is the jail's business. */
public final class Seccomp {

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    private static final boolean X86_64 = System.getProperty("os.arch").equals("amd64");
    private static final int SYS_SECCOMP = X86_64 ? 317 : 277;

    private static final NativeLibrary.Function PRCTL = Libc.i("prctl", "illll");
    private static final NativeLibrary.Function SYSCALL = Libc.l("syscall", "llll");

    private Seccomp() { }

    /** One BPF instruction. @param code operation, @param jumpTrue, @param jumpFalse instructions to skip, @param k operand */
    public record Instruction(int code, int jumpTrue, int jumpFalse, long k) { }

    /**
     * Sets no_new_privs and the filter on all threads (TSYNC sets both on the others).
     *
     * @throws ErrnoException if the kernel refuses, EINVAL where it has no seccomp
     */
    public static void install(Instruction[] program) throws ErrnoException {
        long code = OffHeap.allocate(8L * program.length);
        long header = OffHeap.allocate(16);
        try {
            for (int i = 0; i < program.length; i++) {
                long at = code + 8L * i;
                OffHeap.putShort(at, program[i].code);
                OffHeap.putByte(at + 2, program[i].jumpTrue);
                OffHeap.putByte(at + 3, program[i].jumpFalse);
                OffHeap.putInt(at + 4, (int) program[i].k);
            }
            OffHeap.putShort(header, program.length);
            OffHeap.putLong(header + 8, code);
            Libc.check(PRCTL.call(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl PR_SET_NO_NEW_PRIVS");
            long result = SYSCALL.call(SYS_SECCOMP, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, header);
            if (result != 0) {
                throw new ErrnoException("seccomp", result < 0 ? NativeLibrary.errno() : Errno.EPERM);
            }
        } finally {
            OffHeap.free(code);
            OffHeap.free(header);
        }
    }
}
