package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tlsproxy.wire.Dane;

/** Servers that hang up, hang or talk nonsense, and requests that ask for the impossible, cost their own session and one line or two. */
@Tag("once")
class UnfriendlyServersIT {

    private static final MailServers SERVERS = new MailServers();
    private static final int ENCRYPT = 2;
    private static final int FINGERPRINT = 3;
    private static final int SECURE = 8;

    private static PostfixInstance postfix;

    @BeforeAll
    static void start() throws IOException {
        postfix = SERVERS.addTo(new PostfixSetup().own("worker_use_factor = 1")
            .pair("disabled", "-o tlsproxy_client_security_level=none")
            .pair("alone", "-o tlsproxy_tls_security_level=none", "-o max_use=2")).start();
        SERVERS.writeTo(postfix.certificates().path(""));
    }

    @AfterAll
    static void stop() {
        if (postfix != null) {
            postfix.close();
        }
    }

    /** A server that does one thing with each connection; what is returned ends with the test. */
    private static ServerSocket server(Function<Socket, Boolean> manners) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    if (manners.apply(socket)) {
                        socket.close();
                    }
                } catch (IOException e) {
                    return;     // closed: the test is over
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void shouldFailAlike(ClientRequest request, Function<Socket, Boolean> manners) throws IOException {
        try (ServerSocket server = server(manners)) {
            ClientRequest.Outcome expected = request.through(postfix, "c-tlsproxy", server.getLocalPort());
            ClientRequest.Outcome outcome = request.through(postfix, "tlsproxy", server.getLocalPort());

            assertThat(outcome.report()).isEmpty();
            assertThat(comparable(outcome.log())).isEqualTo(comparable(expected.log()))
                .contains("TLS handshake failed for service=smtp peer=" + request.endpoint());
        }
    }

    private static List<String> comparable(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll("(error:[^:]*:[^:]*::[^:]*):[^:]*:\\d+:", "$1:")).toList();
    }

    private static void send(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClientRequest request() {
        return ClientRequest.of(ENCRYPT, new Dane.None());
    }

    @Test
    void shouldEndASessionWithAServerThatHangsUp() throws IOException {
        shouldFailAlike(request(), socket -> true);
    }

    @Test
    void shouldEndASessionWithAServerThatResets() throws IOException {
        shouldFailAlike(request(), socket -> {
            try {
                socket.setSoLinger(true, 0);
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void shouldEndASessionWithAServerThatSpeaksNoTls() throws IOException {
        shouldFailAlike(request(), socket -> {
            send(socket, "220 mail.example.test ESMTP\r\n");
            return false;
        });
    }

    @Test
    void shouldEndASessionWithAServerThatStalls() throws IOException {
        shouldFailAlike(request().seconds(2), socket -> false);
    }

    @Test
    @ReferenceDiffers("a request for a role that is switched off ends the process")
    void shouldRefuseRequestsWhereTheRoleIsSwitchedOff() throws IOException {
        long mark = postfix.log().mark();
        assertThat(request().through(postfix, "disabled", SERVERS.port("smtps")).report()).isEmpty();
        postfix.log().awaitMatch(mark, "^warning: TLS client role is disabled by configuration$");
    }

    @Test
    void shouldRefuseRequestsWithAuthoritiesThatItCannotRead() throws IOException {
        for (String service : List.of("c-tlsproxy", "tlsproxy")) {
            long mark = postfix.log().mark();
            ClientRequest request = request().caFile("/nonexistent/ca.pem");
            assertThat(request.through(postfix, service, SERVERS.port("smtps")).report()).isEmpty();
            postfix.log().awaitMatch(mark,
                "^cannot load Certification Authority data, CAfile=\"/nonexistent/ca.pem\": disabling TLS support$");
        }
    }

    @Test
    @ReferenceDiffers("an empty list of names ends the process")
    void shouldNotMatchWithoutNames() throws IOException {
        ClientRequest.Outcome outcome = ClientRequest.of(SECURE, new Dane.None()).caFile(postfix.certificates().path("root.pem").toString())
            .through(postfix, "tlsproxy", SERVERS.port("smtps"));
        assertThat(outcome.report()).containsEntry("peer_status", "1").containsEntry("level", "8");
        assertThat(outcome.log()).anyMatch(line -> line.endsWith(": could not configure peer name checks"));
    }

    @Test
    @ReferenceDiffers("whoever an authority vouches for is believed")
    void shouldNotMatchWithoutFingerprints() throws IOException {
        ClientRequest.Outcome outcome = ClientRequest.of(FINGERPRINT, new Dane.None())
            .caFile(postfix.certificates().path("root.pem").toString()).through(postfix, "tlsproxy", SERVERS.port("smtps"));
        assertThat(outcome.report()).containsEntry("peer_status", "1").containsEntry("level", "3");
    }

    @Test
    void shouldServeClientsWithoutAnyServerCertificateAndRenewItsWorkers() throws IOException {
        long mark = postfix.log().mark();
        for (int i = 0; i < 12; i++) {
            assertThat(request().through(postfix, "alone", SERVERS.port("smtps")).report()).containsEntry("peer_status", "1");
        }
        assertThat(postfix.log().textsSince(mark, "fatal")).isEmpty();
    }
}
