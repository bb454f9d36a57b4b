package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.posix.Logins;

/** Accounts that a command line names: known, and without privileges. */
final class Account {

    private Account() { }

    /** The account; empty if it must not be used, which has been logged. */
    static Optional<Logins.Login> unprivileged(String name, SmtpLog log) {
        Optional<Logins.Login> login = Logins.byName(name);
        if (login.isEmpty()) {
            log.say(SmtpLevel.ERROR, SmtpMessages.unknownAccount(name));
            return login;
        }
        if (login.get().uid() == 0 || login.get().gid() == 0) {
            log.say(SmtpLevel.ERROR, SmtpMessages.privilegedAccount(name, login.get().uid(), login.get().gid()));
            return Optional.empty();
        }
        return login;
    }
}
