package org.tlsproxy.smtp;

import java.util.Optional;

/** What the states of a session share: the queues, the envelope, what is known about both sides. */
final class Conversation {

    private final Rules rules;
    private final Client client;
    private final Outlets outlets;
    private final ClientLines lines = new ClientLines();
    private final ProgramReplies replies = new ProgramReplies();
    private final Envelope envelope = new Envelope();
    private Tls tls;
    private boolean clientEnded;
    private boolean programEnded;
    private boolean paused;
    private boolean chunking;
    private boolean authenticated;
    private boolean extended;
    private String helo = "";

    Conversation(Rules rules, Client client, Tls tls, Outlets outlets) {
        this.rules = rules;
        this.client = client;
        this.tls = tls;
        this.outlets = outlets;
    }

    Rules rules() {
        return rules;
    }

    Outlets outlets() {
        return outlets;
    }

    ClientLines lines() {
        return lines;
    }

    ProgramReplies replies() {
        return replies;
    }

    Envelope envelope() {
        return envelope;
    }

    Tls tls() {
        return tls;
    }

    void tls(Tls now) {
        tls = now;
    }

    boolean clientEnded() {
        return clientEnded;
    }

    void endClient() {
        clientEnded = true;
    }

    boolean programEnded() {
        return programEnded;
    }

    void endProgram() {
        programEnded = true;
    }

    boolean paused() {
        return paused;
    }

    void pause(boolean on) {
        paused = on;
    }

    /** STARTTLS is there for the taking: not twice, and not once the program takes the client for somebody (RFC 3207 section 4.2). */
    boolean offersTls() {
        return tls == Tls.POSSIBLE && !authenticated;
    }

    void authenticate() {
        authenticated = true;
    }

    boolean authenticated() {
        return authenticated;
    }

    boolean chunking() {
        return chunking;
    }

    /** The program answered EHLO or HELO. */
    void greeted(Verb verb, String name, Reply reply) {
        if (reply.positive()) {
            envelope.clear();
            helo = name;
            extended = verb == Verb.EHLO;
            chunking = reply.announces("CHUNKING");
        }
    }

    /** After STARTTLS nothing counts that was said before (RFC 3207 section 4.2). */
    void forget() {
        envelope.clear();
        helo = "";
        chunking = false;
    }

    void toClient(Reply reply) {
        byte[] bytes = ClientLines.bytes(reply.text());
        outlets.toClient(bytes, 0, bytes.length);
    }

    void toProgram(String line) {
        byte[] bytes = ClientLines.bytes(line + "\r\n");
        outlets.toProgram(bytes, 0, bytes.length);
    }

    void happened(Event event) {
        outlets.happened(event);
    }

    /** A reply of our own. */
    Reply reply(String text) {
        Reply reply = new Reply(text + "\r\n").tagged(rules.logId());
        toClient(reply);
        return reply;
    }

    /** Answers a command without asking the program; the next one may come. */
    SmtpState answer(String line, String text) {
        happened(new Event.Answered(line + "\r\n", reply(text).text()));
        return new Command();
    }

    /** Something is too long or too many. @param text what to say where limits are spoken of */
    SmtpState exceeded(Limit limit, String text) {
        happened(new Event.LimitExceeded(limit));
        if (!rules.spoken()) {
            return new Ended(End.LIMIT);
        }
        reply(text);
        return new Command();
    }

    /** The next reply, or the state to which its lack leads. */
    Optional<Reply> nextReply(int most) throws ProgramReplies.TooLong {
        return replies.next(most);
    }

    /** The program's reply cannot be relayed. */
    SmtpState replyTooLong() {
        happened(new Event.LimitExceeded(Limit.REPLY));
        if (rules.spoken()) {
            reply("451 the mail server's answer is too long (#4.3.0)");
        }
        return new Ended(End.LIMIT);
    }

    /** The program has ended: the client gets what it still had to say. */
    SmtpState lastWords() {
        try {
            for (Optional<Reply> reply = replies.next(Rules.MOST_REPLY); reply.isPresent(); reply = replies.next(Rules.MOST_REPLY)) {
                toClient(reply.get().tagged(rules.logId()));
            }
        } catch (ProgramReplies.TooLong e) {
            return replyTooLong();
        }
        return new Ended(End.PROGRAM_GONE);
    }

    PolicyQuestion question(Path recipient) {
        return new PolicyQuestion(client, helo, extended, envelope.sender(), recipient,
            rules.logId() + "." + envelope.transaction());
    }
}
