package org.tlsproxy.smtp;

/** The message behind DATA. What the program says meanwhile is its verdict, unless it goes on reading: then it waits for the end. */
record Message(String line, Body body) implements SmtpState {

    @Override
    public SmtpState advance(Conversation c) {
        if (c.programEnded()) {
            return c.lastWords();
        }
        Body.Progress progress = body.take(c.lines().queue());
        if (progress == Body.Progress.COMPLETE) {
            body.report();
            return Answer.toMessage(Verb.DATA, line);
        }
        if (progress == Body.Progress.TOO_LONG) {
            c.happened(new Event.LimitExceeded(Limit.LINE));
            return new Ended(End.LIMIT);
        }
        return c.clientEnded() ? new Ended(End.CLIENT_GONE) : this;
    }

    @Override
    public Waiting waiting() {
        return Waiting.CLIENT;
    }
}
