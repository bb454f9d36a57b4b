package org.tlsproxy.smtp;

import java.util.Optional;

/** The program has not said a word yet. Whatever it says first is for the client, a refusal, too. */
record Greeting() implements SmtpState {

    @Override
    public SmtpState advance(Conversation c) {
        try {
            Optional<Reply> reply = c.nextReply(Rules.MOST_REPLY);
            if (reply.isPresent()) {
                c.toClient(reply.get().tagged(c.rules().logId()));
                return new Command();
            }
        } catch (ProgramReplies.TooLong e) {
            return c.replyTooLong();
        }
        return c.programEnded() ? new Ended(End.PROGRAM_GONE) : this;
    }

    @Override
    public Waiting waiting() {
        return Waiting.PROGRAM;
    }
}
