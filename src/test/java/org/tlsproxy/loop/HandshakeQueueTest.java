package org.tlsproxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tlsproxy.posix.ErrnoException;

class HandshakeQueueTest {

    private final List<Integer> steps = new ArrayList<>();

    @Test
    void shouldGiveStepsInOrderAndNoMoreInATurnThanAllowed() throws ErrnoException {
        EventLoop loop = new EventLoop(new Watchdog(0, where -> { }));
        HandshakeQueue queue = new HandshakeQueue(loop, 3);
        for (int i = 0; i < 7; i++) {
            int me = i;
            queue.add(() -> steps.add(me));
        }
        queue.serve();
        assertThat(steps).containsExactly(0, 1, 2);
        queue.serve();
        queue.serve();
        assertThat(steps).containsExactly(0, 1, 2, 3, 4, 5, 6);
        queue.serve();
        assertThat(steps).hasSize(7);
    }

    @Test
    void shouldLetAStepQueueAnotherOneForLater() throws ErrnoException {
        HandshakeQueue queue = new HandshakeQueue(new EventLoop(new Watchdog(0, where -> { })), 16);
        queue.add(() -> {
            steps.add(1);
            queue.add(() -> steps.add(2));
        });
        queue.serve();
        assertThat(steps).containsExactly(1);
        queue.serve();
        assertThat(steps).containsExactly(1, 2);
    }
}
