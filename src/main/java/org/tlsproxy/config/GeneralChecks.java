package org.tlsproxy.config;

import java.util.List;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.Logger;

/** What Postfix demands of general settings beyond their type, as far as it can be told without looking at the system. */
final class GeneralChecks {

    private static final MailVersion LEVELS_HAVE_PARTS = MailVersion.of("3.6");
    private static final List<String> FACILITIES = List.of("auth", "authpriv", "cron", "daemon", "ftp", "kern", "lpr", "mail",
        "news", "syslog", "user", "uucp", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7");
    private static final List<String> PROTOCOLS = List.of("all", "ipv4", "ipv6");

    private final String file;
    private final MailVersion version;
    private final Logger logger;
    private String logFile = "";
    private String hostName = "";

    /** @param file main.cf's path, for messages */
    GeneralChecks(String file, MailVersion version, Logger logger) {
        this.file = file;
        this.version = version;
        this.logger = logger;
    }

    /** Called for every parameter when it has just been fetched; what needs two values is checked when the second is there. */
    void check(String name, String value) {
        switch (name) {
            case "compatibility_level" -> checkLevel(value);
            case "syslog_facility" -> checkFacility(value);
            case "inet_protocols" -> checkProtocols(value);
            case "maillog_file" -> logFile = value;
            case "maillog_file_prefixes" -> checkLogFile(value);
            case "myhostname" -> hostName = value;
            case "mydomain" -> {
                checkHostName("myhostname", hostName);
                checkHostName("mydomain", value);
            }
            default -> { }
        }
    }

    private void checkLevel(String value) {
        if (!version.isAtLeast(LEVELS_HAVE_PARTS)) {
            Values.number("compatibility_level", value, 0);
        } else if (CompatibilityLevel.parse(value).isEmpty()) {
            throw new Fatal("malformed compatibility level syntax: \"" + value + "\"");
        }
    }

    private void checkFacility(String value) {
        if (!FACILITIES.contains(value)) {
            throw new Fatal("file " + file + ": parameter syslog_facility: unrecognized value: " + value);
        }
    }

    private static void checkProtocols(String value) {
        for (String name : ListText.words(value)) {
            if (!PROTOCOLS.contains(name)) {
                throw new Fatal("unknown inet_protocols value \"" + name + "\" in \"" + value + "\"");
            }
        }
    }

    private void checkLogFile(String prefixes) {
        if (logFile.isEmpty()) {
            return;
        }
        for (String prefix : ListText.words(prefixes)) {
            if (logFile.startsWith(prefix)) {
                return;
            }
        }
        throw new Fatal("maillog_file value '" + logFile + "' does not match any prefix in maillog_file_prefixes");
    }

    private void checkHostName(String name, String value) {
        if (!HostName.isValid(value, logger)) {
            throw new Fatal("file " + file + ": parameter " + name + ": bad parameter value: " + value);
        }
    }
}
