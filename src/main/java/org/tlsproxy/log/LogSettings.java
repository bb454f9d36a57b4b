package org.tlsproxy.log;

import java.util.ArrayList;
import java.util.List;

/**
 * How this process logs, once the configuration is known.
 *
 * @param syslogName {@code syslog_name}, the tag before the slash
 * @param transport  where records go
 * @param smtputf8   {@code smtputf8_enable}: keep UTF-8 in records
 * @param verbose    {@code -v}: say more
 * @param stderr     {@code -V}: also write to the standard error output
 */
public record LogSettings(String syslogName, Transport transport, boolean smtputf8, boolean verbose, boolean stderr) {

    /**
     * What a child process must find in its environment, {@code NAME=VALUE}, so that it logs to the same place before it has read
     * anything. Variables that are not in the list must not be in its environment.
     *
     * @param hostname myhostname
     */
    public List<String> environment(String hostname) {
        List<String> variables = new ArrayList<>();
        variables.add(EarlyLog.TAG + "=" + syslogName);
        if (transport instanceof Transport.Postlog postlog) {
            variables.add(EarlyLog.SERVICE + "=" + postlog.sockets().get(0));
            variables.add(EarlyLog.HOSTNAME + "=" + hostname);
        }
        return variables;
    }
}
