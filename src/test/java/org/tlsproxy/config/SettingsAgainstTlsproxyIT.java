package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlsproxy.config.Commands.Output;
import org.tlsproxy.log.Fatal;

/** A value stops us where it stops the installed tlsproxy(8), with the same words. */
@Tag("once")
class SettingsAgainstTlsproxyIT {

    /** What the C program dies of when nothing is wrong: nobody handed it a socket to listen on. */
    private static final String GOOD = "event_enable_read: epoll_ctl EPOLL_CTL_ADD: Bad file descriptor";

    private static final String[] MAIN_CF = {
        "max_use=x", "max_use=", "max_use=0", "max_use= +7 ", "max_use=2147483648", "max_use=-5", "max_use=12x", "max_use=${nope?{1}: 7}", "max_use=+ 7",
        "max_idle=0", "max_idle=-1", "max_idle=5x", "max_idle=5 s", "max_idle=5sec", "max_idle=", "max_idle=s", "max_idle=35791393m", "max_idle=35791394m",
        "max_idle=2147483648", "max_idle=1h30x", "tlsproxy_watchdog_timeout=9", "tlsproxy_watchdog_timeout=11", "smtpd_use_tls=maybe", "smtpd_use_tls=",
        "tlsproxy_use_tls=ja", "tlsproxy_use_tls=No", "syslog_name=", "syslog_facility=foo", "syslog_facility=LOCAL5", "syslog_facility=local7",
        "maillog_file=/tmp/x", "maillog_file=x\nmaillog_file_prefixes=,", "maillog_file=/variable", "inet_protocols=foo", "inet_protocols=ipv4, foo:bar",
        "inet_protocols=", "compatibility_level=foo", "compatibility_level=", "compatibility_level=$max_use", "compatibility_level=3.7.1", "myhostname=-foo.x",
        "myhostname=x.123", "myhostname=foo.", "myhostname=", "mydomain=a..b", "mydomain=-\nmyhostname=x", "smtpd_tls_ccert_verifydepth=-3",
        "smtpd_tls_CAfile=a$", "smtpd_tls_CAfile=${my-x} ${my-y} $", "smtpd_tls_CAfile=${{99999999999999999999} > {5}}", "smtpd_tls_CAfile=$smtpd_tls_CAfile",
        "tlsproxy_tls_ciphers=", "smtputf8_enable=x", "queue_directory=", "mail_owner=", "data_directory=", "default_process_limit=x", "daemon_timeout=x",
        // A flag that is none shows what a name stands for at that moment.
        "smtpd_use_tls=$max_idle-$max_use-$queue_directory-$tlsproxy_use_tls-$inet_protocols-$smtputf8_enable-$smtp_use_tls-$smtpd_tls_ciphers",
        "config_directory=/x\nprocess_name=pn\nservice_name=sn\nprocess_id=7\nsmtpd_use_tls=$config_directory-$process_name-$service_name",
        "mydomain=foo.org\nsmtpd_use_tls=$myhostname-$mydomain", "myhostname=foo\nsmtpd_use_tls=$myhostname-$mydomain",
        "smtpd_tls_dcert_file=[$smtpd_tls_ciphers]\nsmtpd_tls_mandatory_ciphers=[$smtpd_tls_ciphers]\nsmtpd_use_tls=$smtpd_tls_dcert_file$smtpd_tls_mandatory_ciphers",
        "tlsproxy_tls_cert_file=[$tlsproxy_client_cert_file]\nsmtp_tls_cert_file=[$smtpd_tls_ciphers$tlsproxy_tls_ciphers]\nsmtp_use_tls=$tlsproxy_tls_cert_file"};

    private static final String[][] OPTIONS = {{"-o", "foo"}, {"-o", "=foo"}, {"-o", "a b=foo"}, {"-o", ""}, {"-o", " max_use = x y "}, {"-i", "x"}, {"-m", "x"},
        {"-m", "3", "-o", "smtpd_use_tls=$max_use"}, {"-o", "max_use=4", "-m", "3", "-o", "smtpd_use_tls=$max_use"},
        {"-n", "sn", "-o", "service_name=x", "-o", "process_name=pn", "-o", "config_directory=/y", "-o", "smtpd_use_tls=$service_name $process_name $config_directory"}};

    @TempDir
    private Path directory;

    private record Case(String mainCf, List<String> options) { }

    @Test
    void shouldRefuseTheSameValuesWithTheSameWords() {
        List<Case> cases = new ArrayList<>();
        for (String mainCf : MAIN_CF) {
            cases.add(new Case(mainCf + "\n", List.of()));
        }
        for (String[] options : OPTIONS) {
            cases.add(new Case("", List.of(options)));
        }
        String daemons = Commands.run(directory, List.of("postconf", "-dh", "daemon_directory")).out().strip();
        String hostName = Commands.hostName();
        assertThat(Commands.compareAll(cases, each -> compare(each, daemons + "/tlsproxy", hostName))).isEmpty();
    }

    private String compare(Case each, String program, String hostName) {
        Path own = Commands.subdirectory(directory, each.mainCf());
        List<String> command = new ArrayList<>(List.of(program, "-z", "-t", "unix", "-u", "-V"));
        command.addAll(each.options());
        Output theirs = Commands.run(own, command);
        RecordingLogger logger = new RecordingLogger();
        String fatal = ourFatal(each, own, hostName, logger);
        String expected = theirs.fatal().equals(GOOD) ? "" : theirs.fatal();
        boolean same = fatal.equals(expected) && logger.warnings.equals(theirs.warnings()) && !theirs.fatal().isEmpty();
        return same ? "" : each + ": ours " + logger.warnings + " " + fatal + ", theirs " + theirs.warnings() + " " + theirs.fatal();
    }

    private static String ourFatal(Case each, Path own, String hostName, RecordingLogger logger) {
        try {
            List<Assignment> overrides = new ArrayList<>();
            String service = "tlsproxy";
            for (int i = 0; i < each.options().size(); i += 2) {
                String argument = each.options().get(i + 1);
                switch (each.options().get(i)) {
                    case "-o" -> overrides.add(Assignment.ofOption(argument));
                    case "-i" -> overrides.add(Assignment.maxIdle(argument));
                    case "-m" -> overrides.add(Assignment.maxUse(argument));
                    default -> service = argument;
                }
            }
            ConfigReader.read(new ReaderInput(own.toString(), overrides, service, "tlsproxy", 1, "", hostName), logger);
            return "";
        } catch (Fatal e) {
            return e.getMessage();
        }
    }
}
