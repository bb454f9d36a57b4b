package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.config.Commands.Output;
import org.tlsproxy.log.Fatal;

/** A main.cf means to us what it means to the installed Postfix. */
@Tag("once")
class MainCfAgainstPostconfIT {

    /** A parameter of Postfix that nothing else refers to. */
    private static final String PROBE = "smtpd_banner";

    @TempDir
    private Path directory;
    private Map<String, String> defaults;

    @BeforeEach
    void askForTheDefaults() {
        Commands.write(directory, "");
        defaults = new HashMap<>();
        InstalledDefaults installed = InstalledDefaults.parse(postconf("-d").out());
        installed.layer().getKeys().forEachRemaining(name -> defaults.put(name, (String) installed.layer().getProperty(name)));
        assertThat(defaults).hasSizeGreaterThan(800).containsKey("mail_version");
    }

    private Output postconf(String... arguments) {
        List<String> command = new ArrayList<>(List.of("postconf", "-c", directory.toString()));
        command.addAll(List.of(arguments));
        return Commands.run(directory, command);
    }

    /** What we make of one value, with every default of Postfix in sight, as postconf has. */
    private String expand(String mainCf, RecordingLogger logger) throws IOException {
        MainCf file = new MainCf(directory + "/main.cf", MailVersion.ASSUMED, logger);
        file.read(new StringReader(mainCf));
        Expander expander = new Expander(name -> {
            Object value = file.getProperty(name);
            return value == null ? defaults.getOrDefault(name, "") : (String) value;
        }, logger);
        return expander.expand((String) file.getProperty(PROBE));
    }

    @Test
    void shouldExpandEveryExpressionToTheSameTextOrTheSameError() {
        List<String> expressions = Expressions.all();
        assertThat(expressions).hasSizeGreaterThan(300);
        assertThat(Commands.compareAll(expressions, this::compare)).isEmpty();
    }

    private String compare(String expression) {
        String mainCf = Expressions.MAIN_CF + PROBE + " = " + expression + "\n";
        Path own = Commands.subdirectory(directory, mainCf);
        Output theirs = Commands.run(own, List.of("postconf", "-c", own.toString(), "-x", "-h", PROBE));
        RecordingLogger logger = new RecordingLogger();
        try {
            String ours = expand(mainCf, logger);
            boolean same = theirs.fatal().isEmpty() && theirs.out().equals(shown(ours));
            return same ? "" : expression + ": ours " + ours + ", theirs " + theirs;
        } catch (Fatal e) {
            String fatal = e.getMessage().replace("dictionary mail_dict: ", "");
            // postconf reads a value twice: once for what it refers to, with warnings of its own, and then as a daemon does.
            int first = Math.max(0, theirs.warnings().size() - logger.warnings.size());
            List<String> last = theirs.warnings().subList(first, theirs.warnings().size());
            boolean same = fatal.equals(theirs.fatal()) && last.equals(List.of(printable(logger.warnings)));
            return same ? "" : expression + ": ours " + logger.warnings + " " + fatal + ", theirs " + theirs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** postconf(1) shows any number of blanks, tabs and carriage returns as one blank, and none at the start. */
    private static String shown(String value) {
        return value.replaceAll("[ \\t\\r\\n]+", " ").stripLeading() + "\n";
    }

    private static String[] printable(List<String> warnings) {
        String[] printable = new String[warnings.size()];
        for (int i = 0; i < printable.length; i++) {
            StringBuilder text = new StringBuilder();
            for (char c : warnings.get(i).toCharArray()) {
                text.append(c < ' ' || c > '~' ? '?' : c);
            }
            printable[i] = text.toString();
        }
        return printable;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "PROBE = b\n x\n\ty\n", "PROBE = b\n# c\n\n   # d\n \t\r\n y\nother = x\n", "PROBE = 1 # foo\n#foo\n   #bar\nmax_idle\t=\t x\t\n y \n\n",
        "PROBE = 1\r\nmax_idle = 3 \\\r\n 4\r\n\r\n", "PROBE =\n", "PROBE\n =\n #foo\n 5\n\t\n", "PROBE = a = b=c \n", "PROBE = \"x\\\"", "a:b = c\nPROBE=$a:b\n",
        "PROBE = 1\n x\n y\u0000z\n t\nmax_idle=1\n", "PROBE = 1\r\n  2\r\n", "PROBE = a\u000bb\u000c\n c\u000b\n", "PROBE = ${max_idle}\nmax_idle=${ipc_ttl}\n",
        "PROBE = ${max_idle?{a}\n   :{b\n c}}\n", "PROBE = $mail_version $mynetworks_style ${smtputf8_enable} $smtp_tls_fingerprint_digest\n",
        "compatibility_level = 3.6\nPROBE = $smtp_tls_fingerprint_digest $smtputf8_enable\n", "PROBE = \u00e9\u00ff\u0085 \u00a0\n", "PROBE = tab\there\n"})
    void shouldReadTheSameValueFromTheSameLines(String template) throws IOException {
        String mainCf = template.replace("PROBE", PROBE);
        Commands.write(directory, mainCf);
        assertThat(shown(expand(mainCf, new RecordingLogger()))).isEqualTo(postconf("-x", "-h", PROBE).out());
    }

    @ParameterizedTest
    @ValueSource(strings = {" lead = x\na=b\n", " longlonglonglonglonglonglonglonglonglong = x\n# foo\n  second\na=b\n", "\t12345678901234567890123456789\n", " a\n# x\n\n b\nmax_use=1\n",
        "a=1\na=1\na=2\n  3\na = 3\n", "a b\n", "a=1\n\na b = c\n", "a=1\n\n= c\n", "a=1\n  # x\n c\n\n  d\nb c\n", "foo\n bar\n  = x", "=\n", "a=1\n\u0085 x\n",
        "foo \t \r\n", "foo\u0000bar = x\n", "a: x\n"})
    void shouldSayTheSameOfTheSameLines(String mainCf) throws IOException {
        Commands.write(directory, mainCf);
        Output theirs = postconf("-h", "mail_owner");
        RecordingLogger logger = new RecordingLogger();
        String fatal = "";
        try {
            new MainCf(directory + "/main.cf", MailVersion.ASSUMED, logger).read(new StringReader(mainCf));
        } catch (Fatal e) {
            fatal = printable(List.of(e.getMessage()))[0];
        }
        assertThat(fatal).isEqualTo(theirs.fatal());
        assertThat(theirs.warnings()).containsExactly(printable(logger.warnings));
        assertThat(logger.warnings.isEmpty() && fatal.isEmpty()).isFalse();
    }

    @Test
    void shouldMakeTheSameEffectiveValuesOfAWholeConfiguration() throws IOException {
        String mainCf = "compatibility_level = 3.6\nbase = /etc/tls\nname = ${myhostname}\nmyhostname = mx.example.org\n"
            + "smtpd_tls_cert_file = $base/${name}.pem\nsmtp_tls_cert_file = $smtpd_tls_cert_file\nsmtpd_tls_security_level = may\n"
            + "smtp_tls_security_level = ${{$compatibility_level} >=level {3.6} ? {dane} : {may}}\ntlsproxy_tls_ask_ccert = ${nope?{no}:{yes}}\n"
            + "smtpd_tls_protocols = !SSLv2,\n  !SSLv3, # not a comment\n# a comment\n\n  !TLSv1\nmax_use = 1${empty}0\nmax_idle = 2m\nempty =\n"
            + "multi_instance_name = postfix-b\nqueue_directory = /var/spool/$multi_instance_name\n";
        Commands.write(directory, mainCf);
        compareSettings(List.of(), List.of());
        compareSettings(List.of(Assignment.ofOption("base = /opt/x y"), Assignment.ofOption("smtpd_tls_security_level="), Assignment.ofOption("max_use=7"),
            Assignment.ofOption("max_use=8")), List.of("-o", "base = /opt/x y", "-o", "smtpd_tls_security_level=", "-o", "max_use=7", "-o", "max_use=8"));
    }

    @Test
    void shouldMakeTheSameEffectiveValuesOfAnEmptyConfiguration() {
        compareSettings(List.of(), List.of());
    }

    private void compareSettings(List<Assignment> overrides, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("-x"));
        arguments.addAll(options);
        arguments.addAll(InstalledDefaults.names());
        InstalledDefaults theirs = InstalledDefaults.parse(postconf(arguments.toArray(new String[0])).out());
        List<String> ask = new ArrayList<>(List.of("-d"));
        ask.addAll(InstalledDefaults.names());
        String installed = postconf(ask.toArray(new String[0])).out();
        RecordingLogger logger = new RecordingLogger();
        Settings ours = ConfigReader.read(
            new ReaderInput(directory.toString(), overrides, "tlsproxy", "tlsproxy", 1, installed, Commands.hostName()), logger).settings();
        assertThat(logger.warnings).isEmpty();
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            if (parameter.source() == Parameter.Source.INSTALLED && ours.isKnown(parameter.name())) {
                compareSetting(parameter, ours, (String) theirs.layer().getProperty(parameter.name()));
            }
        }
    }

    private static void compareSetting(Parameter parameter, Settings ours, String theirs) {
        String name = parameter.name();
        switch (parameter.type()) {
            case TEXT, RAW -> assertThat(shown(ours.text(name)).strip()).as(name).isEqualTo(theirs.strip());
            case NUMBER, INHERITED_NUMBER -> assertThat(String.valueOf(ours.number(name))).as(name).isEqualTo(theirs);
            case FLAG, INHERITED_FLAG -> assertThat(ours.flag(name) ? "yes" : "no").as(name).isEqualTo(theirs);
            case TIME -> assertThat(ours.seconds(name)).as(name).isEqualTo(Values.seconds(name, theirs, "s", 0));
        }
    }

    @Test
    void shouldHaveTheDefaultsOfThisReleaseInItsTable() {
        MailVersion version = MailVersion.of(defaults.get("mail_version"));
        assertThat(version).isEqualTo(MailVersion.ASSUMED);
        SoftAssertions softly = new SoftAssertions();
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            String name = parameter.name();
            if (parameter.source() == Parameter.Source.INSTALLED) {
                softly.assertThat(defaults.containsKey(name)).as(name + " exists").isEqualTo(parameter.existsIn(version));
            }
            // The host's own name, and a directory that every distribution has elsewhere.
            boolean local = name.equals("myhostname") || name.equals("mydomain") || name.equals("daemon_directory");
            if (parameter.source() == Parameter.Source.INSTALLED && parameter.existsIn(version) && !local) {
                softly.assertThat(parameter.defaultIn(version)).as(name).isEqualTo(defaults.get(name));
            }
        }
        softly.assertAll();
    }
}
