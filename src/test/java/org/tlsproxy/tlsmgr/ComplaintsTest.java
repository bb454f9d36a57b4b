package org.tlsproxy.tlsmgr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComplaintsTest {

    private final LogBook log = new LogBook();
    private final Complaints complaints = new Complaints(TestLoop.create(), log, "private/tlsmgr");

    @Test
    void shouldWarnOnceAMinuteAndTellHowManyWereLeftOut() {
        for (int i = 0; i < 5; i++) {
            complaints.warn("trouble " + i);
        }
        assertThat(log.lines()).containsExactly("warning: trouble 0");
        complaints.minuteOver();
        complaints.warn("trouble again");
        assertThat(log.lines()).containsExactly("warning: trouble 0",
            "info: private/tlsmgr: 4 more warnings left out in the last minute", "warning: trouble again");
    }

    @Test
    void shouldSayNothingMoreWhenNothingWasLeftOut() {
        complaints.warn("trouble");
        complaints.minuteOver();
        complaints.minuteOver();
        assertThat(log.lines()).containsExactly("warning: trouble");
    }
}
