package org.tlsproxy.smtp;

import java.util.Optional;

/** The program gave a challenge (334): the client's next line is no command, whatever it looks like (RFC 4954 section 4). */
record Exchange() implements SmtpState {

    @Override
    public SmtpState advance(Conversation c) {
        if (c.paused()) {
            return this;
        }
        if (c.programEnded()) {
            return c.lastWords();
        }
        try {
            Optional<String> line = c.lines().next(c.rules().authLine(), false);
            if (line.isPresent()) {
                return answer(line.get(), c);
            }
        } catch (ClientLines.TooLong e) {
            return tooLong(c);
        }
        return c.clientEnded() ? new Ended(End.CLIENT_GONE) : this;
    }

    private static SmtpState answer(String line, Conversation c) {
        c.toProgram(line.replace("\0", ""));
        return Answer.toChallenge();
    }

    /** The program still waits for its answer: there is no way on. */
    private static SmtpState tooLong(Conversation c) {
        c.happened(new Event.LimitExceeded(Limit.LINE));
        if (c.rules().spoken()) {
            c.reply("500 line too long (#5.5.6)");
        }
        return new Ended(End.LIMIT);
    }

    @Override
    public Waiting waiting() {
        return Waiting.CLIENT;
    }
}
