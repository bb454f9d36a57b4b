package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that hang or die: replaced without anyone's doing, and the mail log says so. */
@ExtendWith(SharedPostfix.class)
class WatchdogIT {

    /** New connections may wait for a replacement to start on a busy machine, not for a person. */
    private static final Duration GENEROUS = Duration.ofSeconds(5);
    private static final Duration WATCHDOG = Duration.ofSeconds(40);

    private final PostfixInstance mx;
    private List<ProcessView> stopped = List.of();

    WatchdogIT(PostfixInstance mx) {
        this.mx = mx;
    }

    @AfterEach
    void letStoppedProcessesGoOn() {
        stopped.forEach(each -> each.signal(Native.SIGCONT));
    }

    @Test
    @ReferenceDiffers("is a single process: while it hangs, all its connections wait")
    void shouldServeNewSessionsWhileAWorkerHangs() throws IOException {
        Session.ping(mx.socket("watched"));
        long mark = mx.log().mark();
        stopped = Processes.workersOf(mx, "watched");
        stopped.forEach(ProcessView::stop);
        long start = System.nanoTime();
        Session.ping(mx.socket("watched"));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("a session while a worker is stopped: " + took.toMillis() + " ms");
        assertThat(took).isLessThan(GENEROUS);
        mx.log().awaitMatch(mark, "^warning: .*" + stopped.get(0).pid(), WATCHDOG);
    }

    @Test
    @ReferenceDiffers("has no one to end it when it is stopped: its watchdog needs it to run")
    void shouldEndAndReplaceAWorkerThatHangs() throws IOException {
        Session.ping(mx.socket("watched"));
        stopped = Processes.workersOf(mx, "watched");
        stopped.forEach(ProcessView::stop);
        await().atMost(WATCHDOG).untilAsserted(() -> assertThat(stopped).noneMatch(ProcessView::alive));
        Session.ping(mx.socket("watched"));
    }

    @Test
    void shouldReplaceAProcessThatWasKilled() throws IOException {
        Session.ping(mx.socket("watched"));
        long mark = mx.log().mark();
        List<ProcessView> killed = Processes.workersOf(mx, "watched");
        killed.forEach(each -> each.signal(Native.SIGKILL));
        mx.log().awaitMatch(mark, "^warning: .*" + killed.get(0).pid() + ".*(signal 9|SIGKILL)");
        Session.ping(mx.socket("watched"));
    }

    @Test
    void shouldGoOnServingWhileOtherServicesProcessesDie() throws IOException {
        try (Session session = Session.through(mx.socket("jailed")).open()) {
            session.ping();
            Session.ping(mx.socket("watched"));
            Processes.workersOf(mx, "watched").forEach(each -> each.signal(Native.SIGKILL));
            session.ping();
        }
    }
}
