package org.tlsproxy.smtpd;

import java.util.List;
import java.util.Optional;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.smtp.Client;

/**
 * What a filter session needs to know.
 *
 * @param options the command line
 * @param words   the program and its arguments
 * @param session the session's name
 * @param client  who is connected
 * @param log     the session's log
 * @param link    to the greylisting server, if there is one and its name could be resolved
 */
record FilterSetup(CommonOptions options, List<String> words, String session, Client client, SmtpLog log, Optional<GreylistLink> link) { }
