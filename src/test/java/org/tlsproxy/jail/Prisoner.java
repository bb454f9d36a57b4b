package org.tlsproxy.jail;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallContextCache;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A process of its own that goes into the jail and then tries to get out: prints for each attempt what came of it. The last attempt is
 * one that ends it.
 */
final class Prisoner {

    private static final Library LIBC = Library.openLibrary("libc.so.6", Library.LAZY | Library.LOCAL);
    private static final MemoryIO MEMORY = MemoryIO.getInstance();

    private Prisoner() { }

    /** @param arguments directory, uid, gid, filter, last attempt */
    public static void main(String[] arguments) throws Exception {
        int uid = Integer.parseInt(arguments[1]);
        int gid = Integer.parseInt(arguments[2]);
        Thread another = new Thread(() -> sleep(60_000), "another");
        another.setDaemon(true);
        another.start();
        long passwd = text("/etc/passwd");
        long inside = text("/inside");
        loadWhatTheJailWouldHide();
        Jail.enter(new JailPlan(arguments[0], true, Optional.of(new JailPlan.Identity(uid, gid, new int[] {gid})),
            JailPlan.Filter.valueOf(arguments[3])));
        attempt("open inside", "open", inside, 0, 0);
        attempt("open outside", "open", passwd, 0, 0);
        attempt("socket AF_UNIX", "socket", 1, 1, 0);
        attempt("socket AF_INET", "socket", 2, 1, 0);
        attempt("socket AF_INET6", "socket", 10, 1, 0);
        attempt("socket AF_NETLINK", "socket", 16, 3, 0);
        attempt("ptrace", "ptrace", 16, 1, 0, 0);
        attempt("kill", "kill", 1, 0);
        attempt("setuid", "setuid", 0);
        attempt("setresuid", "setresuid", 0, 0, 0);
        attempt("chroot", "chroot", text("/"));
        attempt("mount", "mount", inside, inside, 0, 0, 0);
        attempt("mkdir", "mkdir", text("/new"), 0777);
        attempt("chmod", "chmod", inside, 0777);
        attempt("unlink", "unlink", inside);
        attempt("process_vm_readv", "process_vm_readv", 1, 0, 0, 0, 0, 0);
        System.out.println("dumpable " + call("prctl", 3, 0, 0, 0, 0));
        System.out.flush();
        if (arguments[4].equals("execve")) {
            attempt("execve", "execve", inside, 0, 0);
        } else if (arguments[4].equals("fork")) {
            attempt("vfork", "syscall", 58);
        }
        Runtime.getRuntime().halt(0);
    }

    /** Classes come from directories here, and from open jars in a worker. */
    private static void loadWhatTheJailWouldHide() throws ClassNotFoundException {
        for (String name : new String[] {"Seccomp", "Seccomp$Instruction", "Credentials", "Limits", "ErrnoException"}) {
            Class.forName("org.tlsproxy.posix." + name);
        }
        SystemCallFilter.program(JailPlan.Filter.ALLOW);
        attempt("warm", "getpid");
        attempt("nothing", "open", text("/nonexistent"), 0, 0);
    }

    private static void attempt(String name, String function, long... arguments) {
        int result = call(function, arguments);
        System.out.println(name + (result < 0 ? " errno " + LastError.getInstance().get() : " succeeded"));
        System.out.flush();
    }

    private static int call(String function, long... a) {
        Type[] types = new Type[a.length];
        Arrays.fill(types, Type.SINT64);
        CallContext context = CallContextCache.getInstance().getCallContext(Type.SINT64, types, CallingConvention.DEFAULT, true);
        long address = LIBC.getSymbolAddress(function);
        Invoker invoker = Invoker.getInstance();
        return (int) switch (a.length) {
            case 0 -> invoker.invokeN0(context, address);
            case 1 -> invoker.invokeN1(context, address, a[0]);
            case 2 -> invoker.invokeN2(context, address, a[0], a[1]);
            case 3 -> invoker.invokeN3(context, address, a[0], a[1], a[2]);
            case 4 -> invoker.invokeN4(context, address, a[0], a[1], a[2], a[3]);
            case 5 -> invoker.invokeN5(context, address, a[0], a[1], a[2], a[3], a[4]);
            default -> invoker.invokeN6(context, address, a[0], a[1], a[2], a[3], a[4], a[5]);
        };
    }

    private static long text(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        long address = MEMORY.allocateMemory(bytes.length, true);
        MEMORY.putByteArray(address, bytes, 0, bytes.length);
        return address;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
