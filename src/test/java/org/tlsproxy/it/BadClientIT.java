package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that break the rules of the service's socket: each gets its line in the log and is closed; everyone else goes on. */
@Tag("once")
@ExtendWith(SharedPostfix.class)
class BadClientIT {

    private static final String NO_DESCRIPTOR = "^warning: tlsp_get_fd_event: receive remote SMTP peer file descriptor: .+";
    private static final String NO_REQUEST = "^warning: tlsp_get_request_event: receive request attributes: .+";

    private final PostfixInstance mx;
    private Session bystander;
    private long mark;

    BadClientIT(PostfixInstance mx) {
        this.mx = mx;
    }

    @BeforeEach
    void openASessionThatMustNotSuffer() throws IOException {
        long before = mx.log().mark();
        bystander = Session.through(mx.socket("tlsproxy")).open();
        bystander.ping();
        mx.log().awaitMatch(before, "established from \\Q" + bystander.endpoint());
        mark = mx.log().mark();
    }

    @AfterEach
    void shouldGoOnServingEveryoneElse() throws IOException {
        try (Session session = bystander) {
            session.ping();
            Session.ping(mx.socket("tlsproxy"));
        }
        assertThat(mx.log().since(mark)).noneMatch(line -> line.text().matches("(fatal|panic): .*"));
    }

    private ProxyClient accepted(ProxyRequest request) throws IOException {
        ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"));
        assertThat(client.request(request)).isTrue();
        return client;
    }

    @Test
    void shouldWarnAndCloseWhenNoDescriptorComesWithTheByte() throws IOException {
        ProxyRequest request = ProxyRequest.asPostscreen();
        try (ProxyClient client = accepted(request)) {
            client.pass();
            assertThat(client.readToEnd()).isEmpty();
            mx.log().awaitMatch(mark, NO_DESCRIPTOR);
            mx.log().awaitText(mark, "DISCONNECT " + request.endpoint());
        }
    }

    @Test
    void shouldWarnAndCloseWhenTheClientLeavesInsteadOfPassingADescriptor() throws IOException {
        ProxyRequest request = ProxyRequest.asPostscreen();
        accepted(request).close();
        mx.log().awaitMatch(mark, NO_DESCRIPTOR);
        mx.log().awaitText(mark, "DISCONNECT " + request.endpoint());
    }

    @Test
    void shouldWarnAndCloseWhenTwoDescriptorsCome() throws IOException {
        ProxyRequest request = ProxyRequest.asPostscreen();
        TcpPair one = TcpPair.open();
        TcpPair two = TcpPair.open();
        try (Socket first = one.remote(); Socket second = two.remote(); ProxyClient client = accepted(request)) {
            client.pass(one.ours(), two.ours());
            assertThat(client.readToEnd()).isEmpty();
            mx.log().awaitMatch(mark, NO_DESCRIPTOR);
            mx.log().awaitText(mark, "DISCONNECT " + request.endpoint());
        }
    }

    @Test
    @ReferenceDiffers("keeps descriptors that it did not ask for open until the process ends")
    void shouldNotKeepDescriptorsThatItDidNotAskFor() throws IOException {
        TcpPair one = TcpPair.open();
        TcpPair two = TcpPair.open();
        try (Socket first = one.remote(); Socket second = two.remote();
             ProxyClient client = accepted(ProxyRequest.asPostscreen())) {
            client.pass(one.ours(), two.ours());
            assertThat(client.readToEnd()).isEmpty();
            assertThat(TcpPair.readToEnd(first)).isZero();
            assertThat(TcpPair.readToEnd(second)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipe", "/dev/null", "file", "udp"})
    void shouldCloseWhenTheDescriptorIsNoConnection(String kind) throws IOException {
        ProxyRequest request = ProxyRequest.asPostscreen().withTimeouts(2, 2);
        try (ProxyClient client = accepted(request)) {
            client.pass(descriptor(kind));
            assertThat(client.readToEnd()).isEmpty();
            mx.log().awaitText(mark, "TLS handshake failed for service=smtpd peer=" + request.endpoint());
            mx.log().awaitText(mark, "DISCONNECT " + request.endpoint());
        }
    }

    private int descriptor(String kind) throws IOException {
        return switch (kind) {
            case "pipe" -> {
                int[] ends = Native.pipe();
                Native.close(ends[1]);
                yield ends[0];
            }
            case "file" -> Native.openReadOnly(mx.mainCf().toString());
            case "udp" -> Native.udpSocket();
            default -> Native.openReadOnly(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 3})
    void shouldRefuseFlagsWithoutExactlyOneRole(int flags) throws IOException {
        ProxyRequest request = ProxyRequest.asPostscreen().withFlags(flags);
        try (ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"))) {
            client.write(request.bytes());
            assertThat(client.status()).isFalse();
        }
        mx.log().awaitText(mark, "warning: tlsp_get_request_event: bad request flags: 0x" + Integer.toHexString(flags));
        mx.log().awaitText(mark, "DISCONNECT " + request.endpoint());
        String direction = flags == 3 ? "from" : "(bogus_direction)";
        assertThat(mx.log().textsSince(mark, "CONNECT " + direction + " " + request.endpoint())).hasSize(1);
    }

    /** Cut within a name or value, at the start of one, and before the end of the list. */
    @ParameterizedTest
    @CsvSource({
        "1, unexpected end-of-input from plaintext while reading input attribute name",
        "15, unexpected end-of-input from plaintext while reading input attribute name",
        "16, premature end-of-input on plaintext while reading input attribute value",
        "20, unexpected end-of-input from plaintext while reading input attribute value",
        "-1, premature end-of-input on plaintext while reading input attribute name"})
    void shouldWarnAndCloseWhenTheRequestIsCutShort(int length, String warning) throws IOException {
        byte[] whole = ProxyRequest.asPostscreen().bytes();
        try (ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"))) {
            client.write(Arrays.copyOf(whole, length < 0 ? whole.length + length : length));
            client.shutdownOutput();
            assertThat(client.readToEnd()).isEmpty();
            mx.log().awaitText(mark, "warning: " + warning);
            mx.log().awaitMatch(mark, NO_REQUEST);
        }
        assertThat(mx.log().textsSince(mark, "CONNECT from")).as("no request, no CONNECT").isEmpty();
    }

    @Test
    void shouldWarnAndCloseWhenTheClientSaysNothingAtAll() throws IOException {
        ProxyClient.announced(mx.socket("tlsproxy")).close();
        mx.log().awaitMatch(mark, NO_REQUEST);
    }

    @Test
    void shouldWarnOfAnAttributeThatDoesNotBelongThere() throws IOException {
        try (ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"))) {
            client.write(ProxyRequest.list("remote_endpoint", "[192.0.2.1]:1", "bogus", "1"));
            assertThat(client.readToEnd()).isEmpty();
            mx.log().awaitText(mark, "warning: unexpected attribute bogus from plaintext (expecting: flags)");
            mx.log().awaitMatch(mark, NO_REQUEST);
        }
    }

    @Test
    void shouldWarnOfAMissingAttribute() throws IOException {
        try (ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"))) {
            client.write(ProxyRequest.list("remote_endpoint", "[192.0.2.1]:1", "flags", "1"));
            assertThat(client.readToEnd()).isEmpty();
            mx.log().awaitText(mark, "warning: missing attribute timeout in input from plaintext");
            mx.log().awaitMatch(mark, NO_REQUEST);
        }
    }

    @Test
    void shouldWarnOfANumberThatIsNone() throws IOException {
        try (ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"))) {
            client.write(ProxyRequest.list("remote_endpoint", "[192.0.2.1]:1", "flags", "one", "timeout", "1", "timeout", "1",
                "serverid", "smtpd"));
            assertThat(client.readToEnd()).isEmpty();
            mx.log().awaitMatch(mark, "^warning: malformed numerical data from plaintext while reading input attribute value: one$");
            mx.log().awaitMatch(mark, NO_REQUEST);
        }
    }

    @Test
    void shouldNotLetUnprintableBytesIntoTheLog() throws IOException {
        try (ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"))) {
            client.write(ProxyRequest.list("remote_endpoint", "[192.0.2.1]:1\r\nforged\033[2J", "flags", "1", "timeout", "1",
                "timeout", "1", "serverid", "smtpd"));
            assertThat(client.status()).isTrue();
            mx.log().awaitText(mark, "CONNECT from [192.0.2.1]:1??forged?[2J");
        }
    }

    @Test
    void shouldForgetBadClients() throws IOException {
        Session.ping(mx.socket("watched"));
        int before = mx.processesOf("watched").stream().mapToInt(ProcessView::descriptors).sum();
        for (int i = 0; i < 50; i++) {
            try (ProxyClient client = ProxyClient.announced(mx.socket("watched"))) {
                client.write(ProxyRequest.list("bogus", "1"));
                assertThat(client.readToEnd()).isEmpty();
            }
        }
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() ->
            assertThat(mx.processesOf("watched").stream().mapToInt(ProcessView::descriptors).sum()).isLessThan(before + 10));
    }
}
