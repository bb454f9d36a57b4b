package org.tlsproxy.log;

import java.util.Optional;

/** The values that {@code syslog_facility} may have, with syslog(3)'s numbers. Postfix 3.7 accepts these names, in lower case only. */
public enum Facility {
    AUTH(4), AUTHPRIV(10), CRON(9), DAEMON(3), FTP(11), KERN(0), LPR(6), MAIL(2), NEWS(7), SYSLOG(5), USER(1), UUCP(8),
    LOCAL0(16), LOCAL1(17), LOCAL2(18), LOCAL3(19), LOCAL4(20), LOCAL5(21), LOCAL6(22), LOCAL7(23);

    private final int code;
    private final String text;

    Facility(int code) {
        this.code = code;
        this.text = name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The facility of a name as main.cf writes it; empty if there is none. */
    public static Optional<Facility> named(String name) {
        for (Facility facility : values()) {
            if (facility.text.equals(name)) {
                return Optional.of(facility);
            }
        }
        return Optional.empty();
    }

    /** The number in front of a syslog datagram. */
    int with(Severity severity) {
        return code << 3 | severity.priority();
    }
}
