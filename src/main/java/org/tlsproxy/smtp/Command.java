package org.tlsproxy.smtp;

import java.util.Optional;

/** The client's turn. */
record Command() implements SmtpState {

    private static final String MAIL = "MAIL FROM:";
    private static final String RCPT = "RCPT TO:";

    @Override
    public SmtpState advance(Conversation c) {
        if (c.paused()) {
            return this;
        }
        if (c.programEnded()) {
            return c.lastWords();
        }
        try {
            Optional<String> line = c.lines().next(Rules.MOST_LINE, c.rules().spoken());
            if (line.isPresent()) {
                return take(line.get(), c);
            }
        } catch (ClientLines.TooLong e) {
            return c.exceeded(Limit.LINE, "500 line too long (#5.5.2)");
        }
        return c.clientEnded() ? new Ended(End.CLIENT_GONE) : this;
    }

    private static SmtpState take(String line, Conversation c) {
        if (line.indexOf('\0') >= 0) {
            c.happened(new Event.NulBytes(line.chars().filter(b -> b == 0).count()));
            return c.answer(line, "500 NUL is not allowed (#5.5.2)");
        }
        Verb verb = Verb.of(line);
        return switch (verb) {
            case MAIL -> mail(line, c);
            case RCPT -> recipient(line, c);
            case BDAT -> chunk(line, c);
            case STARTTLS -> startTls(line, c);
            default -> Answer.to(verb, line, c);
        };
    }

    private static SmtpState mail(String line, Conversation c) {
        Optional<Limit> limit = Path.of(line, MAIL).flatMap(Envelope::sender);
        return limit.isPresent() ? c.exceeded(limit.get(), "500 sender too long (#5.1.7)") : Answer.to(Verb.MAIL, line, c);
    }

    private static SmtpState recipient(String line, Conversation c) {
        Optional<Path> path = Path.of(line, RCPT);
        if (path.isEmpty()) {
            return Answer.to(Verb.RCPT, line, c);
        }
        Optional<Limit> limit = c.envelope().recipient(path.get());
        if (limit.isPresent()) {
            boolean many = limit.get() != Limit.RECIPIENT;
            return c.exceeded(limit.get(), many ? "452 too many recipients (#4.5.3)" : "500 recipient too long (#5.1.3)");
        }
        c.envelope().tries(path.get());
        if (c.rules().greylist() && c.envelope().hasSender()) {
            return new Checking(line, path.get(), c.question(path.get()));
        }
        return Answer.to(Verb.RCPT, line, c);
    }

    /** The sender that a MAIL command names; empty text if it does not say it in a way that we understand. */
    static Path sender(String line) {
        return Path.of(line, MAIL).orElse(new Path("", ""));
    }

    /** The recipient that a RCPT command names, likewise. */
    static Path recipient(String line) {
        return Path.of(line, RCPT).orElse(new Path("", ""));
    }

    /** A program that does not know BDAT would take the chunk for commands. */
    private static SmtpState chunk(String line, Conversation c) {
        Optional<ChunkSize> size = ChunkSize.of(line);
        if (size.isEmpty()) {
            return c.answer(line, "501 bad chunk size (#5.5.4)");
        }
        if (!c.chunking()) {
            return new Skipping(line, size.get().bytes());
        }
        c.toProgram(line);
        return new Chunk(line, size.get(), size.get().bytes());
    }

    /** Whatever came with the command came before TLS and is thrown away, unread (RFC 3207 section 4.2, CVE-2011-0411). */
    private static SmtpState startTls(String line, Conversation c) {
        if (c.tls() != Tls.POSSIBLE) {
            return c.answer(line, "502 unimplemented (#5.5.1)");
        }
        if (!Verb.argument(line).isEmpty()) {
            return c.answer(line, "501 STARTTLS has no parameters (#5.5.4)");
        }
        if (c.authenticated()) {
            return c.answer(line, "503 too late after AUTH (#5.5.1)");
        }
        int behind = c.lines().queue().size();
        c.lines().queue().clear();
        if (behind > 0) {
            c.happened(new Event.Discarded(behind));
        }
        return new Switching(line);
    }

    @Override
    public Waiting waiting() {
        return Waiting.CLIENT;
    }
}
