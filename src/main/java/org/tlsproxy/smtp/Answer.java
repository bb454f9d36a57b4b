package org.tlsproxy.smtp;

import java.util.Optional;

/**
 * The program's turn.
 *
 * @param verb what the reply is for
 * @param line the command as the log may show it
 * @param path the sender or recipient that it names
 * @param body true if the reply is for a message, not for the command that began it
 */
record Answer(Verb verb, String line, Path path, boolean body) implements SmtpState {

    private static final Path NONE = new Path("", "");
    private static final int START_MAIL_INPUT = 354;
    private static final int CHALLENGE = 334;
    private static final int AUTHENTICATED = 235;

    /** Gives the command to the program. */
    static SmtpState to(Verb verb, String line, Conversation c) {
        c.toProgram(line);
        Path path = switch (verb) {
            case MAIL -> Command.sender(line);
            case RCPT -> Command.recipient(line);
            default -> NONE;
        };
        return new Answer(verb, verb == Verb.AUTH ? withoutSecret(line) : line, path, false);
    }

    /** The message is with the program. */
    static SmtpState toMessage(Verb verb, String line) {
        return new Answer(verb, line, NONE, true);
    }

    /** A part of a message is with the program. */
    static SmtpState toChunk(String line) {
        return new Answer(Verb.BDAT, line, NONE, false);
    }

    /** An answer to a challenge, which nobody is to see, is with the program. */
    static SmtpState toChallenge() {
        return new Answer(Verb.AUTH, "(hidden)", NONE, false);
    }

    private static String withoutSecret(String line) {
        String[] words = line.split(" +", 3);
        return words.length < 3 ? line : words[0] + " " + words[1] + " (hidden)";
    }

    @Override
    public SmtpState advance(Conversation c) {
        boolean edited = verb == Verb.EHLO && c.offersTls();
        try {
            Optional<Reply> reply = c.nextReply(edited ? Rules.MOST_REPLY - Reply.OFFER_LENGTH : Rules.MOST_REPLY);
            if (reply.isPresent()) {
                return relay(reply.get(), c);
            }
        } catch (ProgramReplies.TooLong e) {
            return c.replyTooLong();
        }
        return c.programEnded() ? new Ended(End.PROGRAM_GONE) : this;
    }

    private SmtpState relay(Reply reply, Conversation c) {
        Reply shown = verb == Verb.EHLO ? reply.forEhlo(c.offersTls())
            : verb.tagged() || body ? reply.tagged(c.rules().logId()) : reply;
        c.toClient(shown);
        if (body) {
            return messageJudged(reply, shown, c);
        }
        c.happened(new Event.Answered(line + "\r\n", shown.text()));
        switch (verb) {
            case EHLO, HELO -> c.greeted(verb, Verb.argument(line), reply);
            case MAIL -> senderJudged(reply, shown, c);
            case RCPT -> recipientJudged(reply, shown, c);
            default -> {
                if (verb == Verb.RSET && reply.positive()) {
                    c.envelope().clear();
                }
            }
        }
        return next(reply, shown, c);
    }

    private SmtpState next(Reply reply, Reply shown, Conversation c) {
        int code = reply.code();
        if (verb == Verb.QUIT) {
            return new Ended(End.QUIT);
        }
        if (verb == Verb.DATA) {
            if (code == START_MAIL_INPUT) {
                c.happened(new Event.MessageWanted(shown.text()));
                return new Message(line, new Body(c.outlets(), c.rules().bodyLine(), c.rules().bodyChunk()));
            }
            c.happened(new Event.MessageRefused(c.envelope().sender().text(), c.envelope().tried(), shown.text()));
        }
        if (verb == Verb.AUTH && code == AUTHENTICATED) {
            c.authenticate();
        }
        return code == CHALLENGE ? new Exchange() : new Command();
    }

    private void senderJudged(Reply reply, Reply shown, Conversation c) {
        if (!reply.positive()) {
            c.happened(new Event.SenderRefused(path.text(), shown.text()));
        }
        c.envelope().begin(path, reply.positive());
    }

    private void recipientJudged(Reply reply, Reply shown, Conversation c) {
        if (reply.positive() && !path.text().isEmpty()) {
            c.envelope().accepts(path);
        } else if (!reply.positive()) {
            c.happened(new Event.RecipientRefused(c.envelope().sender().text(), path.text(), shown.text()));
        }
    }

    private SmtpState messageJudged(Reply reply, Reply shown, Conversation c) {
        Envelope envelope = c.envelope();
        String sender = envelope.sender().text();
        c.happened(reply.positive() ? new Event.MessageAccepted(sender, envelope.accepted(), shown.text())
            : new Event.MessageRefused(sender, envelope.accepted(), shown.text()));
        envelope.clear();
        return new Command();
    }

    @Override
    public Waiting waiting() {
        return Waiting.PROGRAM;
    }
}
