package org.tlsproxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tlsproxy.posix.ErrnoException;

class EventLoopTest {

    @Test
    void shouldWaitShortlyOnceWhenAskedTo() throws ErrnoException {
        EventLoop loop = new EventLoop(new Watchdog(10, where -> { }));
        loop.later(loop::stop);
        loop.run();
        int usual = loop.patience();

        loop.hurry(5);

        assertThat(loop.patience()).isEqualTo(5);
        assertThat(loop.patience()).isEqualTo(usual).isGreaterThan(5);
    }
}
