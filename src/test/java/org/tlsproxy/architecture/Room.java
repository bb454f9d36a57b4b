package org.tlsproxy.architecture;

import java.util.Set;

/**
 * A room of the house, and the rooms it may import. A class that needs more stands in the wrong room, or wants its data handed in.
 *
 * @param name    last part of the package name, {@code org.tlsproxy.NAME}
 * @param imports names of other rooms
 */
record Room(String name, Set<String> imports) {

    /** Rooms with a main. What two of them need is in {@code pool}, {@code loop} or {@code jail}. */
    static final Set<String> MAINS = Set.of("launcher", "worker", "smtpd", "probe");

    /** Rooms that compute: bytes, time and descriptors are handed in, decisions are handed out. */
    static final Set<String> PURE = Set.of("session", "smtp", "wire", "policy");

    static final Set<Room> ALL = Set.of(
        room("launcher", "pool", "loop", "jail", "config", "log", "posix"),
        room("worker", "pool", "loop", "jail", "session", "wire", "rehearsal", "engine", "crypto", "libcrypto", "policy", "trust", "config",
            "maps", "tlsmgr", "log", "posix"),
        room("smtpd", "pool", "loop", "jail", "smtp", "wire", "rehearsal", "engine", "crypto", "libcrypto", "policy", "trust", "config",
            "maps", "tlsmgr", "log", "posix"),
        room("probe", "wire", "posix"),
        room("pool", "loop", "jail", "log", "posix"),
        room("loop", "log", "posix"),
        room("jail", "log", "posix"),
        room("session", "wire", "engine", "policy", "log"),
        room("smtp", "wire", "engine", "policy", "log"),
        room("wire"),
        room("rehearsal", "engine", "crypto"),
        room("engine", "crypto", "policy"),
        room("crypto", "libcrypto"),
        room("libcrypto", "posix"),
        room("policy"),
        room("trust", "engine", "crypto", "policy", "log"),
        room("config", "policy", "log", "posix"),
        room("maps", "loop", "wire", "log", "posix"),
        room("tlsmgr", "loop", "wire", "log", "posix"),
        room("log", "posix"),
        room("posix"));

    private static Room room(String name, String... imports) {
        return new Room(name, Set.of(imports));
    }

    String packages() {
        return "org.tlsproxy." + name + "..";
    }
}
