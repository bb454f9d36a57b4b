package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.config.OwnParameter.Tier;
import org.tlsproxy.log.Fatal;

class OwnSettingsTest {

    @TempDir
    private Path directory;
    private final RecordingLogger logger = new RecordingLogger();

    private OwnSettings read(String content) throws IOException {
        Files.writeString(directory.resolve("tlsproxy-java.conf"), content);
        return OwnSettingsReader.read(directory, directory.resolve("tree"), logger);
    }

    @Test
    void shouldHaveDefaultsForEverything() {
        OwnSettings defaults = OwnSettingsReader.read(directory, directory, logger);
        assertThat(defaults).isEqualTo(new OwnSettings(new OwnSettings.Java("", "", ""), "", new OwnSettings.Limits(0, 10000, 16, 1000, 0),
            new OwnSettings.Times(3600, 100, 30), new OwnSettings.Guards(Seccomp.DENY, true, false, true)));
        assertThat(logger.warnings).isEmpty();
    }

    @Test
    void shouldReadEverySetting() throws IOException {
        OwnSettings own = read("java_home = /opt/jdk\nlauncher_java_options = -Xa -Xb\nworker_java_options=-Xc\npostconf_command = /x/postconf\n"
            + "worker_limit = 4\nworker_session_limit = 5\nworker_handshake_limit = 6\nworker_use_factor = 7\nworker_heap_megabytes = 64\n"
            + "service_max_idle = 2h\nworker_max_idle = 5m\nworker_start_timeout = 9\nseccomp = allow\nhybrid_key_exchange = no\n"
            + "hybrid_key_exchange_to_servers = yes\nnative_crypto = no\n");
        assertThat(own).isEqualTo(new OwnSettings(new OwnSettings.Java("/opt/jdk", "-Xa -Xb", "-Xc"), "/x/postconf",
            new OwnSettings.Limits(4, 5, 6, 7, 64), new OwnSettings.Times(7200, 300, 9), new OwnSettings.Guards(Seccomp.ALLOW, false, true, false)));
    }

    @Test
    void shouldPreferTheFileBesideMainCf() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.createDirectories(tree.resolve("conf"));
        Files.writeString(tree.resolve("conf").resolve("tlsproxy-java.conf"), "worker_limit = 2\n");
        assertThat(OwnSettingsReader.read(directory, tree, logger).limits().workers()).isEqualTo(2);
        assertThat(read("worker_limit = 3\n").limits().workers()).isEqualTo(3);
    }

    @Test
    void shouldWarnOfUnknownSettingsWithFileAndLine() throws IOException {
        assertThat(read("# c\nworker_limits = 3\n").limits().workers()).isZero();
        assertThat(logger.warnings).containsExactly(directory + "/tlsproxy-java.conf, line 2: unknown setting: worker_limits");
    }

    @Test
    void shouldWarnOfASettingThatIsGivenTwice() throws IOException {
        assertThat(read("worker_limit = 3\nworker_limit = 4\n").limits().workers()).isEqualTo(4);
        assertThat(logger.warnings).containsExactly(directory + "/tlsproxy-java.conf, line 2: overriding earlier entry: worker_limit=3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', value = {
        "worker_limit@300@a whole number from 0 to 256", "worker_limit@-1@a whole number from 0 to 256", "worker_limit@@a whole number from 0 to 256",
        "worker_limit@2x@a whole number from 0 to 256", "worker_limit@99999999999@a whole number from 0 to 256",
        "worker_start_timeout@0@a time from 1s to 600s: a number, and s, m, h, d or w",
        "worker_start_timeout@11m@a time from 1s to 600s: a number, and s, m, h, d or w",
        "worker_start_timeout@5sec@a time from 1s to 600s: a number, and s, m, h, d or w",
        "worker_start_timeout@5x@a time from 1s to 600s: a number, and s, m, h, d or w",
        "native_crypto@true@yes or no", "seccomp@DENY@deny, allow or none", "java_home@jdk@nothing, or a path that starts with /",
        "postconf_command@postconf@nothing, or a path that starts with /"})
    void shouldSayWhatIsWrongWhereAndWhatWouldBeRight(String name, String value, String allowed) {
        String text = value == null ? "" : value;
        assertThatThrownBy(() -> read("\n" + name + " = " + text + "\n")).isInstanceOf(Fatal.class).hasMessage(
            directory + "/tlsproxy-java.conf, line 2: bad value: " + name + " = " + text + " (allowed: " + allowed + ")");
    }

    @Test
    void shouldRefuseLinesThatTheShellWouldReadDifferently() {
        assertThatThrownBy(() -> read("worker_limit = 1\njava_home = /a\n b\n")).isInstanceOf(Fatal.class)
            .hasMessage(directory + "/tlsproxy-java.conf, line 2: a setting is one line here: \"java_home = /a b\"");
        assertThatThrownBy(() -> read("java_home /a\n")).isInstanceOf(Fatal.class)
            .hasMessage(directory + "/tlsproxy-java.conf, line 1: missing '=' after attribute name: \"java_home /a\"");
    }

    @Test
    void shouldSurviveTheWayToAWorker() throws IOException {
        OwnSettings own = read("seccomp = none\nworker_limit = 7\nnative_crypto = no\njava_home = /j\n");
        byte[] snapshot = own.encode();
        assertThat(OwnSettings.decode(snapshot)).isEqualTo(own);
        for (int length = 0; length < snapshot.length; length++) {
            byte[] cut = Arrays.copyOf(snapshot, length);
            assertThatIllegalArgumentException().isThrownBy(() -> OwnSettings.decode(cut));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> OwnSettings.decode(Arrays.copyOf(snapshot, snapshot.length + 1)));
    }

    @Test
    void shouldBeDocumentedInItsFileTierByTierWithEveryDefault() throws IOException {
        List<String> documented = new ArrayList<>();
        Tier tier = null;
        for (String line : Files.readAllLines(Path.of("conf/tlsproxy-java.conf"))) {
            for (Tier each : Tier.values()) {
                if (line.startsWith("# ---- " + each.name().charAt(0) + each.name().substring(1).toLowerCase())) {
                    tier = each;
                }
            }
            if (!line.isEmpty() && (line.charAt(0) != '#' || line.matches("#[a-z_]+ =.*"))) {
                documented.add(tier + " " + line);
            }
        }
        List<String> expected = new ArrayList<>();
        for (OwnParameter parameter : OwnParameter.TABLE) {
            expected.add((parameter.tier() + " #" + parameter.name() + " = " + parameter.defaultText()).stripTrailing());
        }
        assertThat(documented).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shouldReadTheFileThatItShips() throws IOException {
        assertThat(read(Files.readString(Path.of("conf/tlsproxy-java.conf")))).isEqualTo(OwnSettingsReader.defaults(logger));
        assertThat(logger.warnings).isEmpty();
    }
}
