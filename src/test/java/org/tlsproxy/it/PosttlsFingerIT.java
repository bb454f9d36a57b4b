package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** posttls-finger -X prints, and tlsproxy logs, what they do with the C program, for servers good and bad at every level. */
@Tag("once")
class PosttlsFingerIT {

    private static final MailServers SERVERS = new MailServers();
    private static final List<String> LEVELS = List.of("may", "encrypt", "fingerprint", "verify", "secure");

    private static PostfixInstance postfix;
    private static PosttlsFinger ours;
    private static PosttlsFinger reference;

    @BeforeAll
    static void start() throws IOException {
        postfix = SERVERS.addTo(new PostfixSetup()).start();
        SERVERS.writeTo(postfix.certificates().path(""));
        ours = PosttlsFinger.through(postfix, "tlsproxy");
        reference = PosttlsFinger.through(postfix, "c-tlsproxy");
    }

    @AfterAll
    static void stop() {
        if (postfix != null) {
            postfix.close();
        }
    }

    private static String file(String name) {
        return postfix.certificates().path(name).toString();
    }

    private static void shouldBeTheSame(String server, String... arguments) {
        PosttlsFinger.Result expected = reference.probe(SERVERS.port(server), arguments);
        PosttlsFinger.Result result = ours.probe(SERVERS.port(server), arguments);
        assertThat(result.output()).isEqualTo(expected.output());
        assertThat(result.log()).isEqualTo(expected.log());
    }

    static Stream<String[]> serversAndLevels() {
        List<String[]> rows = new ArrayList<>();
        SERVERS.names().filter(name -> !name.startsWith("smtps") && !name.equals("no TLS")).forEach(name -> LEVELS.forEach(level -> rows.add(new String[] {name, level})));
        return rows.stream();
    }


    @ParameterizedTest
    @MethodSource("serversAndLevels")
    void shouldSayTheSameOfEachServerAtEachLevel(String server, String level) {
        List<String> arguments = new ArrayList<>(List.of("-L", "summary,certmatch", "-l", level));
        if (level.equals("fingerprint")) {
            arguments.addAll(List.of("-d", "sha256", "--", SERVERS.fingerprint("good")));
        } else if (!level.equals("encrypt")) {
            arguments.addAll(List.of("-F", file("root.pem"), "--", MailServers.HOST));
        }
        shouldBeTheSame(server, arguments.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({"good, may", "good, secure", "TLS 1.2, may", "TLS 1.2, secure", "TLS 1.0, may", "TLS 1.1, secure", "another group, may",
        "RSA key exchange, may", "wants certificate, may", "asks for certificate in TLS 1.2, may"})
    void shouldTellTheSameStepsOfHandshakes(String server, String level) {
        shouldBeTheSame(server, "-L", "debug", "-l", level, "-p", ">=TLSv1", "-F", file("root.pem"), "--", MailServers.HOST);
    }

    @ParameterizedTest
    @CsvSource({"wants certificate", "asks for certificate in TLS 1.2"})
    void shouldTellTheSameStepsOfHandshakesWithAClientCertificate(String server) {
        shouldBeTheSame(server, "-L", "debug", "-l", "may", "-H", file("client.chain"));
    }

    @Test
    void shouldTellTheSameStepsOfHandshakesThatFail() {
        shouldBeTheSame("TLS 1.1", "-L", "debug", "-l", "may", "-p", ">=TLSv1.2");
        shouldBeTheSame("good", "-L", "debug", "-l", "may", "-p", "!TLSv1 !TLSv1.1 !TLSv1.2 !TLSv1.3");
    }

    @ParameterizedTest
    @CsvSource({"ssl-expert", "ssl-developer", "ssl-handshake-packet-dump", "ssl-session-packet-dump"})
    void shouldDumpPacketsAsFarAsTheLevelWantsThem(String level) {
        shouldBeTheSame("good", "-L", level, "-l", "may");
        shouldBeTheSame("TLS 1.2", "-L", level, "-l", "may");
    }

    @ParameterizedTest
    @CsvSource({"good", "wildcard", "other name", "expired", "self-signed", "intermediate missing", "SHA-1"})
    void shouldSayTheSameWithAnchorsFromAFile(String server) {
        for (String anchor : List.of("root.pem", "sub.pem", "sub.pub")) {
            shouldBeTheSame(server, "-L", "summary,certmatch", "-l", "secure", "-A",
                file(anchor), "--", MailServers.HOST);
        }
    }

    @ParameterizedTest
    @CsvSource({"nexthop", "hostname", "dot-nexthop", ".", "127.0.0.1", ".example.test", "MAIL.example.TEST", "'m\u00e4il.example.test'"})
    void shouldSayTheSameOfEveryKindOfName(String pattern) {
        shouldBeTheSame("good", "-L", "summary,certmatch",
            "-l", "verify", "-F", file("root.pem"), "--", pattern);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.9", ">=0305", "<=TLSv1.2", "TLSv1.1 TLSv1.3", "!TLSv1 !TLSv1.1 !TLSv1.2 !TLSv1.3"})
    void shouldSayTheSameOfProtocolLists(String list) {
        shouldBeTheSame("good", "-L", "summary", "-l", "may", "-p", list);
    }

    @ParameterizedTest
    @CsvSource({"high", "medium", "export", "null", "silly"})
    void shouldSayTheSameOfCipherGrades(String grade) {
        shouldBeTheSame("TLS 1.2", "-L", "summary", "-l", "may", "-g", grade);
    }

    @Test
    void shouldSayTheSameOfAnSmtpsServer() {
        shouldBeTheSame("smtps", "-w", "-L", "summary,certmatch", "-l", "secure", "-F", file("root.pem"), "--", MailServers.HOST);
    }

    @Test
    void shouldShowACertificateThatTheRequestNamesAndTheJailLetsItRead() {
        shouldBeTheSame("wants certificate", "-L", "summary", "-l", "may", "-H", file("client.chain"));
        shouldBeTheSame("wants certificate", "-L", "summary", "-l", "may", "-H", "/nonexistent/client.chain");
    }

    @Test
    void shouldSayTheSameOfServerNames() {
        for (String name : List.of("hostname", "nexthop", MailServers.HOST, "a".repeat(260), "b\u00fccher.example")) {
            shouldBeTheSame("good", "-L", "summary", "-l", "may", "-s", name);
        }
    }
}
