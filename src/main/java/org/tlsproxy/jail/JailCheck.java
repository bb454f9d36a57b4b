package org.tlsproxy.jail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks from outside, as root, whether a process really is in its jail: every thread, by what the kernel says in /proc. A launcher trusts
 * no worker's word for it.
 */
public final class JailCheck {

    private JailCheck() { }

    /** @return what is wrong, naming the thread; empty if every thread is where it should be */
    public static Optional<String> defect(int pid, JailPlan plan) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                Optional<String> defect = threadDefect(thread, plan);
                if (defect.isPresent()) {
                    return defect.map(text -> "thread " + thread.getFileName() + ": " + text);
                }
            }
            return Optional.empty();
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return Optional.of("cannot read /proc/" + pid + "/task: " + e.getMessage());
        }
    }

    private static Optional<String> threadDefect(Path thread, JailPlan plan) throws IOException {
        String status;
        String root;
        try {
            status = Files.readString(thread.resolve("status"), StandardCharsets.ISO_8859_1);
            root = Files.readSymbolicLink(thread.resolve("root")).toString();
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();    // the thread has ended: nothing left to jail
        }
        String expectedRoot = plan.chroot() ? realPath(plan.workingDirectory()) : "/";
        if (!root.equals(expectedRoot)) {
            return Optional.of("root is " + root + ", not " + expectedRoot);
        }
        if (!field(status, "NoNewPrivs").equals("1")) {
            return Optional.of("no_new_privs is not set");
        }
        if (!field(status, "Seccomp").equals("2")) {
            return Optional.of("no seccomp filter");
        }
        return plan.identity().isPresent() ? identityDefect(status, plan.identity().get()) : Optional.empty();
    }

    private static Optional<String> identityDefect(String status, JailPlan.Identity identity) {
        String uid = String.valueOf(identity.uid());
        String gid = String.valueOf(identity.gid());
        if (!allEqual(field(status, "Uid"), uid)) {
            return Optional.of("uids " + field(status, "Uid"));
        }
        if (!allEqual(field(status, "Gid"), gid)) {
            return Optional.of("gids " + field(status, "Gid"));
        }
        if (!sameGroups(field(status, "Groups"), identity.groups())) {
            return Optional.of("groups " + field(status, "Groups"));
        }
        for (String set : new String[] {"CapInh", "CapPrm", "CapEff", "CapAmb"}) {
            if (!field(status, set).replace("0", "").isEmpty()) {
                return Optional.of("capabilities " + set + " " + field(status, set));
            }
        }
        return Optional.empty();
    }

    private static boolean allEqual(String numbers, String expected) {
        for (String number : numbers.split("\\s+")) {
            if (!number.equals(expected)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameGroups(String numbers, int[] expected) {
        Set<String> wanted = new HashSet<>();
        for (int group : expected) {
            wanted.add(String.valueOf(group));
        }
        return wanted.equals(numbers.isEmpty() ? Set.of() : new HashSet<>(List.of(numbers.split("\\s+"))));
    }

    private static String field(String status, String name) {
        for (String line : status.split("\n")) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1).trim();
            }
        }
        return "";
    }

    private static String realPath(String path) throws IOException {
        return Path.of(path).toRealPath().toString();
    }
}
