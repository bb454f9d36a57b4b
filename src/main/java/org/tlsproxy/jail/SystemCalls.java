package org.tlsproxy.jail;

/** Numbers of system calls: {x86-64, aarch64}. */
final class SystemCalls {

    static final int[] CLONE = {56, 220};
    static final int[] SOCKET = {41, 198};
    static final int[] SOCKETPAIR = {53, 199};

    /** glibc falls back to clone(2) where clone3(2) does not exist; clone3's flags are in memory, where a filter cannot look. */
    static final int[][] CLONE3 = {{435, 435}};

    /** execve, execveat, fork, vfork. */
    static final int[][] PROGRAMS = {{59, 221}, {322, 281}, {57, -1}, {58, -1}};

    /** What a proxy never needs. Order: likely ones first is not worth it; these are all rare. */
    static final int[][] NEVER = {
        {49, 200}, {50, 201}, {43, 202}, {288, 242},       // bind, listen, accept, accept4
        {62, 129}, {129, 138}, {297, 240}, {424, 424},     // kill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal
        {434, 434}, {438, 438},                            // pidfd_open, pidfd_getfd
        {101, 117}, {310, 270}, {311, 271}, {312, 272},    // ptrace, process_vm_readv, process_vm_writev, kcmp
        {165, 40}, {166, 39}, {155, 41}, {161, 51},        // mount, umount2, pivot_root, chroot
        {428, 428}, {429, 429}, {430, 430}, {431, 431}, {432, 432}, {442, 442}, // open_tree … fsmount, mount_setattr
        {272, 97}, {308, 268},                             // unshare, setns
        {105, 146}, {106, 144}, {113, 145}, {114, 143}, {116, 159}, // setuid, setgid, setreuid, setregid, setgroups
        {117, 147}, {119, 149}, {122, 151}, {123, 152}, {126, 91},  // setresuid, setresgid, setfsuid, setfsgid, capset
        {321, 280}, {323, 282}, {298, 241}, {425, 425}, {426, 426}, {427, 427}, // bpf, userfaultfd, perf_event_open, io_uring
        {248, 217}, {249, 218}, {250, 219},                // add_key, request_key, keyctl
        {246, 104}, {320, 294}, {175, 105}, {313, 273}, {176, 106}, // kexec_load, kexec_file_load, init_module, finit_module, delete_module
        {304, 265}, {303, 264}, {169, 142}, {163, 89},     // open_by_handle_at, name_to_handle_at, reboot, acct
        {164, 170}, {227, 112}, {159, 171}, {305, 266},    // settimeofday, clock_settime, adjtimex, clock_adjtime
        {167, 224}, {168, 225}, {170, 161}, {171, 162}, {172, -1}, {173, -1}, // swapon, swapoff, sethostname, setdomainname, iopl, ioperm
        {133, 33}, {259, -1}, {153, 58}, {103, 116},       // mknodat differs: mknod, mknodat, vhangup, syslog
        {82, -1}, {264, 38}, {316, 276}, {86, -1}, {265, 37}, {88, -1}, {266, 36}, // rename*, link*, symlink*
        {83, -1}, {258, 34}, {84, -1}, {87, -1}, {263, 35}, // mkdir*, rmdir, unlink*
        {90, -1}, {91, 52}, {268, 53}, {92, -1}, {93, 55}, {94, -1}, {260, 54}, // chmod*, chown*
    };

    /** What workers were seen to use in the jail, JDK 17 and 25: measured, an option for the strict. */
    static final int[][] USED = {
        {0, 63}, {1, 64}, {3, 57}, {7, -1}, {271, 73},     // read, write, close, poll, ppoll
        {8, 62}, {9, 222}, {10, 226}, {11, 215}, {12, 214}, // lseek, mmap, mprotect, munmap, brk
        {13, 134}, {14, 135}, {15, 139},                   // rt_sigaction, rt_sigprocmask, rt_sigreturn
        {16, 29}, {17, 67}, {18, 68}, {19, 65}, {20, 66},  // ioctl, pread64, pwrite64, readv, writev
        {73, 32}, {24, 124}, {25, 216}, {27, 232}, {28, 233},        // flock, sched_yield, mremap, mincore, madvise
        {32, 23}, {33, -1}, {292, 24}, {35, 101}, {230, 115}, // dup, dup2, dup3, nanosleep, clock_nanosleep
        {37, -1}, {38, 103}, {36, 102},                    // alarm, setitimer, getitimer
        {39, 172}, {186, 178}, {234, 131}, {110, 173},     // getpid, gettid, tgkill, getppid
        {42, 203}, {44, 206}, {45, 207}, {46, 211}, {47, 212}, {48, 210}, // connect, sendto, recvfrom, sendmsg, recvmsg, shutdown
        {51, 204}, {52, 205}, {54, 208}, {55, 209},        // getsockname, getpeername, setsockopt, getsockopt
        {60, 93}, {231, 94}, {72, 25}, {79, 17},           // exit, exit_group, fcntl, getcwd
        {4, -1}, {5, 80}, {6, -1}, {262, 79}, {332, 291}, {21, -1}, {269, 48}, {439, 439}, // stat family, access family
        {2, -1}, {257, 56}, {89, -1}, {267, 78}, {217, 61}, // open, openat, readlink, readlinkat, getdents64
        {96, 169}, {97, 163}, {98, 165}, {99, 179}, {100, 153}, {302, 261}, // gettimeofday, getrlimit, getrusage, sysinfo, times, prlimit64
        {102, 174}, {104, 176}, {107, 175}, {108, 177},    // getuid, getgid, geteuid, getegid
        {131, 132}, {157, 167}, {158, -1}, {202, 98},      // sigaltstack, prctl, arch_prctl, futex
        {203, 122}, {204, 123}, {218, 96}, {219, 128},     // sched_setaffinity, sched_getaffinity, set_tid_address, restart_syscall
        {228, 113}, {229, 114}, {201, -1}, {309, 168},     // clock_gettime, clock_getres, time, getcpu
        {232, -1}, {281, 22}, {233, 21}, {291, 20}, {441, 441}, // epoll_wait, epoll_pwait, epoll_ctl, epoll_create1, epoll_pwait2
        {273, 99}, {293, 59}, {318, 278}, {324, 283}, {334, 293}, // set_robust_list, pipe2, getrandom, membarrier, rseq
        {63, 160}, {140, 141}, {141, 140}, {144, 119}, {145, 120}, {127, 136}, {128, 137}, // uname, priorities, sigpending, sigtimedwait
    };

    private SystemCalls() { }
}
