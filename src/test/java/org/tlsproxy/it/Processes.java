package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Finds the processes of a Postfix instance and of its services, and ends them by their ids. */
final class Processes {

    private Processes() { }

    private static List<ProcessView> all() {
        try (Stream<Path> proc = Files.list(Path.of("/proc"))) {
            return proc.map(path -> path.getFileName().toString()).filter(name -> Character.isDigit(name.charAt(0)))
                .map(name -> new ProcessView(Integer.parseInt(name))).filter(ProcessView::alive).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The living children of a process. */
    static List<ProcessView> childrenOf(int pid) {
        return all().stream().filter(each -> each.parent() == pid).toList();
    }

    /** The living children of a process, their children, and so on. */
    static List<ProcessView> descendantsOf(int pid) {
        List<ProcessView> found = new ArrayList<>();
        for (ProcessView child : childrenOf(pid)) {
            found.add(child);
            found.addAll(descendantsOf(child.pid()));
        }
        return found;
    }

    /** What master(8) runs for a service that is named unlike its program, and everything those processes started. */
    static List<ProcessView> ofService(PostfixInstance instance, String service) {
        List<ProcessView> found = new ArrayList<>();
        for (ProcessView child : childrenOf(instance.masterPid())) {
            if (Collections.indexOfSubList(child.arguments(), List.of("-n", service)) >= 0) {
                found.add(child);
                found.addAll(descendantsOf(child.pid()));
            }
        }
        return found;
    }

    /** Everything that works for a service or did and is not gone yet: also workers that finish the sessions of a launcher that has ended. */
    static List<ProcessView> everyOf(PostfixInstance instance, String service) {
        return inGroup(instance.masterPid()).stream()
            .filter(each -> Collections.indexOfSubList(each.arguments(), List.of("-n", service)) >= 0).toList();
    }

    /**
     * Those of a service that hold TLS sessions: what the process that master(8) knows has started, or that process itself if it
     * works alone.
     */
    static List<ProcessView> workersOf(PostfixInstance instance, String service) {
        List<ProcessView> found = ofService(instance, service);
        int master = instance.masterPid();
        List<ProcessView> workers = found.stream().filter(each -> each.parent() != master).toList();
        return workers.isEmpty() ? found : workers;
    }

    /** Living processes of the instance that master(8) did not start: those of {@link FakeMaster} and what they left behind. */
    static List<ProcessView> outsidersOf(PostfixInstance instance) {
        List<ProcessView> known = new ArrayList<>(descendantsOf(instance.masterPid()));
        known.add(new ProcessView(instance.masterPid()));
        return all().stream().filter(each -> belongsTo(each, instance.directory().toString()) && !known.contains(each))
            .filter(each -> !each.arguments().get(0).equals("perl")).toList();
    }

    /** The living members of a process group: master(8)'s is everything that it and its children started, drainers too. */
    static List<ProcessView> inGroup(int group) {
        return all().stream().filter(each -> each.group() == group).toList();
    }

    /** Ends every process that belongs to a directory by its environment, working directory or root. */
    static void endAllOf(Path directory) {
        await().atMost(Duration.ofSeconds(10)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50)).until(() -> {
            List<ProcessView> left = all().stream().filter(each -> belongsTo(each, directory.toString())).toList();
            left.forEach(each -> each.signal(Native.SIGKILL));
            return left.isEmpty();
        });
    }

    private static boolean belongsTo(ProcessView process, String directory) {
        return process.pid() != ProcessHandle.current().pid()
            && (process.environment().contains("MAIL_CONFIG=" + directory + "/etc")
                || isInside(process.workingDirectory(), directory) || isInside(process.root(), directory));
    }

    private static boolean isInside(String path, String directory) {
        return path.equals(directory) || path.startsWith(directory + "/");
    }
}
