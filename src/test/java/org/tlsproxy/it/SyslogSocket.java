package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stands for syslogd: a Postfix started inside a mount namespace of its own finds this socket as /dev/log, and what it sends is
 * written to a file. The machine's /dev is left alone.
 */
final class SyslogSocket implements AutoCloseable {

    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");
    private static final String ENTER = """
        for device in null zero full random urandom tty; do mount --bind /dev/$device "$1/$device" || exit 77; done
        mount --rbind "$1" /dev && exec postfix -c "$2" start
        """;

    private final Path devices;
    private final Path file;
    private int socket;
    private Thread reader;
    private volatile boolean closed;
    private volatile boolean hanging;

    SyslogSocket(Path devices) throws IOException {
        this.devices = Files.createDirectory(devices);
        this.file = devices.resolveSibling("syslog");
        for (String device : DEVICES) {
            Files.createFile(devices.resolve(device));
        }
        Files.createDirectory(devices.resolve("shm"));
        Files.createSymbolicLink(devices.resolve("fd"), Path.of("/proc/self/fd"));
        begin();
    }

    private void begin() throws IOException {
        Path path = devices.resolve("log");
        socket = Native.unixDatagram(path.toString());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
        closed = false;
        reader = new Thread(this::relay, "syslog");
        reader.setDaemon(true);
        reader.start();
    }

    /** It is there and reads nothing, as if stopped. */
    void hang(boolean yes) {
        hanging = yes;
    }

    /** It ends, and its name goes with it. */
    void end() throws IOException {
        close();
        Files.delete(devices.resolve("log"));
    }

    /** It starts again, under the same name. */
    void restart() throws IOException {
        begin();
    }

    /** True if this machine lets us make mount namespaces. */
    static boolean possible() {
        return Command.run("unshare", "-m", "--propagation", "private", "true").exit() == 0;
    }

    Command startInside(Path configuration) {
        return Command.run("unshare", "-m", "--propagation", "private", "sh", "-c", ENTER, "sh",
            devices.toString(), configuration.toString());
    }

    /** Where the datagrams go, one line each, {@code <PRI>} included. */
    Path file() {
        return file;
    }

    private void relay() {
        byte[] datagram = new byte[8192];
        try {
            while (!closed) {
                if (hanging) {
                    TimeUnit.MILLISECONDS.sleep(20);
                } else if (Native.readable(socket, 50)) {
                    int n = Native.read(socket, datagram, datagram.length);
                    String line = new String(datagram, 0, n, StandardCharsets.UTF_8).strip();
                    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        await().until(() -> !reader.isAlive());
        Native.close(socket);
    }
}
