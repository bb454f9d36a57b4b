package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
            .setting("smtp_tls_session_cache_database", "btree:$data_directory/smtp_scache")).start();
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
    @CsvSource({"good", "TLS 1.2", "TLS 1.1", "self-signed", "wants certificate"})
    void shouldResumeSessionsOfTlsmgrAndSayTheSameOfThem(String server) {
        String[] arguments = {"-L",
            "summary,cache,certmatch,untrusted", "-F", file("root.pem"), "-l", "may"};
        shouldBeTheSame(server, arguments);
        shouldBeTheSame(server, arguments);
        assertThat(ours.probe(SERVERS.port(server), arguments).log()).anyMatch(line -> line.endsWith(": Reusing old session"));
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
