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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** smtp(8) with smtp_tls_connection_reuse delivers, defers and uses connections again as it does with the C program. */
class DeliveryIT {

    private static final MailServers SERVERS = new MailServers();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 200;

    private static PostfixInstance postfix;
    private static int injection;

    @BeforeAll
    static void start() throws IOException {
        injection = FreePort.next();
        StringBuilder transports = new StringBuilder();
        SERVERS.names().forEach(name -> {
            String next = "[127.0.0.1]:" + SERVERS.port(name);
            for (String level : List.of("may", "encrypt", "fingerprint", "secure")) {
                String domain = domain(name, level);
                transports.append(" { ").append(domain).append(" = ").append(level).append(':').append(next).append(" }");
            }
        });
        for (String transport : List.of("direct", "proxied")) {
            transports.append(" { ").append(transport).append(".test = ").append(transport).append(":[127.0.0.1]:").append(SERVERS.port("rsa"))
                .append(" }");
        }
        PostfixSetup setup = SERVERS.addTo(new PostfixSetup().delivers().smtpServer(injection, "-o mynetworks=127.0.0.0/8"))
            .setting("transport_maps", "inline:{" + transports + " }")
            .setting("smtp_tls_connection_reuse", "yes")
            .setting("smtp_tls_loglevel", "1")
            .setting("smtp_tls_CAfile", "$DIR/cert/root.pem")
            .setting("smtp_tls_chain_files", "$DIR/cert/client.chain")
            .setting("smtp_tls_session_cache_database", "btree:$data_directory/smtp_scache")
            .setting("smtp_connection_cache_on_demand", "yes")
            .setting("smtp_tls_fingerprint_digest", "sha256")
            .setting("smtp_tls_secure_cert_match", Certificates.HOST)
            .setting("smtp_tls_fingerprint_cert_match", SERVERS.fingerprint("good"))
            .setting("smtpd_relay_restrictions", "permit_mynetworks, reject")
            .setting("maximal_queue_lifetime", "1h");
        for (String level : List.of("may", "encrypt", "fingerprint", "secure")) {
            setup.transport(level, "-o smtp_tls_security_level=" + level, "-o smtp_connection_cache_destinations=static:all");
        }
        setup.transport("direct", "-o smtp_tls_connection_reuse=no", "-o smtp_tls_loglevel=summary,cache");
        setup.transport("proxied", "-o smtp_tls_loglevel=summary,cache");
        postfix = setup.start();
        SERVERS.writeTo(postfix.certificates().path(""));
    }

    @AfterAll
    static void stop() {
        if (postfix != null) {
            postfix.close();
        }
    }

    private static String domain(String server, String level) {
        return (server + "-" + level).toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9-]", "") + ".test";
    }

    /** Gives a message to the instance, as a client of its own does. */
    private static void send(String domain, int count) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), injection)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            in.readLine();
            say(socket, in, "HELO test.example");
            for (int i = 0; i < count; i++) {
                say(socket, in, "MAIL FROM:<>");
                say(socket, in, "RCPT TO:<user" + i + "@" + domain + ">");
                say(socket, in, "DATA");
                say(socket, in, "Subject: test " + i + "\r\n\r\nHello.\r\n.");
            }
            say(socket, in, "QUIT");
        }
    }

    private static void say(Socket socket, BufferedReader in, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        String reply = in.readLine();
        assertThat(reply).matches("[23]\\d\\d .*");
    }

    /** What smtp(8) made of one message. */
    private static String fate(String server, String level) throws IOException {
        long mark = postfix.log().mark();
        String domain = domain(server, level);
        send(domain, 1);
        return postfix.log().awaitMatch(mark, "to=<user0@" + Pattern.quote(domain) + ">, relay=", PATIENCE).text();
    }

    @ParameterizedTest
    @CsvSource({"good,may", "good,encrypt", "good,fingerprint", "good,secure", "rsa,secure", "TLS 1.2,secure", "TLS 1.1,may", "TLS 1.0,encrypt",
        "RSA key exchange,secure", "wildcard,secure", "self-signed,encrypt", "expired,may", "other name,encrypt", "large,secure",
        "wants certificate,encrypt", "wants certificate,secure", "no certificate,may", "intermediate missing,encrypt", "no TLS,may"})
    void shouldDeliver(String server, String level) throws IOException {
        assertThat(fate(server, level)).contains("status=sent");
    }

    @ParameterizedTest
    @CsvSource({"self-signed,secure,not verified", "expired,secure,not verified", "other name,secure,not verified",
        "rsa,fingerprint,not verified", "intermediate missing,secure,not verified", "for clients,secure,not verified",
        "SHA-1,secure,not verified", "no TLS,encrypt,TLS is required", "no certificate,secure,''"})
    void shouldKeepMailInTheQueue(String server, String level, String why) throws IOException {
        assertThat(fate(server, level)).contains("status=deferred").contains(why);
    }

    /** smtp(8) keeps the sessions of its own connections and tlsproxy its own, both in the cache of tlsmgr(8) for "smtp". */
    @Test
    void shouldDeliverWithAndWithoutTlsproxyInTurnAndResumeEachTime() throws IOException {
        for (int round = 0; round < 3; round++) {
            for (String transport : List.of("direct", "proxied")) {
                long mark = postfix.log().mark();
                send(transport + ".test", 1);
                assertThat(postfix.log().awaitMatch(mark, "to=<user0@" + transport + ".test>, relay=", PATIENCE).text())
                    .contains("status=sent");
                String program = transport.equals("direct") ? "/smtp" : "/tlsproxy";
                assertThat(postfix.log().since(mark).stream()
                    .anyMatch(line -> line.tag().endsWith(program) && line.text().endsWith(": Reusing old session"))).isEqualTo(round > 0);
            }
        }
    }

    @Test
    void shouldUseConnectionsAgainForHundredsOfMessages() throws IOException {
        long mark = postfix.log().mark();
        String domain = domain("good", "secure");
        send(domain, MESSAGES);
        String delivered = "@" + domain + ">, relay=127.0.0.1";
        await().atMost(PATIENCE).until(() -> postfix.log().textsSince(mark, delivered).size() >= MESSAGES);

        List<String> sent = postfix.log().textsSince(mark, delivered);
        assertThat(sent).hasSize(MESSAGES).allMatch(text -> text.contains("status=sent"));
        assertThat(reuses(sent)).isGreaterThan(MESSAGES / 2);
        assertThat(postfix.log().textsSince(mark, "Verified TLS connection established to")).isNotEmpty();
    }

    private static int reuses(List<String> lines) {
        Pattern used = Pattern.compile("conn_use=(\\d+)");
        int count = 0;
        for (String line : lines) {
            Matcher matcher = used.matcher(line);
            count += matcher.find() ? 1 : 0;
        }
        return count;
    }
}
