package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** packaging/install and uninstall, into a system's root directory that is not this machine's. */
@Tag("once")
class InstallIT {

    @TempDir
    private Path root;
    private Path tree;

    @BeforeEach
    void findTheTree() throws IOException {
        tree = Path.of(System.getProperty("tlsproxy.tree", "target/tlsproxy-java")).toAbsolutePath();
        Assumptions.assumeFalse(ServiceUnderTest.isReference(), "the C program is not installed by us");
        Files.createDirectories(root.resolve("usr/lib/postfix/sbin"));
        Files.writeString(root.resolve("usr/lib/postfix/sbin/tlsproxy"), "the C program");
    }

    private Command install(String script, String... more) {
        String[] words = Stream.concat(Stream.of(tree.resolve("packaging").resolve(script).toString(), "--root", root.toString(),
            "--daemon-directory", "/usr/lib/postfix/sbin"), Stream.of(more)).toArray(String[]::new);
        return Command.run(words);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path -> root.relativize(path).toString()).sorted().toList();
        }
    }

    @Test
    void shouldInstallBesideTheCProgramAndPrintTheCanaryAndTheWayBack() throws IOException {
        Command done = install("install");
        assertThat(done.exit()).isZero();
        assertThat(done.output()).contains("postconf -M tlsproxy-java/unix=", "tlsproxy_service_name=tlsproxy-java", "To go back:",
            "postconf -PX smtp/inet/tlsproxy_service_name", "postconf -MX tlsproxy-java/unix");
        assertThat(files()).contains("usr/lib/postfix/sbin/tlsproxy-java", "usr/lib/tlsproxy-java/sbin/tlsproxy-java",
            "usr/lib/tlsproxy-java/lib/tlsproxy-java.jar", "usr/lib/tlsproxy-java/sbom.cdx.json");
        assertThat(Files.readString(root.resolve("usr/lib/postfix/sbin/tlsproxy"))).isEqualTo("the C program");
    }

    /** Java 25 itself would run the classes of the old jars. */
    @Test
    void shouldNotUseACacheThatWasMadeOfOtherJars() {
        install("install");
        String script = """
            name=tlsproxy
            . "$tree/lib/jvm.sh"
            java_major=25 java_build=test
            look() { describe_jvm; echo "$1: ${worker_archive_flag##*/}"; }
            mkdir -p "$tree/lib/archive"; : > "$tree/lib/archive/worker-test.aot"
            look unknown
            echo "$jars" > "$worker_archive.jars"; look same
            touch "$tree/lib/bctls.jar"; look touched
            describe_jvm; echo "$jars" > "$worker_archive.jars"; look new
            (cat "$tree/lib/jffi.jar"; echo) > "$tree/longer"; touch -r "$tree/lib/jffi.jar" "$tree/longer"; mv "$tree/longer" "$tree/lib/jffi.jar"
            look longer
            java_major=17; : > "$tree/lib/archive/worker-test.jsa"; look 17
            """;
        Command done = Command.run("env", "tree=" + root.resolve("usr/lib/tlsproxy-java"), "sh", "-c", script);
        assertThat(done.output().lines()).containsExactly("unknown: ", "same: worker-test.aot", "touched: ", "new: worker-test.aot",
            "longer: ", "17: worker-test.jsa");
    }

    @Test
    void shouldBelongToRootAndBeWritableForNobodyElse() throws IOException {
        install("install");
        try (Stream<Path> all = Files.walk(root.resolve("usr/lib/tlsproxy-java"))) {
            for (Path path : all.toList()) {
                PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
                assertThat(attributes.owner().getName()).as(path.toString()).isEqualTo("root");
                assertThat(attributes.permissions()).as(path.toString())
                    .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
            }
        }
        assertThat(root.resolve("usr/lib/postfix/sbin/tlsproxy-java")).isExecutable().isRegularFile();
    }

    @Test
    void shouldLeaveNothingBehind() throws IOException {
        List<String> before = files();
        install("install");
        install("install");
        Command done = install("uninstall");
        assertThat(done.exit()).isZero();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        Command done = install("install", "--force");
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.output()).contains("unknown argument --force");
    }
}
