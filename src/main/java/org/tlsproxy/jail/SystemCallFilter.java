package org.tlsproxy.jail;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.posix.Seccomp.Instruction;

/**
 * The seccomp filter of a worker, for x86-64 and aarch64. Numbers are those of the kernel's tables; −1 means that the architecture has no
 * such call.
 *
 * <p>Whatever the filter, starting a program ends the process, threads may be made and processes may not, and sockets are AF_UNIX only:
 * tlsmgr, proxymap and the log are reached that way, and nobody else.
 */
final class SystemCallFilter {

    private static final int LOAD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER_EQUAL = 0x35;
    private static final int JUMP_SET = 0x45;
    private static final int RETURN = 0x06;

    private static final long ALLOWED = 0x7fff0000L;
    private static final long KILL_PROCESS = 0x80000000L;
    private static final long ERRNO = 0x00050000L;
    private static final long EPERM = ERRNO | 1;
    private static final long ENOSYS = ERRNO | 38;

    private static final long ARCH_X86_64 = 0xC000003EL;
    private static final long ARCH_AARCH64 = 0xC00000B7L;
    private static final long X32_BIT = 0x40000000L;
    private static final long CLONE_THREAD = 0x10000;
    private static final long AF_UNIX = 1;

    private static final boolean X86_64 = System.getProperty("os.arch").equals("amd64");

    private SystemCallFilter() { }

    static Instruction[] program(JailPlan.Filter filter) {
        List<Instruction> program = new ArrayList<>();
        if (filter != JailPlan.Filter.NONE) {
            prologue(program);
            each(program, SystemCalls.PROGRAMS, KILL_PROCESS);
            each(program, SystemCalls.CLONE3, ENOSYS);
            threadsOnly(program);
            unixOnly(program);
            if (filter == JailPlan.Filter.DENY) {
                each(program, SystemCalls.NEVER, EPERM);
            } else {
                each(program, SystemCalls.USED, ALLOWED);
                program.add(give(EPERM));
            }
        }
        program.add(give(ALLOWED));
        return program.toArray(new Instruction[0]);
    }

    /** Another architecture's calls have other numbers: they end the process. Leaves the call's number in the accumulator. */
    private static void prologue(List<Instruction> program) {
        program.add(new Instruction(LOAD, 0, 0, 4));
        program.add(new Instruction(JUMP_EQUAL, 1, 0, X86_64 ? ARCH_X86_64 : ARCH_AARCH64));
        program.add(give(KILL_PROCESS));
        program.add(new Instruction(LOAD, 0, 0, 0));
        if (X86_64) {
            program.add(new Instruction(JUMP_GREATER_EQUAL, 0, 1, X32_BIT));
            program.add(give(KILL_PROCESS));
        }
    }

    private static void each(List<Instruction> program, int[][] calls, long verdict) {
        for (int[] call : calls) {
            int number = number(call);
            if (number >= 0) {
                program.add(new Instruction(JUMP_EQUAL, 0, 1, number));
                program.add(give(verdict));
            }
        }
    }

    /** clone(2) with CLONE_THREAD, which is its first argument on both architectures. */
    private static void threadsOnly(List<Instruction> program) {
        program.add(new Instruction(JUMP_EQUAL, 0, 4, number(SystemCalls.CLONE)));
        program.add(new Instruction(LOAD, 0, 0, 16));
        program.add(new Instruction(JUMP_SET, 0, 1, CLONE_THREAD));
        program.add(give(ALLOWED));
        program.add(give(EPERM));
    }

    private static void unixOnly(List<Instruction> program) {
        for (int[] call : new int[][] {SystemCalls.SOCKET, SystemCalls.SOCKETPAIR}) {
            program.add(new Instruction(JUMP_EQUAL, 0, 4, number(call)));
            program.add(new Instruction(LOAD, 0, 0, 16));
            program.add(new Instruction(JUMP_EQUAL, 0, 1, AF_UNIX));
            program.add(give(ALLOWED));
            program.add(give(EPERM));
        }
    }

    private static int number(int[] call) {
        return X86_64 ? call[0] : call[1];
    }

    private static Instruction give(long verdict) {
        return new Instruction(RETURN, 0, 0, verdict);
    }
}
