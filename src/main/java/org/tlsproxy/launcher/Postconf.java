package org.tlsproxy.launcher;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.config.InstalledDefaults;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Processes;
import org.tlsproxy.posix.Spawn;

/**
 * Asks postconf(1) for the release and the defaults of the Postfix that is installed: its own clients compare their settings with ours.
 * Started early and read late, so that it runs beside what else there is to do.
 */
final class Postconf {

    private static final List<String> PLACES = List.of("/usr/sbin/postconf", "/usr/local/sbin/postconf", "/usr/bin/postconf",
        "/usr/local/bin/postconf", "/opt/postfix/sbin/postconf", "/sbin/postconf");
    private static final int PAGE = 64 * 1024;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int REAP_TRIES = 50;

    private final int pid;
    private final int output;

    private Postconf(int pid, int output) {
        this.pid = pid;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param configured path from tlsproxy-java.conf; empty: the usual places
     * @throws Fatal if there is none: without the release not even the first byte of a session is known
     */
    static Postconf start(String configured, String configDirectory) {
        String program = find(configured).orElseThrow(() -> new Fatal(configured.isEmpty()
            ? "no postconf command in " + String.join(" ", PLACES) + ": set postconf_command in tlsproxy-java.conf"
            : "postconf_command = " + configured + " in tlsproxy-java.conf: no such program"));
        List<String> arguments = new ArrayList<>(List.of("postconf", "-c", configDirectory, "-d"));
        arguments.addAll(InstalledDefaults.names());
        try {
            int[] pipe = Descriptors.pipe();
            try {
                int pid = Spawn.start(program, arguments, List.of("LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
                    List.of(new Spawn.Mapping(pipe[1], 1)));
                return new Postconf(pid, pipe[0]);
            } finally {
                Descriptors.close(pipe[1]);
            }
        } catch (ErrnoException e) {
            throw new Fatal(e.getMessage());
        }
    }

    private static Optional<String> find(String configured) {
        for (String place : configured.isEmpty() ? PLACES : List.of(configured)) {
            if (new File(place).canExecute()) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** Its whole output, one char a byte. @throws Fatal if it says nothing in time */
    String output() {
        long page = OffHeap.allocate(PAGE);
        StringBuilder text = new StringBuilder();
        try (Epoll epoll = new Epoll(1)) {
            Descriptors.nonBlocking(output);
            epoll.add(output, Epoll.IN, 0);
            while (epoll.await(PATIENCE_MILLIS) > 0) {
                int n = Descriptors.read(output, page, PAGE);
                if (n <= 0 || text.length() > MOST_BYTES) {
                    return checked(text.toString());
                }
                byte[] bytes = new byte[n];
                OffHeap.get(page, bytes, 0, n);
                text.append(new String(bytes, StandardCharsets.ISO_8859_1));
            }
            throw new Fatal("postconf -d: no answer in " + PATIENCE_MILLIS / 1000 + " s");
        } catch (ErrnoException e) {
            throw new Fatal("postconf -d: " + e.getMessage());
        } finally {
            OffHeap.free(page);
            Descriptors.close(output);
        }
    }

    private static String checked(String text) {
        if (text.isEmpty()) {
            throw new Fatal("postconf -d: no output");
        }
        return text;
    }

    /** Collects its exit status, so that no zombie is left: it has closed its output, so it is about to end. */
    void reap() {
        for (int tries = 0; tries < REAP_TRIES && Processes.poll(pid).isEmpty(); tries++) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
