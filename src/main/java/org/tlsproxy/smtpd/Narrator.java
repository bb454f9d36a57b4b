package org.tlsproxy.smtpd;

import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.smtp.Event;
import org.tlsproxy.smtp.Limit;

/** Puts the facts of a session into words. */
final class Narrator {

    private final SmtpLog log;

    Narrator(SmtpLog log) {
        this.log = log;
    }

    void tell(Event event) {
        if (event instanceof Event.MessageAccepted e) {
            log.say(SmtpLevel.INFO, SmtpMessages.envelope(e.sender(), e.recipients(), e.reply()));
        } else if (event instanceof Event.SenderRefused e) {
            log.say(SmtpLevel.WARNING, SmtpMessages.senderRefused(e.sender(), e.reply()));
        } else if (event instanceof Event.RecipientRefused e) {
            log.say(SmtpLevel.WARNING, SmtpMessages.envelope(e.sender(), e.recipient(), e.reply()));
        } else if (event instanceof Event.MessageRefused e) {
            log.say(SmtpLevel.WARNING, SmtpMessages.envelope(e.sender(), e.recipients(), e.reply()));
        } else if (log.wants(SmtpLevel.DEBUG)) {
            log.say(SmtpLevel.DEBUG, detail(event));
        }
    }

    private static String detail(Event event) {
        if (event instanceof Event.Answered e) {
            return SmtpMessages.answered(e.line(), e.reply());
        } else if (event instanceof Event.MessageWanted e) {
            return SmtpMessages.messageWanted(e.reply());
        } else if (event instanceof Event.Discarded e) {
            return SmtpMessages.discarded(e.bytes());
        } else if (event instanceof Event.NulBytes e) {
            return SmtpMessages.nulBytes(e.count());
        } else if (event instanceof Event.BareLineFeeds e) {
            return SmtpMessages.bareLineFeeds(e.count());
        }
        return limit(((Event.LimitExceeded) event).limit());
    }

    private static String limit(Limit limit) {
        return switch (limit) {
            case LINE -> SmtpMessages.lineTooLong();
            case REPLY -> SmtpMessages.replyTooLong();
            case SENDER -> SmtpMessages.senderTooLong();
            case RECIPIENT -> SmtpMessages.recipientTooLong();
            case RECIPIENTS -> SmtpMessages.tooManyRecipients();
            case RECIPIENT_LIST -> SmtpMessages.recipientListTooLong();
        };
    }
}
