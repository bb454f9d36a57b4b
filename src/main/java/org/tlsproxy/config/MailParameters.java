package org.tlsproxy.config;

import java.util.List;

/** The general settings of the mail system that a daemon reads first, in the order in which Postfix fetches them. */
final class MailParameters {

    static final List<Parameter> ROWS = List.of(
        Row.text("compatibility_level", "0").says("level major[.minor[.patch]]; 3.4-3.5 integer only"),
        Row.text("multi_instance_name", "").says("instance name; default syslog_name"),
        Row.text("mail_version", "3.7.11").says("version string; read-only by convention; may be used in $mail_version"),
        Row.text("syslog_facility", "mail").atLeast(1).says("syslog facility name"),
        Row.text("inet_protocols", "all").says("address families; an unknown name is fatal, otherwise no effect"),
        Row.text("multi_instance_directories", "")
            .says("other instance directories; only the default main.cf is consulted, by set-gid programs"),
        Row.text("maillog_file", "").says("log file; non-empty = log through the postlog socket instead of syslog"),
        Row.text("maillog_file_prefixes", "/var, /dev/stdout").atLeast(1).says("allowed path prefixes"),
        Row.text("postlog_service_name", "postlog").atLeast(1).says("datagram socket name under public/"),
        Row.text("proxymap_service_name", "proxymap").atLeast(1).says("lookup tables that are shared, for tls_server_sni_maps"),
        Row.flag("daemon_table_open_error_is_fatal", "no").says("fatal instead of unavailable table"),
        Row.inheritedFlag("smtputf8_enable", "${{$compatibility_level} < {1} ? {no} : {yes}}")
            .from("3.6", "${{$compatibility_level} <level {1} ? {no} : {yes}}")
            .says("UTF-8 mode: tables with UTF-8 folding; IDNA library set up before chroot"),
        Row.inheritedFlag("enable_idna2003_compatibility", "no").says("transitional IDNA mapping"),
        Row.text("myhostname", "").atLeast(1).says("host name; first label goes into postlog records"),
        Row.text("mydomain", "").atLeast(1).says("domain"),
        Row.text("syslog_name", "${multi_instance_name?{$multi_instance_name}:{postfix}}").atLeast(1).says("log tag prefix"),
        Row.text("mail_owner", "postfix").atLeast(1).says("account to run as with -u"),
        Row.text("setgid_group", "postdrop").atLeast(1)
            .says("group of submission commands; validated only (fatal when unknown or gid 0)"),
        Row.text("daemon_directory", "/usr/libexec/postfix").atLeast(1)
            .says("directory of the daemon program; not used by the daemon itself"),
        Row.text("data_directory", "/var/lib/postfix").atLeast(1).says("writable data; not used by tlsproxy"),
        Row.text("queue_directory", "/var/spool/postfix").atLeast(1)
            .says("process working directory and chroot directory; sockets below it"),
        Row.text("default_privs", "nobody").atLeast(1)
            .says("default delivery account; validated only (fatal when unknown, uid/gid 0, or equal to mail_owner)"),
        Row.text("export_environment", "TZ MAIL_CONFIG LANG").says("environment exported to non-Postfix programs; read, no effect"),
        Row.text("import_environment", "MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ XAUTHORITY DISPLAY LANG=C POSTLOG_SERVICE POSTLOG_HOSTNAME")
            .from("3.11", "MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ XAUTHORITY DISPLAY LANG=C POSTLOG_SERVICE POSTLOG_HOSTNAME "
                + "XDG_RUNTIME_DIR")
            .says("environment names kept by master"),
        Row.text("alternate_config_directories", "").says("other allowed configuration directories"),
        Row.number("default_process_limit", "100").atLeast(1)
            .says("default of the master.cf process limit; read; not used (the service must have limit 0)"),
        Row.number("max_use", "100").atLeast(1).says("connections before exit; -m option overrides"),
        Row.time("application_event_drain_time", "100s").atLeast(1).says("time a draining process may continue"),
        Row.time("max_idle", "100s").atLeast(1).says("idle time before exit; -i option overrides"),
        Row.time("ipc_timeout", "3600s").atLeast(1).says("tlsmgr request time limit"),
        Row.time("ipc_idle", "5s").atLeast(1).says("idle time before the tlsmgr connection is closed"),
        Row.time("ipc_ttl", "1000s").atLeast(1).says("max age of the tlsmgr connection"),
        Row.time("daemon_timeout", "18000s").atLeast(1).says("watchdog of other daemons"),
        Row.text("config_directory", "/etc/postfix").ofProcess()
            .says("configuration directory; in main.cf it changes only what $config_directory expands to"),
        Row.number("process_id", "").ofProcess().says("PID; read-only: set after main.cf and -o"),
        Row.text("process_name", "").ofProcess()
            .says("last path component of argv[0]; 3.11 and earlier: may be changed for $process_name only"),
        Row.text("service_name", "").ofProcess().says("master.cf service name (-n); read-only: set after -o options"));

    private MailParameters() { }
}
