package org.tlsproxy.tlsmgr;

import org.tlsproxy.log.Logger;
import org.tlsproxy.log.OwnMessages;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Timer;

/** Warnings about tlsmgr, at most one a minute however many sessions have trouble with it; what is left out is counted and told. */
final class Complaints {

    private static final int MINUTE = 60_000;

    private final EventLoop loop;
    private final Logger log;
    private final String service;
    private final Timer endOfMinute = new Timer(this::minuteOver);
    private boolean minuteRuns;
    private int leftOut;

    Complaints(EventLoop loop, Logger log, String service) {
        this.loop = loop;
        this.log = log;
        this.service = service;
    }

    void warn(String text) {
        if (minuteRuns) {
            leftOut++;
            return;
        }
        minuteRuns = true;
        loop.timers().set(endOfMinute, MINUTE);
        log.warn(text);
    }

    void minuteOver() {
        minuteRuns = false;
        if (leftOut > 0) {
            log.info(OwnMessages.warningsLeftOut(service, leftOut));
            leftOut = 0;
        }
    }
}
