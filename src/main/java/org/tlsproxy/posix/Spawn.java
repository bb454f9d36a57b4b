package org.tlsproxy.posix;

import java.util.ArrayList;
import java.util.List;

/**
 * posix_spawn(3): starts a program without forking the JVM. The child gets exactly the descriptors that are mapped; everything else is
 * made close-on-exec before. Signals are reset to their defaults and unblocked; the process group stays.
 */
public final class Spawn {

    private static final int ACTIONS_BYTES = 128;
    private static final int ATTRIBUTES_BYTES = 512;
    private static final int SIGSET_BYTES = 128;
    private static final int SETSIGDEF = 4;
    private static final int SETSIGMASK = 8;

    private static final NativeLibrary.Function SPAWN = Libc.i("posix_spawn", "llllll");
    private static final NativeLibrary.Function ACTIONS_INIT = Libc.i("posix_spawn_file_actions_init", "l");
    private static final NativeLibrary.Function ACTIONS_DUP2 = Libc.i("posix_spawn_file_actions_adddup2", "lii");
    private static final NativeLibrary.Function ACTIONS_DESTROY = Libc.i("posix_spawn_file_actions_destroy", "l");
    private static final NativeLibrary.Function ATTR_INIT = Libc.i("posix_spawnattr_init", "l");
    private static final NativeLibrary.Function ATTR_FLAGS = Libc.i("posix_spawnattr_setflags", "li");
    private static final NativeLibrary.Function ATTR_SIGDEF = Libc.i("posix_spawnattr_setsigdefault", "ll");
    private static final NativeLibrary.Function ATTR_SIGMASK = Libc.i("posix_spawnattr_setsigmask", "ll");
    private static final NativeLibrary.Function ATTR_DESTROY = Libc.i("posix_spawnattr_destroy", "l");

    private Spawn() { }

    /** A descriptor of ours and the number that the child shall see. */
    public record Mapping(int descriptor, int childDescriptor) { }

    /**
     * @param program     absolute path
     * @param arguments   argv, the program's own name first
     * @param environment NAME=VALUE lines, all that the child gets
     * @param mappings    descriptors for the child
     * @return its pid
     */
    public static int start(String program, List<String> arguments, List<String> environment, List<Mapping> mappings)
        throws ErrnoException {
        List<Long> strings = new ArrayList<>();
        long actions = OffHeap.allocate(ACTIONS_BYTES);
        long attributes = OffHeap.allocate(ATTRIBUTES_BYTES);
        long pid = OffHeap.allocate(8);
        long path = OffHeap.cString(program);
        long argv = vector(arguments, strings);
        long envp = vector(environment, strings);
        try {
            fileActions(actions, mappings);
            signalAttributes(attributes);
            Descriptors.closeAllOnExec();    // Java 17 opens files without O_CLOEXEC, and may have done so a moment ago
            int error = (int) SPAWN.call(pid, path, actions, attributes, argv, envp);
            if (error != 0) {
                throw new ErrnoException("posix_spawn " + program, error);
            }
            return OffHeap.getInt(pid);
        } finally {
            ACTIONS_DESTROY.call(actions);
            ATTR_DESTROY.call(attributes);
            strings.forEach(OffHeap::free);
            for (long block : new long[] {actions, attributes, pid, path, argv, envp}) {
                OffHeap.free(block);
            }
        }
    }

    /** Numbers are moved out of each other's way first: a mapping 5→6 beside 6→5 must not lose one. dup2 clears close-on-exec. */
    private static void fileActions(long actions, List<Mapping> mappings) throws ErrnoException {
        ACTIONS_INIT.call(actions);
        int base = 0;
        for (Mapping m : mappings) {
            base = Math.max(base, Math.max(m.descriptor, m.childDescriptor) + 1);
        }
        for (int i = 0; i < mappings.size(); i++) {
            Libc.check(-ACTIONS_DUP2.call(actions, mappings.get(i).descriptor, base + i), "posix_spawn_file_actions_adddup2");
        }
        for (int i = 0; i < mappings.size(); i++) {
            Libc.check(-ACTIONS_DUP2.call(actions, base + i, mappings.get(i).childDescriptor), "posix_spawn_file_actions_adddup2");
        }
        NativeLibrary.Function close = Libc.i("posix_spawn_file_actions_addclose", "li");
        for (int i = 0; i < mappings.size(); i++) {
            close.call(actions, base + i);
        }
    }

    private static void signalAttributes(long attributes) {
        long set = OffHeap.allocate(SIGSET_BYTES);
        ATTR_INIT.call(attributes);
        ATTR_SIGMASK.call(attributes, set);
        for (int i = 0; i < SIGSET_BYTES; i++) {
            OffHeap.putByte(set + i, 0xff);
        }
        ATTR_SIGDEF.call(attributes, set);
        ATTR_FLAGS.call(attributes, SETSIGDEF | SETSIGMASK);
        OffHeap.free(set);
    }

    private static long vector(List<String> texts, List<Long> strings) {
        long vector = OffHeap.allocate(8L * (texts.size() + 1));
        for (int i = 0; i < texts.size(); i++) {
            long string = OffHeap.cString(texts.get(i));
            strings.add(string);
            OffHeap.putLong(vector + 8L * i, string);
        }
        return vector;
    }
}
