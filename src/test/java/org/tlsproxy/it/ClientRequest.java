package org.tlsproxy.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tlsproxy.wire.ClientInit;
import org.tlsproxy.wire.ClientSettings;
import org.tlsproxy.wire.ClientStart;
import org.tlsproxy.wire.Dane;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.KeyFiles;
import org.tlsproxy.wire.LogSetting;
import org.tlsproxy.wire.Params;
import org.tlsproxy.wire.Trace;

/**
 * What smtp(8) asks of tlsproxy, with everything free to choose. Its endpoint is unique, so that log lines can be told apart.
 *
 * @param level as requests number it
 * @param names match patterns
 * @param dane  TLSA records and the like
 * @param caFile authorities, may be empty
 * @param seconds time limit of handshake and session
 */
record ClientRequest(String endpoint, int level, List<String> names, Dane dane, String caFile, int seconds) {

    private static final Generation INSTALLED =
        Generation.of(Command.mustRun("postconf", "-dh", "mail_version").output().strip()).orElseThrow();
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(20_000);
    static final int SECONDS = 30;
    private static final Map<String, Params> KNOWN = new java.util.concurrent.ConcurrentHashMap<>();

    static ClientRequest of(int level, Dane dane, String... names) {
        return new ClientRequest("[192.0.2.2]:" + NEXT_PORT.incrementAndGet(), level, List.of(names), dane, "", SECONDS);
    }

    static ClientRequest of(int level, List<Dane.Tlsa> records, String... names) {
        return of(level, new Dane.Records("dane.example.test", records), names);
    }

    ClientRequest caFile(String file) {
        return new ClientRequest(endpoint, level, names, dane, file, seconds);
    }

    ClientRequest seconds(int limit) {
        return new ClientRequest(endpoint, level, names, dane, caFile, limit);
    }

    String namaddr() {
        return "mail.example.test" + endpoint;
    }

    private ClientSettings settings(PostfixInstance postfix) {
        ClientInit init = new ClientInit(new LogSetting("smtp_tls_loglevel", "summary,certmatch"), 9, "smtp", new KeyFiles("",
            new KeyFiles.Pair("", ""), new KeyFiles.Pair("", ""), new KeyFiles.Pair("", ""), new KeyFiles.Authorities(caFile, "")), "sha256");
        ClientStart start = new ClientStart(LogSetting.ABSENT, seconds, new ClientStart.Security(false, level, ">=TLSv1", "medium", "aNULL"),
            new ClientStart.Peer("example.test", MailServers.HOST, namaddr(), ""), new ClientStart.Resumption("smtp&" + endpoint, "me.test"),
            new ClientStart.Match(names, "sha256", dane), ClientStart.Failure.ABSENT, Trace.ABSENT);
        return new ClientSettings(params(postfix), init, start);
    }

    /** The settings of the instance, so that tlsproxy has nothing to complain of. */
    private static Params params(PostfixInstance postfix) {
        return KNOWN.computeIfAbsent(postfix.configuration().toString(), directory -> Params.client(INSTALLED,
            name -> Command.mustRun("postconf", "-c", directory, "-xh", name.startsWith("config_") ? "tls_" + name : name).output().strip()));
    }

    /** Request and settings, as smtp(8) writes them at once. */
    byte[] bytes(PostfixInstance postfix) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(new ProxyRequest(endpoint, ProxyRequest.CLIENT_ROLE | ProxyRequest.SEND_CONTEXT, seconds, seconds, "smtp").bytes());
        all.write(settings(postfix).printed(INSTALLED));
        return all.toByteArray();
    }

    /** What came of a request. @param report empty if the handshake failed, @param log lines of the session */
    record Outcome(Map<String, String> report, List<String> log) { }

    /** Has a service make a session with a server, and ends it. */
    Outcome through(PostfixInstance postfix, String service, int port) throws IOException {
        long mark = postfix.log().mark();
        Map<String, String> report = new TreeMap<>();
        try (ProxyClient client = ProxyClient.announced(postfix.socket(service))) {
            client.write(bytes(postfix));
            if (client.status()) {
                client.pass(Native.tcpConnect(port));
                if (client.hasInput(SECONDS * 1000)) {
                    read(client, report);
                }
            }
        }
        postfix.log().awaitMatch(mark, "^DISCONNECT " + java.util.regex.Pattern.quote(endpoint) + "$");
        return new Outcome(report, postfix.log().since(mark).stream().filter(line -> line.tag().endsWith("/tlsproxy"))
            .map(LogLine::text).filter(text -> text.contains(endpoint) || text.contains("library problem")).toList());
    }

    private static void read(ProxyClient client, Map<String, String> report) throws IOException {
        try {
            List<String> list = client.attributes();
            for (int i = 0; i < list.size(); i += 2) {
                report.put(list.get(i), list.get(i + 1));
            }
        } catch (java.io.EOFException e) {
            report.clear();     // no handshake, no report
        }
    }
}
