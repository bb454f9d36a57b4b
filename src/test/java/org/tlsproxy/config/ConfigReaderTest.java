package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.log.Fatal;

class ConfigReaderTest {

    @TempDir
    private Path directory;
    private final RecordingLogger logger = new RecordingLogger();

    private Settings read(String mainCf, String... options) throws IOException {
        return read(mainCf, "", options).settings();
    }

    private EffectiveConfig read(String mainCf, String defaults, String[] options) throws IOException {
        Files.write(directory.resolve("main.cf"), mainCf.getBytes(StandardCharsets.ISO_8859_1));
        List<Assignment> overrides = new ArrayList<>();
        for (String option : options) {
            overrides.add(Assignment.ofOption(option));
        }
        return ConfigReader.read(new ReaderInput(directory.toString(), overrides, "svc", "tlsproxy", 77, defaults, "vm"), logger);
    }

    private Settings readWith(String version, String mainCf, String... options) throws IOException {
        StringBuilder defaults = new StringBuilder();
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            if (parameter.source() == Parameter.Source.INSTALLED && parameter.existsIn(MailVersion.of(version))) {
                String text = parameter.name().equals("mail_version") ? version : parameter.defaultIn(MailVersion.of(version));
                defaults.append(parameter.name()).append(" = ").append(text).append('\n');
            }
        }
        return read(mainCf, defaults.toString(), options).settings();
    }

    private void assertFatal(String mainCf, String message, String... warnings) {
        assertThatThrownBy(() -> read(mainCf)).isInstanceOf(Fatal.class).hasMessage(message.replace("DIR", directory.toString()));
        assertThat(logger.warnings).containsExactly(warnings);
        logger.warnings.clear();
    }

    @Test
    void shouldEvaluateTheWholeTableFromAnEmptyFile() throws IOException {
        Settings settings = read("");
        assertThat(settings.version()).isEqualTo(MailVersion.ASSUMED);
        assertThat(settings.text("syslog_name")).isEqualTo("postfix");
        assertThat(settings.text("smtpd_tls_fingerprint_digest")).isEqualTo("md5");
        assertThat(settings.text("tlsproxy_tls_ciphers")).isEqualTo("medium");
        assertThat(settings.number("tlsproxy_tls_ccert_verifydepth")).isEqualTo(9);
        assertThat(settings.flag("tlsproxy_tls_always_issue_session_ids")).isTrue();
        assertThat(settings.seconds("tlsproxy_watchdog_timeout")).isEqualTo(10);
        assertThat(settings.text("myhostname")).isEqualTo("vm.localdomain");
        assertThat(settings.text("mydomain")).isEqualTo("localdomain");
        assertThat(logger.warnings).isEmpty();
    }

    @Test
    void shouldHaveNoRowThatIsNotReadUnlessIgnored() throws IOException {
        Settings settings = read("");
        for (ParameterRole role : ParameterRole.values()) {
            for (Parameter parameter : ParameterTable.of(role)) {
                boolean read = settings.names().contains(parameter.name());
                assertThat(read).as(parameter.name()).isEqualTo(parameter.source() != Parameter.Source.IGNORED);
            }
        }
    }

    @Test
    void shouldLetOptionsWinOverMainCfAndLaterOptionsOverEarlierOnes() throws IOException {
        Settings settings = read("max_use = 5\nsmtpd_tls_cert_file = $base/a\nbase = /m\n", "max_use=6", "max_use = 7", "base=/o");
        assertThat(settings.number("max_use")).isEqualTo(7);
        assertThat(settings.text("tlsproxy_tls_cert_file")).isEqualTo("/o/a");
        assertThat(settings.text("tlsproxy_tls_key_file")).isEqualTo("/o/a");
        assertThat(logger.warnings).isEmpty();
    }

    @Test
    void shouldTellWhatIsSetFromWhatIsNot() throws IOException {
        Settings settings = read("smtpd_tls_CAfile =\nmax_use = 100\n", "max_idle=100s");
        assertThat(settings.isExplicit("smtpd_tls_CAfile")).isTrue();
        assertThat(settings.isExplicit("max_use")).isTrue();
        assertThat(settings.isExplicit("max_idle")).isTrue();
        assertThat(settings.isExplicit("tlsproxy_tls_CAfile")).isFalse();
    }

    @Test
    void shouldTreatAnEmptyDefinitionAsEmpty() throws IOException {
        assertThat(read("smtpd_tls_cert_file = /c\ntlsproxy_tls_cert_file =\n").text("tlsproxy_tls_cert_file")).isEmpty();
        assertFatal("smtpd_tls_ciphers =\n", "bad string length 0 < 1: smtpd_tls_ciphers = ");
    }

    @Test
    void shouldKeepTheBytesOfAValue() throws IOException {
        assertThat(read("smtpd_tls_cert_file = /\u00c3\u00a9\u00ff\n").text("smtpd_tls_cert_file")).isEqualTo("/\u00c3\u00a9\u00ff");
    }

    @Test
    void shouldSeeADefaultOnlyAfterItHasBeenFetched() throws IOException {
        Settings settings = read("smtpd_tls_dcert_file = [$smtpd_tls_ciphers]\nsmtpd_tls_mandatory_ciphers = [$smtpd_tls_ciphers]\n");
        assertThat(settings.text("smtpd_tls_dcert_file")).isEqualTo("[]");
        assertThat(settings.text("smtpd_tls_mandatory_ciphers")).isEqualTo("[medium]");
    }

    @Test
    void shouldNotLetMainCfOrOptionsChangeTheProcess() throws IOException {
        String mainCf = "config_directory = /x\nprocess_name = pn\nprocess_id = 1\nservice_name = sn\n"
            + "smtpd_tls_CAfile = $config_directory $process_name $process_id $service_name\n";
        Settings settings = read(mainCf, "service_name=so", "process_id=2");
        assertThat(settings.text("smtpd_tls_CAfile")).isEqualTo("/x pn 77 svc");
        assertThat(settings.text("config_directory")).isEqualTo(directory.toString());
        assertThat(settings.text("process_name")).isEqualTo("tlsproxy");
        assertThat(settings.number("process_id")).isEqualTo(77);
        assertThat(readWith("3.12-20260821", mainCf, "process_name=po").text("smtpd_tls_CAfile")).isEqualTo("/x tlsproxy 77 svc");
    }

    @Test
    void shouldMakeHostNameAndDomainFromEachOther() throws IOException {
        assertThat(read("mydomain = foo.org\n").text("myhostname")).isEqualTo("vm.foo.org");
        assertThat(read("myhostname = a.b.c\n").text("mydomain")).isEqualTo("b.c");
        assertThat(read("myhostname = a\n").text("mydomain")).isEqualTo("localdomain");
        assertThat(read("mydomain = $dom\ndom = x.y\n").text("myhostname")).isEqualTo("vm.x.y");
    }

    @Test
    void shouldRefuseBadHostNames() {
        assertFatal("myhostname = -foo.x\n", "file DIR/main.cf: parameter myhostname: bad parameter value: -foo.x",
            "valid_hostname: misplaced hyphen: -foo.x");
        assertFatal("myhostname = x.123\n", "file DIR/main.cf: parameter mydomain: bad parameter value: 123", "valid_hostname: numeric hostname: 123");
        assertFatal("myhostname =\n", "bad string length 0 < 1: myhostname = ");
        assertFatal("myhostname = foo.\n", "bad string length 0 < 1: mydomain = ");
        assertFatal("myhostname = abc.foo..\n", "file DIR/main.cf: parameter myhostname: bad parameter value: abc.foo..",
            "valid_hostname: misplaced delimiter: abc.foo..");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', value = {
        "syslog_facility = LOCAL5@file DIR/main.cf: parameter syslog_facility: unrecognized value: LOCAL5",
        "syslog_facility =@bad string length 0 < 1: syslog_facility = ",
        "maillog_file = /tmp/x@maillog_file value '/tmp/x' does not match any prefix in maillog_file_prefixes",
        "inet_protocols = ipv4, foo:bar@unknown inet_protocols value \"foo:bar\" in \"ipv4, foo:bar\"",
        "compatibility_level = 3.@malformed compatibility level syntax: \"3.\"",
        "compatibility_level = $max_use@malformed compatibility level syntax: \"\"",
        "tlsproxy_watchdog_timeout = 9@invalid tlsproxy_watchdog_timeout: 9 (min 10)",
        "tlsproxy_use_tls = ja@bad boolean configuration: tlsproxy_use_tls = ja",
        "max_use = x@bad numerical configuration: max_use = x",
        "a b = c@DIR/main.cf, line 1: missing '=' after attribute name: \"a b = c\""})
    void shouldStopAtABadValue(String mainCf, String message) {
        assertFatal(mainCf, message.trim().endsWith(" =") ? message + " " : message);
    }

    @Test
    void shouldAcceptLogFilesByPrefix() throws IOException {
        assertThat(read("maillog_file = /variable\n").text("maillog_file")).isEqualTo("/variable");
        assertThat(read("maillog_file = x/y\nmaillog_file_prefixes = /a,x\n").text("maillog_file")).isEqualTo("x/y");
    }

    @Test
    void shouldReportAnExpansionError() {
        assertFatal("smtpd_tls_CAfile = a$\n", "dictionary mail_dict: macro processing error", "empty macro name: \"a$\"");
    }

    @Test
    void shouldSayThatMainCfIsMissing() {
        ReaderInput input = new ReaderInput("/nonexistent", List.of(), "s", "tlsproxy", 1, "", "vm");
        assertThatThrownBy(() -> ConfigReader.read(input, logger)).isInstanceOf(Fatal.class)
            .hasMessage("open /nonexistent/main.cf: No such file or directory");
    }

    @Test
    void shouldHonourTheOldNamesOfTheClientLevelAndPolicyWithEveryRelease() throws IOException {
        for (String version : List.of("3.4.28", "3.7.11", "3.8.0", "3.12-20260821")) {
            String base = "smtp_tls_security_level = may\nsmtp_tls_policy_maps = hash:/p\n";
            assertThat(readWith(version, base).text("tlsproxy_client_security_level")).isEqualTo("may");
            Settings old = readWith(version, base + "tlsproxy_client_level = encrypt\ntlsproxy_client_policy = hash:/q\n");
            assertThat(old.text("tlsproxy_client_security_level")).isEqualTo("encrypt");
            assertThat(old.text("tlsproxy_client_policy_maps")).isEqualTo("hash:/q");
            Settings both = readWith(version, base + "tlsproxy_client_level = encrypt\ntlsproxy_client_security_level = dane\n");
            assertThat(both.text("tlsproxy_client_security_level")).isEqualTo("dane");
        }
    }

    @ParameterizedTest
    @CsvSource({"3.4.28,md5,'',no", "3.6.15,md5,'',no", "3.10.13,md5,'',no", "3.12-20260821,md5,'',no"})
    void shouldGoByCompatibilityLevelZero(String version, String digest, String level, String utf8) throws IOException {
        Settings settings = readWith(version, "");
        assertThat(settings.text("smtp_tls_fingerprint_digest")).isEqualTo(digest);
        assertThat(settings.text("smtp_tls_security_level")).isEqualTo(level);
        assertThat(settings.flag("smtputf8_enable")).isEqualTo(utf8.equals("yes"));
    }

    @ParameterizedTest
    @CsvSource({"3.4.28,2,md5,''", "3.6.15,3.6,sha256,''", "3.6.15,3.5,md5,''", "3.10.13,3.10,sha256,''", "3.11.1,3.10,sha256,''", "3.11.1,3.11,sha256,may",
        "3.12-20260821,4,sha256,may"})
    void shouldGoByCompatibilityLevel(String version, String level, String digest, String security) throws IOException {
        Settings settings = readWith(version, "compatibility_level = " + level + "\n");
        assertThat(settings.text("smtpd_tls_fingerprint_digest")).isEqualTo(digest);
        assertThat(settings.text("smtp_tls_security_level")).isEqualTo(security);
        assertThat(settings.flag("smtputf8_enable")).isTrue();
    }

    @Test
    void shouldTakeOnlyWholeNumbersForCompatibilityLevelsOfOldReleases() {
        assertThatThrownBy(() -> readWith("3.5.25", "compatibility_level = 3.6\n")).isInstanceOf(Fatal.class)
            .hasMessage("bad numerical configuration: compatibility_level = 3.6");
    }

    @Test
    void shouldNotReadParametersThatTheInstalledReleaseDoesNotHave() throws IOException {
        Settings old = readWith("3.7.11", "smtpd_tls_enable_rpk = nonsense\ntls_ffdhe_auto_groups = x\n");
        assertThat(old.flag("tlsproxy_tls_enable_rpk")).isFalse();
        assertThat(old.isKnown("tlsproxy_tls_enable_rpk")).isFalse();
        assertThat(old.text("tls_ffdhe_auto_groups")).isEmpty();
        Settings current = readWith("3.10.13", "smtpd_tls_enable_rpk = yes\n");
        assertThat(current.flag("tlsproxy_tls_enable_rpk")).isTrue();
        assertThat(current.isKnown("tlsproxy_tls_enable_rpk")).isTrue();
        assertThat(current.text("tls_ffdhe_auto_groups")).isEqualTo("ffdhe2048 ffdhe3072 ");
        assertThat(readWith("3.12-20260821", "").text("tlsproxy_client_loglevel_parameter")).isEqualTo("smtp_tls_loglevel");
        assertThat(readWith("3.4.28", "").text("tls_config_file")).isEqualTo("default");
    }

    @Test
    void shouldAllowEmptyCurvesSinceThreeEight() throws IOException {
        assertThat(readWith("3.8.16", "tls_eecdh_auto_curves =\n").text("tls_eecdh_auto_curves")).isEmpty();
        assertThatThrownBy(() -> readWith("3.7.11", "tls_eecdh_auto_curves =\n")).isInstanceOf(Fatal.class)
            .hasMessage("bad string length 0 < 1: tls_eecdh_auto_curves = ");
    }

    @Test
    void shouldPreferTheInstalledDefaultToItsOwn() throws IOException {
        String defaults = "mail_version = 3.10.2\ntls_high_cipherlist = HIGH\nqueue_directory = /opt/spool\nmyhostname = other.example\n";
        EffectiveConfig config = read("", defaults, new String[0]);
        assertThat(config.settings().version()).isEqualTo(MailVersion.of("3.10.2"));
        assertThat(config.settings().text("tls_high_cipherlist")).isEqualTo("HIGH");
        assertThat(config.settings().text("queue_directory")).isEqualTo("/opt/spool");
        assertThat(config.settings().text("myhostname")).isEqualTo("vm.localdomain");
        assertThat(config.rawDefaults()).containsEntry("tls_high_cipherlist", "HIGH").doesNotContainKey("tls_low_cipherlist");
    }

    @Test
    void shouldWarnOfAVersionThatItDoesNotUnderstand() throws IOException {
        assertThat(read("", "mail_version = next\nmax_use = 3\n", new String[0]).settings().version()).isEqualTo(MailVersion.ASSUMED);
        assertThat(logger.warnings).containsExactly("mail_version of the installed Postfix is not understood: going by that of 3.7.11");
    }
}
