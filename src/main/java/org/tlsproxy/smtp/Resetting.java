package org.tlsproxy.smtp;

/** The program's answer to our own RSET, which is nobody's business. */
record Resetting() implements SmtpState {

    @Override
    public SmtpState advance(Conversation c) {
        try {
            if (c.nextReply(Rules.MOST_REPLY).isPresent()) {
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
