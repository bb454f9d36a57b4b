package org.tlsproxy.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a test wants of its throwaway Postfix beyond the standard: main.cf settings, more tlsproxy services, syslog. */
final class PostfixSetup {

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> services = new ArrayList<>();
    private final Map<String, String> scripts = new LinkedHashMap<>();
    private String ownSettings = "";
    private final Map<String, Path> programs = new LinkedHashMap<>();
    private boolean syslog;
    private List<String> prefix = List.of();

    /** A main.cf setting; {@code $DIR} stands for the instance's directory. */
    PostfixSetup setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /**
     * A further service that runs the executable under test, unprivileged and not chrooted.
     *
     * @param name      its name in master.cf; master passes it with {@code -n}
     * @param arguments as in master.cf; {@code $DIR} stands for the instance's directory
     */
    PostfixSetup service(String name, String... arguments) {
        return line(name, "n", arguments);
    }

    /** Like {@link #service}, with {@code y} in the chroot column. */
    PostfixSetup chrootedService(String name, String... arguments) {
        return line(name, "y", arguments);
    }

    /**
     * A service of the executable under test as {@code NAME}, and with the same settings one of the C program as {@code c-NAME}, for
     * comparison.
     */
    PostfixSetup pair(String name, String... arguments) {
        services.add("c-" + name + " unix - - n - 0 c/tlsproxy " + String.join(" ", arguments));
        return service(name, arguments);
    }

    /** Likewise, with {@code y} in the chroot column. */
    PostfixSetup chrootedPair(String name, String... arguments) {
        services.add("c-" + name + " unix - - y - 0 c/tlsproxy " + String.join(" ", arguments));
        return chrootedService(name, arguments);
    }

    /**
     * A further service by a program of its own, and under its own name in the log.
     *
     * @param name      its name in master.cf, and that of a link in daemon_directory
     * @param program   what it runs
     * @param arguments as in master.cf
     */
    PostfixSetup program(String name, Path program, String arguments) {
        programs.put(name, program);
        services.add(name + " unix - - n - 0 " + name + " " + arguments);
        return this;
    }

    /** Programs that have names of their own. */
    Map<String, Path> programs() {
        return programs;
    }

    /** A line of master.cf as it is. */
    PostfixSetup masterCfLine(String line) {
        services.add(line);
        return this;
    }

    /** A further service whose command is a shell script of the test's. */
    PostfixSetup script(String name, String... lines) {
        scripts.put(name, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        services.add(name + " unix - - n - 0 " + name + ".sh -n " + name);
        return this;
    }

    Map<String, String> scripts() {
        return scripts;
    }

    private PostfixSetup line(String name, String chroot, String... arguments) {
        services.add(name + " unix - - " + chroot + " - 0 tlsproxy " + String.join(" ", arguments));
        return this;
    }

    /** An smtpd(8) on a port of 127.0.0.1, with arguments of its own. */
    PostfixSetup smtpServer(int port, String... arguments) {
        services.add("127.0.0.1:" + port + " inet n - n - - smtpd " + String.join(" ", arguments));
        return this;
    }

    /** A delivery transport of smtp(8) with settings of its own. */
    PostfixSetup transport(String name, String... arguments) {
        services.add(name + " unix - - n - - smtp " + String.join(" ", arguments));
        return this;
    }

    /** What it takes to deliver mail by smtp(8) over connections that are used again, and to keep or return what cannot be delivered. */
    PostfixSetup delivers() {
        for (String client : List.of("smtp", "relay")) {
            services.add(client + " unix - - n - - smtp");
        }
        for (String bounce : List.of("bounce", "defer", "trace")) {
            services.add(bounce + " unix - - n - 0 bounce");
        }
        services.add("retry unix - - n - - error");
        services.add("error unix - - n - - error");
        services.add("scache unix - - n - 1 scache");
        services.add("flush unix n - n 1000? 0 flush");
        services.add("showq unix n - n - - showq");
        return this;
    }

    /** Lines of tlsproxy-java.conf; they hold for every service of the instance. */
    PostfixSetup own(String... lines) {
        ownSettings = String.join("\n", lines) + "\n";
        return this;
    }

    String ownSettings() {
        return ownSettings;
    }

    /** Log to syslog, which a socket of the test's stands for; needs mount namespaces. */
    PostfixSetup syslog() {
        syslog = true;
        return this;
    }

    boolean usesSyslog() {
        return syslog;
    }

    /** Start it by a command line that ends with the words given to it: in a namespace of its own, say. */
    PostfixSetup startedBy(List<String> words) {
        prefix = words;
        return this;
    }

    List<String> prefix() {
        return prefix;
    }

    /** Lays out, starts and returns the instance. */
    PostfixInstance start() {
        return PostfixInstance.start(this);
    }

    String mainCf(Path directory) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("compatibility_level", "3.6");
        all.put("queue_directory", "$DIR/queue");
        all.put("data_directory", "$DIR/data");
        all.put("daemon_directory", "$DIR/sbin");
        all.put("maillog_file", syslog ? "" : "$DIR/mail.log");
        all.put("maillog_file_prefixes", "$DIR");
        all.put("myhostname", Certificates.HOST);
        all.put("mydestination", "example.test");
        all.put("inet_interfaces", "127.0.0.1");
        all.put("inet_protocols", "ipv4");
        all.put("mynetworks", "127.0.0.2/32");
        all.put("local_recipient_maps", "");
        all.put("local_transport", "discard:");
        all.put("default_transport", "discard:");
        all.put("alias_maps", "");
        all.put("alias_database", "");
        all.put("smtpd_relay_restrictions", "permit_mynetworks, reject_unauth_destination");
        all.put("smtpd_tls_security_level", "may");
        all.put("smtpd_tls_chain_files", "$DIR/cert/both.chain");
        all.put("tlsproxy_tls_loglevel", "1");
        all.put("smtp_tls_security_level", "may");
        all.put("postscreen_greet_wait", "1s");
        all.put("postscreen_dnsbl_sites", "");
        all.put("postscreen_cache_map", "");
        all.put("postscreen_non_smtp_command_enable", "yes");
        all.put("postscreen_bare_newline_enable", "yes");
        all.put("service_throttle_time", "2s");
        all.putAll(settings);
        StringBuilder text = new StringBuilder();
        all.forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        return text.toString().replace("$DIR", directory.toString());
    }

    String masterCf(Path directory, int smtpPort) {
        List<String> lines = new ArrayList<>(List.of(
            "127.0.0.1:" + smtpPort + " inet n - n - 1 postscreen",
            "smtpd pass - - n - - smtpd",
            "tlsproxy unix - - n - 0 tlsproxy",
            "c-tlsproxy unix - - n - 0 c/tlsproxy",
            "dnsblog unix - - n - 0 dnsblog",
            "cleanup unix n - n - 0 cleanup",
            "qmgr unix n - n 300 1 qmgr",
            "tlsmgr unix - - n 1000? 1 tlsmgr",
            "rewrite unix - - n - - trivial-rewrite",
            "proxymap unix - - n - - proxymap",
            "anvil unix - - n - 1 anvil",
            "discard unix - - n - - discard",
            "postlog unix-dgram n - n - 1 postlogd"));
        lines.addAll(services);
        return String.join("\n", lines).replace("$DIR", directory.toString()) + "\n";
    }
}
