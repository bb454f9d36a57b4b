package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STARTTLS at a real postscreen(8), with the tools that administrators use. */
@ExtendWith(SharedPostfix.class)
class PostscreenIT {

    private static final String TRY_LATER = "450 4.3.2 Service currently unavailable";

    private final PostfixInstance mx;

    PostscreenIT(PostfixInstance mx) {
        this.mx = mx;
    }

    /** The three lines of the session since the mark, from whatever port the tool came. */
    private void expectSessionInLog(long mark, String summary) {
        String endpoint = mx.log().awaitMatch(mark, "^CONNECT from \\[127.0.0.1\\]:\\d+$").text().substring("CONNECT from ".length());
        await().until(() -> texts(mark, endpoint).contains("DISCONNECT " + endpoint));
        List<String> texts = texts(mark, endpoint);
        assertThat(texts).hasSize(3);
        assertThat(texts.get(0)).isEqualTo("CONNECT from " + endpoint);
        assertThat(texts.get(1)).matches("Anonymous TLS connection established from \\Q" + endpoint + "\\E: " + summary);
        assertThat(texts.get(2)).isEqualTo("DISCONNECT " + endpoint);
    }

    /** What tlsproxy said of a client; postscreen logs a DISCONNECT of its own. */
    private List<String> texts(long mark, String endpoint) {
        return mx.log().since(mark).stream().filter(line -> line.tag().equals("postfix/tlsproxy"))
            .map(LogLine::text).filter(text -> text.contains(endpoint)).toList();
    }

    private String address() {
        return "127.0.0.1:" + mx.smtpPort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldLetOpensslTalkSmtpInsideTls(String version) throws IOException {
        long mark = mx.log().mark();
        try (Conversation openssl = Conversation.with("openssl", "s_client", "-starttls", "smtp", "-connect", address(), version,
                "-ign_eof", "-crlf")) {
            openssl.say("EHLO tool.example", "250 CHUNKING").say("MAIL FROM:<a@example.test>", "250 2.1.0 Ok")
                .say("RCPT TO:<b@example.test>", TRY_LATER).say("QUIT", "221 2.0.0 Bye");
            assertThat(openssl.output()).contains("250-" + Certificates.HOST).contains("CN = " + Certificates.HOST);
        }
        mx.log().awaitMatch(mark, "NOQUEUE: reject: RCPT from \\[127.0.0.1\\]:\\d+: 450 4.3.2");
        expectSessionInLog(mark, version.endsWith("2") ? "TLSv1.2 with cipher .*" : "TLSv1.3 with cipher .*");
    }

    @Test
    void shouldLogTheSessionOfASwaksRun() {
        Command.assumeInstalled("swaks");
        long mark = mx.log().mark();
        Command swaks = Command.run("swaks", "--server", "127.0.0.1", "--port", Integer.toString(mx.smtpPort()), "--tls",
            "--helo", "tool.example", "--from", "a@example.test", "--to", "b@example.test");
        assertThat(swaks.output()).contains("=== TLS started with cipher TLSv1.3:").contains("<~* " + TRY_LATER);
        expectSessionInLog(mark, "TLSv1.3 with cipher \\S+ \\(\\d+/\\d+ bits\\).*");
    }

    @Test
    void shouldServeGnutls() throws IOException {
        Command.assumeInstalled("gnutls-cli");
        long mark = mx.log().mark();
        try (Conversation gnutls = Conversation.with("gnutls-cli", "--starttls-proto=smtp", "--insecure", "--crlf",
                "--port=" + mx.smtpPort(), "127.0.0.1")) {
            gnutls.await("- Handshake was completed");
            gnutls.say("EHLO tool.example", "250 CHUNKING").say("QUIT", "221 2.0.0 Bye");
        }
        expectSessionInLog(mark, "TLSv1.3 with cipher .*");
    }

    @Test
    void shouldShowTheCertificateThatFitsTheClient() {
        String rsaOnly = "RSA-PSS+SHA256:RSA+SHA256";
        Command talk = Command.run("QUIT\n", List.of("openssl", "s_client", "-starttls", "smtp", "-connect",
            address(), "-sigalgs", rsaOnly, "-ign_eof", "-crlf"));
        assertThat(talk.output()).contains("Peer signature type: RSA-PSS");
        Command usual = Command.run("QUIT\n", List.of("openssl", "s_client", "-starttls", "smtp", "-connect",
            address(), "-ign_eof", "-crlf"));
        assertThat(usual.output()).contains("Peer signature type: ECDSA");
    }

    @Test
    void shouldResumeASession() {
        String saved = mx.directory().resolve("session.pem").toString();
        Command first = Command.run("QUIT\n", List.of("openssl", "s_client", "-starttls", "smtp", "-connect", address(), "-tls1_2",
            "-ign_eof", "-crlf", "-sess_out", saved));
        assertThat(first.output()).contains("New, TLSv1.2");
        Command second = Command.run("QUIT\n", List.of("openssl", "s_client", "-starttls", "smtp", "-connect", address(), "-tls1_2",
            "-ign_eof", "-crlf", "-sess_in", saved));
        assertThat(second.output()).contains("Reused, TLSv1.2").contains("221 2.0.0 Bye");
    }

    @Test
    void shouldRefuseTlsPolitelyWhenTheServiceHasNoCertificate() throws Exception {
        try (PostfixInstance bare = new PostfixSetup()
                .setting("tlsproxy_tls_chain_files", "").setting("tlsproxy_tls_cert_file", "").setting("tlsproxy_tls_eccert_file", "")
                .start();
             ProxyClient client = ProxyClient.announced(bare.socket("tlsproxy"))) {
            client.write(ProxyRequest.asPostscreen().bytes());
            assertThat(client.status()).isFalse();
            bare.log().awaitText(0, "warning: No server certs available. TLS can't be enabled");
            Command.assumeInstalled("swaks");
            Command swaks = Command.run("swaks", "--server", "127.0.0.1", "--port", Integer.toString(bare.smtpPort()), "--tls-optional",
                "--helo", "tool.example", "--to", "b@example.test", "--quit-after", "HELO");
            assertThat(swaks.output()).contains("454 4.7.0 TLS not available due to local problem");
        }
    }
}
