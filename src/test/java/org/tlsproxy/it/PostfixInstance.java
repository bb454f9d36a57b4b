package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A throwaway Postfix of the distribution's own programs on loopback, in a directory of its own, with the service under test as its
 * tlsproxy and the C program beside it as {@code c-tlsproxy}. Neither /etc/postfix nor the machine's queue is touched; closing it
 * ends every process it started and removes the directory. Needs root and the distribution's postfix package.
 */
final class PostfixInstance implements AutoCloseable {

    private final Path directory;
    private final int smtpPort;
    private final SyslogSocket syslog;
    private final Thread emergency = new Thread(this::clean);

    private PostfixInstance(PostfixSetup setup) throws IOException {
        directory = Files.createTempDirectory("tlsproxy-it-").toRealPath();
        smtpPort = FreePort.next();
        Runtime.getRuntime().addShutdownHook(emergency);
        layOut(setup);
        syslog = setup.usesSyslog() ? new SyslogSocket(directory.resolve("dev")) : null;
    }

    static PostfixInstance start(PostfixSetup setup) {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new AssertionError("the behaviour tests start a Postfix of their own and need root");
        }
        try {
            PostfixInstance instance = new PostfixInstance(setup);
            try {
                instance.start(setup.prefix());
                return instance;
            } catch (RuntimeException | Error e) {
                instance.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void layOut(PostfixSetup setup) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("etc", "queue", "data", "sbin", "sbin/c", "cert")) {
            Files.createDirectories(directory.resolve(name));
        }
        var owner = directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix");
        Files.setOwner(directory.resolve("data"), owner);
        linkDaemons(setup);
        makeCertificates();
        Files.writeString(mainCf(), setup.mainCf(directory));
        Files.writeString(directory.resolve("etc/master.cf"), setup.masterCf(directory, smtpPort));
        for (Map.Entry<String, String> script : setup.scripts().entrySet()) {
            Path file = directory.resolve("sbin").resolve(script.getKey() + ".sh");
            Files.writeString(file, script.getValue().replace("$DIR", directory.toString()));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        if (!setup.ownSettings().isEmpty()) {
            Files.writeString(directory.resolve("etc/tlsproxy-java.conf"), setup.ownSettings());
        }
    }

    private void linkDaemons(PostfixSetup setup) throws IOException {
        Path sbin = directory.resolve("sbin");
        try (Stream<Path> daemons = Files.list(ServiceUnderTest.daemons())) {
            for (Path daemon : daemons.filter(each -> !each.endsWith("tlsproxy")).toList()) {
                Files.createSymbolicLink(sbin.resolve(daemon.getFileName()), daemon);
            }
        }
        Files.createSymbolicLink(sbin.resolve("tlsproxy"), ServiceUnderTest.executable());
        Files.createSymbolicLink(sbin.resolve("c/tlsproxy"), ServiceUnderTest.reference());
        for (var program : setup.programs().entrySet()) {
            Files.createSymbolicLink(sbin.resolve(program.getKey()), program.getValue());
        }
    }

    private void makeCertificates() throws IOException {
        Certificates certificates = certificates();
        certificates.ec("ec", Certificates.HOST);
        certificates.rsa("rsa", Certificates.HOST);
        certificates.chain("both", "ec.key", "ec.pem", "rsa.key", "rsa.pem");
    }

    private void start(List<String> prefix) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of("postfix", "-c", configuration().toString(), "start"));
        Command started = syslog == null ? Command.run("", words) : syslog.startInside(configuration());
        if (started.exit() != 0) {
            throw new AssertionError("postfix start: " + started.output() + log().since(0));
        }
        await().atMost(Command.PATIENCE).until(() -> Files.exists(socket("tlsproxy")));
    }

    /** Runs {@code postfix} with this instance's configuration: {@code reload}, {@code stop}, ... */
    Command postfix(String command) {
        return Command.run("postfix", "-c", configuration().toString(), command);
    }

    /** {@code postfix reload}, and waits until master(8) has said so. */
    void reload() {
        long mark = log().mark();
        postfix("reload");
        log().awaitMatch(mark, "^reload -- version");
    }

    /** Changes a parameter in main.cf; programs that are started from now on see it, the others after {@link #reload}. */
    void set(String name, String value) {
        Command.mustRun("postconf", "-c", configuration().toString(), "-e", name + "=" + value);
    }

    /** Takes a service out of master.cf and tells master(8). */
    void removeService(String name) {
        Command.mustRun("postconf", "-c", configuration().toString(), "-M#", name + "/unix");
        reload();
    }

    Path directory() {
        return directory;
    }

    /** The directory with main.cf and master.cf. */
    Path configuration() {
        return directory.resolve("etc");
    }

    Path mainCf() {
        return configuration().resolve("main.cf");
    }

    Path queue() {
        return directory.resolve("queue");
    }

    /** The socket of a service in {@code private/}. */
    Path socket(String service) {
        return queue().resolve("private").resolve(service);
    }

    Certificates certificates() {
        return new Certificates(directory.resolve("cert"));
    }

    /** The port of 127.0.0.1 on which postscreen(8) listens. */
    int smtpPort() {
        return smtpPort;
    }

    MailLog log() {
        return new MailLog(syslog == null ? directory.resolve("mail.log") : syslog.file());
    }

    /** master(8)'s process id. */
    int masterPid() {
        try {
            return Integer.parseInt(Files.readString(queue().resolve("pid/master.pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands for syslogd. @throws NullPointerException if the instance does not log to it */
    SyslogSocket syslog() {
        return Objects.requireNonNull(syslog);
    }

    /** The living processes of a service, first those that master(8) started: see {@link Processes}. */
    List<ProcessView> processesOf(String service) {
        return Processes.ofService(this, service);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(emergency);
        clean();
    }

    private void clean() {
        if (Files.exists(queue().resolve("pid/master.pid"))) {
            postfix("abort");
        }
        Processes.endAllOf(directory);
        if (syslog != null) {
            syslog.close();
        }
        removeDirectory();
    }

    private void removeDirectory() {
        if (Boolean.getBoolean("tlsproxy.it.keep")) {
            return;
        }
        await().atMost(Duration.ofSeconds(5)).ignoreExceptions().until(() -> {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
            return true;
        });
    }
}
