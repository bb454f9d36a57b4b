package org.tlsproxy.log;

import java.util.Map;

/** Logging before main.cf is read: what master(8) left in the environment says where records go. */
public final class EarlyLog {

    static final String TAG = "MAIL_LOGTAG";
    static final String SERVICE = "POSTLOG_SERVICE";
    static final String HOSTNAME = "POSTLOG_HOSTNAME";

    private EarlyLog() { }

    /** Settings by the environment; UTF-8 is kept, as it is with every compatibility level above 0. */
    public static LogSettings settings(Map<String, String> environment, boolean verbose, boolean stderr) {
        String tag = environment.getOrDefault(TAG, "postfix");
        String service = environment.getOrDefault(SERVICE, "");
        Transport transport = service.isEmpty()
            ? new Transport.Syslog(Facility.MAIL)
            : Transport.Postlog.at(service, environment.getOrDefault(HOSTNAME, "localhost"));
        return new LogSettings(tag, transport, true, verbose, stderr);
    }

    /** Opens the log of a process that knows nothing yet but its environment. */
    public static MailLog open(ProcessName process, LogSettings settings) {
        return new MailLog(process, settings, EpochClock.SYSTEM);
    }
}
