package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that stop halfway hold up nobody but themselves. */
@Tag("once")
@ExtendWith(SharedPostfix.class)
class StalledClientIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final int CROWD = 20;

    private final PostfixInstance mx;
    private final List<AutoCloseable> stalled = new ArrayList<>();
    private Session bystander;

    StalledClientIT(PostfixInstance mx) {
        this.mx = mx;
    }

    @BeforeEach
    void openASessionThatMustNotSuffer() throws IOException {
        bystander = Session.through(mx.socket("tlsproxy")).open();
    }

    @AfterEach
    void endStalledClients() throws Exception {
        for (AutoCloseable each : stalled) {
            each.close();
        }
        bystander.close();
    }

    private ProxyClient announced() throws IOException {
        ProxyClient client = ProxyClient.announced(mx.socket("tlsproxy"));
        stalled.add(client);
        return client;
    }

    private void expectEveryoneElseServed() {
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThatCode(bystander::ping).doesNotThrowAnyException();
            assertThatCode(() -> Session.ping(mx.socket("tlsproxy"))).doesNotThrowAnyException();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void shouldServeOthersWhileClientsHaveNotSentTheirRequest() throws IOException {
        for (int i = 0; i < CROWD; i++) {
            announced();
        }
        expectEveryoneElseServed();
    }

    @Test
    @ReferenceDiffers("waits for the rest of the list and lets nobody else work; its watchdog then kills it")
    void shouldServeOthersWhileClientsAreStuckInTheirRequest() throws IOException {
        byte[] request = ProxyRequest.asPostscreen().bytes();
        for (int i = 0; i < CROWD; i++) {
            announced().write(Arrays.copyOf(request, 1 + i * 4));
        }
        expectEveryoneElseServed();
    }

    @Test
    @ReferenceDiffers("reads attributes in a blocking way: the process is killed by its watchdog with all its sessions")
    void shouldCloseOnlyTheClientThatIsStuckInItsRequest() throws IOException {
        long mark = mx.log().mark();
        ProxyClient stuck = announced();
        stuck.write(Arrays.copyOf(ProxyRequest.asPostscreen().bytes(), 30));
        assertThat(stuck.readToEnd()).isEmpty();
        mx.log().awaitMatch(mark, "^warning: tlsp_get_request_event: receive request attributes: ");
        expectEveryoneElseServed();
        assertThat(mx.log().since(mark)).noneMatch(line -> line.text().matches("fatal: .*|.* exit status 1$"));
    }

    @Test
    void shouldServeOthersWhileClientsOweADescriptor() throws IOException {
        for (int i = 0; i < CROWD; i++) {
            assertThat(announced().request(ProxyRequest.asPostscreen())).isTrue();
        }
        expectEveryoneElseServed();
    }

    @Test
    void shouldServeOthersWhileRemoteClientsAreStuckInTheHandshake() throws IOException {
        for (int i = 0; i < CROWD; i++) {
            Session session = Session.through(mx.socket("tlsproxy")).pass();
            stalled.add(session);
            session.peer().socket().getOutputStream().write(Arrays.copyOf(new byte[] {22, 3, 1, 2, 0, 1, 0, 1}, i % 8));
        }
        expectEveryoneElseServed();
    }

    @Test
    void shouldServeOthersWhileNobodyReadsALargeMail() throws IOException {
        Session session = Session.through(mx.socket("tlsproxy")).open();
        stalled.add(session);
        Background.run(() -> session.peer().write(new byte[10_000_000]));
        Background.run(() -> session.client().write(new byte[10_000_000]));
        expectEveryoneElseServed();
    }
}
