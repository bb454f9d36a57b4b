package org.tlsproxy.smtpd;

import org.tlsproxy.log.Logger;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;

/** Lets what knows the house's other log write into ours. */
record QuietLogger(SmtpLog log) implements Logger {

    @Override
    public void info(String text) {
        log.say(SmtpLevel.INFO, text);
    }

    @Override
    public void warn(String text) {
        log.say(SmtpLevel.WARNING, text);
    }

    @Override
    public void error(String text) {
        log.say(SmtpLevel.ERROR, text);
    }

    @Override
    public boolean verbose() {
        return log.wants(SmtpLevel.DEBUG);
    }
}
