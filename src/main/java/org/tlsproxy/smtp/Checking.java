package org.tlsproxy.smtp;

import java.util.Optional;

/** A recipient waits for what the greylisting server thinks of it. */
record Checking(String line, Path recipient, PolicyQuestion asked) implements SmtpState {

    @Override
    public SmtpState advance(Conversation c) {
        return this;
    }

    @Override
    public Waiting waiting() {
        return Waiting.POLICY;
    }

    @Override
    public Optional<PolicyQuestion> question() {
        return Optional.of(asked);
    }

    @Override
    public SmtpState judged(PolicyVerdict verdict, Conversation c) {
        return switch (verdict) {
            case PASS -> Answer.to(Verb.RCPT, line, c);
            case GREYLIST -> refuse("450 greylisted (#4.3.0)", c);
            case REJECT -> refuse("553 bad reputation (#5.7.1)", c);
            case UNAVAILABLE -> unavailable(c);
        };
    }

    private SmtpState unavailable(Conversation c) {
        if (!c.rules().closed()) {
            return Answer.to(Verb.RCPT, line, c);
        }
        return c.rules().spoken() ? refuse("451 greylisting is out of order (#4.3.0)", c) : new Ended(End.POLICY);
    }

    private SmtpState refuse(String text, Conversation c) {
        SmtpState next = c.answer(line, text);
        c.happened(new Event.RecipientRefused(c.envelope().sender().text(), recipient.text(),
            new Reply(text + "\r\n").tagged(c.rules().logId()).text()));
        return next;
    }
}
