package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A DNS zone that is signed, served by nsd(8) and validated by unbound(8), on addresses of the loopback net that nobody else uses. */
final class SignedZone implements AutoCloseable {

    /** A domain that is not signed, and whose mail goes to {@code mail} in the signed one. */
    static final String UNSIGNED = "unsigned.test";

    private static final String RESOLVER = "127.0.37.54";

    private final Path directory;
    private final List<Process> daemons = new ArrayList<>();

    private SignedZone(Path directory) {
        this.directory = directory;
    }

    static void assumePossible() {
        List.of("nsd", "unbound", "drill", "ldns-keygen", "ldns-signzone", "unshare").forEach(Command::assumeInstalled);
    }

    /** @param records of the zone, without SOA and NS */
    static SignedZone serve(Path directory, String name, List<String> records) throws IOException {
        SignedZone zone = new SignedZone(Files.createDirectory(directory));
        try {
            zone.start(name, records);
            return zone;
        } catch (IOException | RuntimeException | Error e) {
            zone.close();
            throw e;
        }
    }

    private void start(String name, List<String> records) throws IOException {
        int port = FreePort.next();
        write("zone", "$ORIGIN " + name + ".\n$TTL 60\n@ SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n"
            + String.join("\n", records) + "\n");
        String key = inside("ldns-keygen -k -a ECDSAP256SHA256 " + name);
        String zoneKey = inside("ldns-keygen -a ECDSAP256SHA256 " + name);
        inside("ldns-signzone -n -f zone.signed zone " + zoneKey + " " + key);
        write("nsd.conf", "server:\n ip-address: 127.0.0.1@" + port + "\n zonesdir: \"" + directory + "\"\n pidfile: \"" + directory
            + "/nsd.pid\"\n username: \"\"\n database: \"\"\n xfrdfile: \"" + directory + "/xfrd.state\"\n zonelistfile: \"" + directory
            + "/zone.list\"\n server-count: 1\nremote-control:\n control-enable: no\nzone:\n name: " + name + "\n zonefile: zone.signed\n");
        write("unbound.conf", "server:\n interface: " + RESOLVER + "@53\n access-control: 127.0.0.0/8 allow\n chroot: \"\"\n username: \"\"\n"
            + " directory: \"" + directory + "\"\n pidfile: \"" + directory + "/unbound.pid\"\n use-syslog: no\n do-not-query-localhost: no\n"
            + " trust-anchor-file: \"" + directory + "/" + key + ".ds\"\n local-zone: \"test.\" nodefault\n"
            + " local-zone: \"" + UNSIGNED + ".\" static\n local-data: \"" + UNSIGNED + ". MX 10 mail." + name + ".\"\n"
            + " module-config: \"validator iterator\"\nremote-control:\n control-enable: no\nstub-zone:\n name: \"" + name
            + "\"\n stub-addr: 127.0.0.1@" + port + "\n");
        write("resolv.conf", "nameserver " + RESOLVER + "\n");
        daemon("nsd", "-d", "-c", directory.resolve("nsd.conf").toString());
        daemon("unbound", "-d", "-c", directory.resolve("unbound.conf").toString());
        await().atMost(Command.PATIENCE).until(() -> Command.run("drill", "-D", "@" + RESOLVER, "SOA", name).output().contains(" ad "));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private String inside(String command) {
        return Command.mustRun("sh", "-c", "cd " + directory + " && " + command).output().strip();
    }

    private void daemon(String... words) throws IOException {
        daemons.add(new ProcessBuilder(words).redirectErrorStream(true)
            .redirectOutput(directory.resolve(words[0] + ".log").toFile()).start());
    }

    /** Words before a program's own, for it and all that it starts to see the zone. */
    static List<String> seenThrough(Path resolvConf) {
        return List.of("unshare", "-m", "--propagation", "private", "sh", "-c",
            "mount --bind " + resolvConf + " /etc/resolv.conf && exec \"$@\"", "sh");
    }

    /** What a program must have as /etc/resolv.conf to see the zone. */
    Path resolvConf() {
        return directory.resolve("resolv.conf");
    }

    @Override
    public void close() {
        daemons.forEach(Process::destroy);
        daemons.forEach(process -> await().atMost(Command.PATIENCE).until(() -> !process.isAlive()));
    }
}
