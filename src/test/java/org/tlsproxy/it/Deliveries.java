package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Messages that smtp(8) delivers over connections that it uses again: each once through the service under test and once through the C
 * program, all at the same time.
 */
final class Deliveries {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> PROGRAMS = List.of("ours", "theirs");

    /** For each level: all together, fewer than may wait at a service's socket while Java starts. */
    private static final int CLIENTS = 10;

    private final Map<String, String> levels = new LinkedHashMap<>();
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final int injection;

    /** @param level one of ours, @param nexthop with port, as in transport(5) */
    record Route(String level, String nexthop) {
        String port() {
            return nexthop.substring(nexthop.lastIndexOf(':'));
        }
    }

    /**
     * What became of a message.
     *
     * @param smtp lines of smtp(8), @param tlsproxy lines that name the server's port; of all routes to it, in no order
     */
    record Fate(List<String> smtp, List<String> tlsproxy) { }

    Deliveries() throws IOException {
        injection = FreePort.next();
    }

    /** A way of delivering. @param settings of its own for smtp(8), {@code -o name=value} */
    Deliveries level(String name, String settings) {
        levels.put(name, settings);
        return this;
    }

    /** @param name lower case letters, digits and hyphens; the domain of the message, without its {@code .test} */
    Deliveries route(String name, String level, String nexthop) {
        routes.put(name, new Route(level, nexthop));
        return this;
    }

    PostfixSetup addTo(PostfixSetup setup) {
        StringBuilder transports = new StringBuilder();
        routes.forEach((name, route) -> PROGRAMS.forEach(program -> transports.append(" { ").append(address(name, program)).append(" = ")
            .append(program).append('-').append(route.level).append(':').append(route.nexthop).append(" }")));
        setup.delivers().smtpServer(injection, "-o mynetworks=127.0.0.0/8")
            .setting("transport_maps", "inline:{" + transports + " }")
            .setting("smtp_tls_connection_reuse", "yes")
            .setting("smtp_tls_loglevel", "1")
            .setting("smtp_connection_cache_time_limit", "1s")
            .setting("smtpd_relay_restrictions", "permit_mynetworks, reject")
            .masterCfLine("ours unix - - n - 0 tlsproxy -o syslog_name=postfix/ours")
            .masterCfLine("theirs unix - - n - 0 c/tlsproxy -o syslog_name=postfix/theirs");
        levels.forEach((level, settings) -> PROGRAMS.forEach(program -> setup.masterCfLine(program + "-" + level + " unix - - n - " + CLIENTS
            + " smtp -o smtp_connection_cache_destinations=static:all -o syslog_name=postfix/" + program + "-" + level
            + " -o tlsproxy_service_name=" + program + " " + settings)));
        return setup;
    }

    private static String address(String route, String program) {
        return program + "@" + route + ".test";
    }

    /** Sends them all. @return program, then route */
    Map<String, Map<String, Fate>> run(PostfixInstance postfix) throws IOException {
        long mark = postfix.log().mark();
        send();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(missing(postfix.log().since(mark))).isEmpty());
        List<LogLine> lines = postfix.log().since(mark);
        Map<String, Map<String, Fate>> all = new TreeMap<>();
        for (String program : PROGRAMS) {
            Map<String, Fate> fates = new TreeMap<>();
            routes.forEach((name, route) -> fates.put(name, fate(lines, program, name)));
            all.put(program, fates);
        }
        return all;
    }

    /** Messages without a fate, and programs with open sessions. */
    private List<String> missing(List<LogLine> lines) {
        List<String> missing = new ArrayList<>();
        for (String program : PROGRAMS) {
            for (String name : routes.keySet()) {
                if (lines.stream().noneMatch(line -> line.text().contains("to=<" + address(name, program) + ">, relay="))) {
                    missing.add(address(name, program));
                }
            }
            if (count(lines, program, "CONNECT to ") != count(lines, program, "DISCONNECT ")) {
                missing.add("sessions of " + program);
            }
        }
        return missing;
    }

    private static long count(List<LogLine> lines, String program, String start) {
        return lines.stream().filter(line -> line.tag().equals("postfix/" + program + "/tlsproxy") && line.text().startsWith(start)).count();
    }

    private Fate fate(List<LogLine> lines, String program, String name) {
        Route route = routes.get(name);
        String smtp = "postfix/" + program + "-" + route.level + "/smtp";
        List<String> ofSmtp = lines.stream().filter(line -> line.tag().equals(smtp)).map(LogLine::text)
            .filter(text -> text.contains("to=<") ? text.contains("to=<" + address(name, program)) : text.contains(route.port()))
            .map(text -> comparable(text, program)).toList();
        List<String> ofTlsproxy = lines.stream().filter(line -> line.tag().equals("postfix/" + program + "/tlsproxy")).map(LogLine::text)
            .filter(text -> text.contains(route.port())).map(text -> comparable(text, program)).sorted().toList();
        return new Fate(ofSmtp, ofTlsproxy);
    }

    private static String comparable(String text, String program) {
        return text.replaceAll("^[0-9A-F]{6,}: ", "").replaceAll("delay=[^,]*, delays=[^,]*, ", "").replaceAll("queued as [0-9A-F]+", "queued")
            .replace("<" + program + "@", "<you@").replace(program + "-", "");
    }

    private void send() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), injection)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            in.readLine();
            List<String> lines = new ArrayList<>(List.of("HELO test.example"));
            for (String name : routes.keySet()) {
                for (String program : PROGRAMS) {
                    lines.addAll(List.of("MAIL FROM:<>", "RCPT TO:<" + address(name, program) + ">", "DATA", "Subject: test\r\n\r\nHello.\r\n."));
                }
            }
            for (String line : lines) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                String reply = in.readLine();
                if (!reply.matches("[23].*")) {
                    throw new IOException(line + ": " + reply);
                }
            }
        }
    }
}
