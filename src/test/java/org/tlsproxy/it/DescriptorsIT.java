package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors of every wrong kind, too many, too early, too late: all are closed, and there is at most one warning. */
@Tag("once")
@ExtendWith(SharedPostfix.class)
class DescriptorsIT {

    private static final String FD = "warning: tlsp_get_fd_event: receive remote SMTP peer file descriptor: ";

    private final PostfixInstance mx;
    private final ProxyRequest request = ProxyRequest.asPostscreen().withTimeouts(2, 2);
    private long mark;
    private int before;

    DescriptorsIT(PostfixInstance mx) {
        this.mx = mx;
    }

    @BeforeEach
    void countDescriptors() throws IOException {
        Session.ping(mx.socket("watched"));
        await().until(() -> descriptors() > 0);
        mark = mx.log().mark();
        before = descriptors();
    }

    @AfterEach
    void shouldHaveClosedThemAll() throws IOException {
        Session.ping(mx.socket("watched"));
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before + 1));
        assertThat(mx.log().since(mark)).noneMatch(line -> line.text().matches("(fatal|panic): .*"));
    }

    private int descriptors() {
        return Processes.workersOf(mx, "watched").stream().mapToInt(ProcessView::descriptors).sum();
    }

    private List<String> warnings() {
        return mx.log().since(mark).stream().filter(line -> line.tag().startsWith("postfix/watched")).map(LogLine::text)
            .filter(text -> text.startsWith("warning: ")).toList();
    }

    private ProxyClient accepted() throws IOException {
        ProxyClient client = ProxyClient.announced(mx.socket("watched"));
        assertThat(client.request(request)).isTrue();
        return client;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 50, 250})
    @ReferenceDiffers("keeps those that it did not ask for")
    void shouldCloseAllOfTooMany(int count) throws IOException {
        List<Socket> remote = new ArrayList<>();
        int[] ours = new int[count];
        for (int i = 0; i < count; i++) {
            TcpPair pair = TcpPair.open();
            remote.add(pair.remote());
            ours[i] = pair.ours();
        }
        try (ProxyClient client = accepted()) {
            client.pass(ours);
            assertThat(client.readToEnd()).isEmpty();
            for (Socket each : remote) {
                assertThat(TcpPair.readToEnd(each)).isZero();
                each.close();
            }
        }
        mx.log().awaitText(mark, "DISCONNECT " + request.endpoint());
        assertThat(warnings()).hasSize(1).first().asString().startsWith(FD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipe", "/dev/null", "/", "/etc/passwd", "udp", "listener", "closed peer", "the service"})
    @ReferenceDiffers("may end of it")
    void shouldEndTheSessionWhoseDescriptorIsNoPeer(String kind) throws IOException {
        try (ProxyClient client = accepted()) {
            client.pass(descriptor(kind));
            assertThat(client.readToEnd()).isEmpty();
        }
        mx.log().awaitText(mark, "TLS handshake failed for service=smtpd peer=" + request.endpoint());
        mx.log().awaitText(mark, "DISCONNECT " + request.endpoint());
        int ownWarnings = kind.equals("the service") ? 2 : 1;      // it is a client, too, and one that breaks off
        assertThat(warnings().size()).as(warnings().toString()).isLessThanOrEqualTo(ownWarnings);
    }

    private int descriptor(String kind) throws IOException {
        return switch (kind) {
            case "pipe" -> {
                int[] ends = Native.pipe();
                Native.close(ends[1]);
                yield ends[0];
            }
            case "udp" -> Native.udpSocket();
            case "listener" -> Native.tcpListener();
            case "closed peer" -> {
                TcpPair pair = TcpPair.open();
                pair.remote().close();
                yield pair.ours();
            }
            case "the service" -> UnixSocketChannel.open(new UnixSocketAddress(mx.socket("watched").toFile())).getFD();
            default -> Native.openReadOnly(kind);
        };
    }

    /** Before the status the byte is part of the request, and what comes with it is dropped. */
    @Test
    void shouldCloseADescriptorThatComesWithTheRequest() throws IOException {
        TcpPair early = TcpPair.open();
        try (Socket remote = early.remote(); ProxyClient client = ProxyClient.announced(mx.socket("watched"))) {
            client.passWith(request.bytes(), early.ours());
            assertThat(client.status()).isTrue();
            assertThat(TcpPair.readToEnd(remote)).isZero();
        }
    }

    @Test
    void shouldCloseADescriptorThatComesWithMailAndDeliverTheMail() throws IOException {
        TcpPair late = TcpPair.open();
        try (Socket remote = late.remote(); Session session = Session.through(mx.socket("watched")).open()) {
            session.ping();
            session.client().passWith("250 mail\r\n".getBytes(StandardCharsets.US_ASCII), late.ours());
            assertThat(session.peer().readText(10)).isEqualTo("250 mail\r\n");
            assertThat(TcpPair.readToEnd(remote)).isZero();
            session.ping();
        }
        assertThat(warnings()).isEmpty();
    }
}
