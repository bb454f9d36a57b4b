package org.tlsproxy.config;

import org.tlsproxy.log.Facility;
import org.tlsproxy.log.LogSettings;
import org.tlsproxy.log.Transport;

/** How the configuration wants us to log. */
public final class LogChoice {

    private LogChoice() { }

    /** @param verbose {@code -v}, @param stderr {@code -V} */
    public static LogSettings of(Settings settings, boolean verbose, boolean stderr) {
        Transport transport = settings.text("maillog_file").isEmpty()
            ? new Transport.Syslog(Facility.named(settings.text("syslog_facility")).orElse(Facility.MAIL))
            : Transport.Postlog.at(settings.text("queue_directory"), settings.text("postlog_service_name"), settings.text("myhostname"));
        return new LogSettings(settings.text("syslog_name"), transport, settings.flag("smtputf8_enable"), verbose, stderr);
    }
}
