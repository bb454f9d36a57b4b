package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions with servers are kept by tlsmgr(8) and taken up again, where that is acceptable. */
@Tag("once")
class ClientSessionsIT {

    private static final MailServers SERVERS = new MailServers();

    private static PostfixInstance postfix;
    private static PosttlsFinger ours;
    private static PosttlsFinger reference;

    @BeforeAll
    static void start() throws IOException {
        postfix = SERVERS.addTo(new PostfixSetup()
            .setting("smtp_tls_session_cache_database", "btree:$data_directory/smtp_scache")
            .setting("smtpd_tls_session_cache_database", "btree:$data_directory/smtpd_scache")).start();
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

    @ParameterizedTest
    @CsvSource({"good", "TLS 1.2", "'TLS 1.2, session ids'", "TLS 1.1", "self-signed", "wants certificate"})
    void shouldResumeSessionsOfTlsmgrAndSayTheSameOfThem(String server) {
        String[] arguments = {"-L",
            "debug,certmatch,untrusted", "-F", file("root.pem"), "-l", "may"};
        shouldBeTheSame(server, arguments);
        shouldBeTheSame(server, arguments);
        assertThat(ours.probe(SERVERS.port(server), arguments).log()).anyMatch(line -> line.endsWith(": Reusing old session"));
    }

    /** Both keep theirs in one cache, under keys that never meet. */
    @ParameterizedTest
    @CsvSource({"rsa", "RSA key exchange"})
    void shouldShareTheCacheWithTheCProgram(String server) {
        String[] arguments = {"-L", "summary,cache", "-l", "encrypt"};
        for (int round = 0; round < 3; round++) {
            for (PosttlsFinger each : List.of(ours, reference)) {
                List<String> log = each.probe(SERVERS.port(server), arguments).log();
                assertThat(log).anyMatch(line -> line.contains("TLS connection established to"));
                assertThat(log.stream().anyMatch(line -> line.endsWith(": Reusing old session"))).isEqualTo(round > 0);
            }
        }
    }

    /** What decides whether a server is believed: names, authorities, fingerprints. */
    @Test
    @ReferenceDiffers("a session is taken up again whatever it was accepted for")
    void shouldNotTakeASessionForOtherNamesAuthoritiesOrFingerprints() {
        String[][] terms = {{"-l", "secure", "-F", file("root.pem"), "--", MailServers.HOST}, {"-l", "secure", "-F", file("root.pem"),
            "--", "other.example.test"}, {"-l", "secure", "-F", file("sub.pem"), "--", MailServers.HOST},
            {"-l", "fingerprint", "-d", "sha256", "--", SERVERS.fingerprint("Ed25519")},
            {"-l", "fingerprint", "-d", "sha256", "--", SERVERS.fingerprint("good")}};
        String[] words = {"Verified", "Untrusted", "Untrusted", "Verified", "Untrusted"};
        for (boolean again : new boolean[] {false, true}) {
            for (int i = 0; i < terms.length; i++) {
                String[] arguments = Stream.concat(Stream.of("-L", "summary,cache"), Stream.of(terms[i])).toArray(String[]::new);
                List<String> log = ours.probe(SERVERS.port("Ed25519"), arguments).log();
                String word = words[i];
                assertThat(log).anyMatch(line -> line.startsWith(word + " TLS connection established to"));
                assertThat(log.stream().anyMatch(line -> line.endsWith(": Reusing old session"))).isEqualTo(again);
            }
        }
    }

    /** C remembers what was thought of a server under other terms; we do not. */
    @Test
    @ReferenceDiffers("a session is taken up again whatever it was accepted for")
    void shouldNotTakeASessionOfALowerLevelForABetterOne() {
        String[] low = {"-L", "summary", "-l", "encrypt"};
        ours.probe(SERVERS.port("intermediate missing"), low);

        PosttlsFinger.Result high = ours.probe(SERVERS.port("intermediate missing"), "-L", "summary,cache", "-l",
            "secure", "--", MailServers.HOST);

        assertThat(high.log()).noneMatch(line -> line.contains("Reusing old session"))
            .anyMatch(line -> line.contains("untrusted issuer"));
    }
}
