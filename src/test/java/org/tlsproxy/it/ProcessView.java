package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A process as /proc shows it. Whatever has ended in the meantime reads as empty. */
record ProcessView(int pid) {

    private Path proc(String name) {
        return Path.of("/proc", Integer.toString(pid), name);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";      // ended meanwhile
        }
    }

    boolean alive() {
        String stat = read(proc("stat"));
        return state(stat) != 'Z';
    }

    /** Stops it, every thread: the kernel needs one of them to run for a moment before all are stopped. */
    void stop() {
        signal(Native.SIGSTOP);
        await().until(() -> {
            try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
                return threads.allMatch(thread -> state(read(thread.resolve("stat"))) == 'T');
            }
        });
    }

    private static char state(String stat) {
        return stat.isEmpty() ? 'Z' : stat.charAt(stat.lastIndexOf(')') + 2);
    }

    int parent() {
        return stat(0);
    }

    /** Its process group, which for everything that master(8) runs is master's. */
    int group() {
        return stat(1);
    }

    /** A number of /proc/PID/stat, counted from the parent's id; 0 when it has ended. */
    private int stat(int field) {
        String stat = read(proc("stat"));
        return stat.isEmpty() ? 0 : Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 4).split(" ")[field]);
    }

    /** Its arguments, program name first. */
    List<String> arguments() {
        return List.of(read(proc("cmdline")).split("\0"));
    }

    /** Its environment at exec, as {@code NAME=VALUE}. */
    List<String> environment() {
        return List.of(read(proc("environ")).split("\0"));
    }

    /** Its root directory: {@code /} unless it is in a chroot. */
    String root() {
        return link(proc("root"));
    }

    String workingDirectory() {
        return link(proc("cwd"));
    }

    private static String link(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";      // ended meanwhile
        }
    }

    /** How many descriptors it has open; 0 when it has ended. */
    int descriptors() {
        try (Stream<Path> open = Files.list(proc("fd"))) {
            return (int) open.count();
        } catch (IOException | UncheckedIOException e) {
            return 0;       // ended meanwhile
        }
    }

    /** Resident memory in kB; 0 when it has ended. */
    long residentKilobytes() {
        String size = fields(read(proc("status"))).getOrDefault("VmRSS", "0 kB");
        return Long.parseLong(size.split(" ")[0]);
    }

    /** Memory in kB of which shared pages count in part; 0 when it has ended. */
    long proportionalKilobytes() {
        String size = fields(read(proc("smaps_rollup"))).getOrDefault("Pss", "0 kB");
        return Long.parseLong(size.split(" ")[0]);
    }

    /** {@code /proc/PID/task/TID/status} of every thread: field name to value, plus {@code root} for its root directory. */
    List<Map<String, String>> threads() {
        List<Map<String, String>> threads = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(proc("task"))) {
            for (Path task : tasks.toList()) {
                Map<String, String> fields = fields(read(task.resolve("status")));
                if (!fields.isEmpty()) {
                    fields.put("root", link(task.resolve("root")));
                    threads.add(fields);
                }
            }
            return threads;
        } catch (NoSuchFileException e) {
            return threads;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> fields(String status) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : status.split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip().replace('\t', ' '));
            }
        }
        return fields;
    }

    void signal(int number) {
        Native.kill(pid, number);
    }

    @Override
    public String toString() {
        return pid + " (parent " + parent() + ", group " + group() + "): " + String.join(" ", arguments());
    }
}
