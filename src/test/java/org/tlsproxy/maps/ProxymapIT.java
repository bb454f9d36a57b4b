package org.tlsproxy.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.wire.Generation;

/** The machine's proxymap(8), under a master(8) of our own, asked for server names. Needs root. */
@Tag("once")
class ProxymapIT {

    @TempDir
    private static Path directory;
    private static Path table;
    private static String unapproved;
    private final RecordingLog log = new RecordingLog();

    @BeforeAll
    static void startPostfix() throws IOException {
        Postmap.needs("hash");
        assumeTrue("root".equals(System.getProperty("user.name")), "master(8) needs root");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("etc", "queue", "data")) {
            Files.createDirectories(directory.resolve(name));
        }
        Files.setOwner(directory.resolve("data"), directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Path chain = Files.writeString(directory.resolve("chain.pem"), "PEM ".repeat(4000) + "\n");
        table = Files.writeString(directory.resolve("sni"), "a.example " + chain + "\n.b.example " + chain + "\n");
        assertThat(Postmap.run("", "postmap", "-F", "hash:" + table).exit()).isZero();
        unapproved = "hash:" + Files.copy(table, directory.resolve("other"));
        Files.writeString(directory.resolve("etc/main.cf"), String.join("\n", "compatibility_level = 3.6",
            "queue_directory = " + directory.resolve("queue"), "data_directory = " + directory.resolve("data"),
            "maillog_file = " + directory.resolve("mail.log"), "maillog_file_prefixes = " + directory, "inet_interfaces = 127.0.0.1",
            "inet_protocols = ipv4", "tls_server_sni_maps = proxy:hash:" + table, ""));
        Files.writeString(directory.resolve("etc/master.cf"), String.join("\n", "proxymap unix - - n - - proxymap",
            "postlog unix-dgram n - n - 1 postlogd", "qmgr unix n - n 300 1 qmgr", "cleanup unix n - n - 0 cleanup", ""));
        assertThat(postfix("start").exit()).isZero();
    }

    @AfterAll
    static void stopPostfix() {
        postfix("stop");
    }

    private static Postmap.Result postfix(String command) {
        return Postmap.run("", "postfix", "-c", directory.resolve("etc").toString(), command);
    }

    private SniResult find(String maps, String name) throws Exception {
        EventLoop loop = new EventLoop(new Watchdog(0, where -> { }));
        loop.turn(0);
        String version = Postmap.run("", "postconf", "-dh", "mail_version").output().strip();
        ProxymapService service = ProxymapService.standard(directory.resolve("queue/private/proxymap").toString(),
            Generation.of(version).orElseThrow());
        MapList list = MapList.open(maps, MapContext.of(log, loop, service));
        List<SniResult> results = new ArrayList<>();
        new SniLookup(list).find(name, results::add);
        long end = System.nanoTime() + 40_000_000_000L;
        while (results.isEmpty() && System.nanoTime() < end) {
            loop.turn(100);
        }
        assertThat(results).as(log.records().toString()).hasSize(1);
        return results.get(0);
    }

    @Test
    void shouldFindNamesAndTheirParents() throws Exception {
        assertThat(Lookups.text(find("proxy:hash:" + table, "A.Example"))).isEqualTo("PEM ".repeat(4000) + "\n");
        assertThat(Lookups.text(find("proxy:hash:" + table, "x.b.example"))).isEqualTo("PEM ".repeat(4000) + "\n");
        assertThat(Lookups.text(find("proxy:proxy:hash:" + table, "c.example"))).isEqualTo("not found");
        assertThat(log.records()).isEmpty();
    }

    @Test
    void shouldSayThatATableIsNotApproved() throws Exception {
        assertThat(Lookups.text(find("proxy:" + unapproved, "a.example"))).startsWith(
            "proxy:" + unapproved + " is unavailable. proxymap service is not configured for table \"" + unapproved + "\"");
    }
}
