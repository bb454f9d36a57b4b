package org.tlsproxy.smtp;

import java.util.Optional;

/**
 * One session. Its owner hands in what came and looks then at {@link #waiting} for what to do next: read the client only while that is
 * awaited and everything has been written, so that no queue grows.
 */
public final class Dialogue {

    /** Replies are read ahead up to this. */
    private static final int MOST_UNREAD = 2 * Rules.MOST_REPLY;

    private final Conversation conversation;
    private SmtpState state = new Greeting();

    /** @param tls where it stands at the beginning, {@link Tls#ACTIVE} if TLS comes before SMTP */
    public Dialogue(Rules rules, Client client, Tls tls, Outlets outlets) {
        conversation = new Conversation(rules, client, tls, outlets);
    }

    /** The client sent something. */
    public void fromClient(byte[] buf, int off, int len) {
        conversation.lines().queue().add(buf, off, len);
        advance();
    }

    /** The client sends no more. */
    public void clientEnded() {
        conversation.endClient();
        advance();
    }

    /** The program said something. */
    public void fromProgram(byte[] buf, int off, int len) {
        conversation.replies().add(buf, off, len);
        advance();
    }

    /** The program says no more, or reads no more. */
    public void programEnded() {
        conversation.endProgram();
        advance();
    }

    /** What the greylisting server is to be asked while {@link Waiting#POLICY} is awaited. */
    public Optional<PolicyQuestion> question() {
        return state.question();
    }

    /** What it thinks. */
    public void judged(PolicyVerdict verdict) {
        state = state.judged(verdict, conversation);
        advance();
    }

    /** What the client is to get before TLS starts, while {@link Waiting#TLS} is awaited; the last bytes in the clear. */
    public byte[] tlsReply() {
        return ClientLines.bytes(Switching.ready(conversation).text());
    }

    /** TLS is about to start. What the client sends from now on is what TLS decrypted. */
    public void tlsBegun() {
        if (!(state instanceof Switching switching)) {
            throw new IllegalStateException("nobody wants TLS");
        }
        state = switching.begun(conversation);
        advance();
    }

    /** While the client does not read, no new command is taken. */
    public void pause(boolean on) {
        if (conversation.paused() == on) {
            return;
        }
        conversation.pause(on);
        if (!on) {
            advance();
        }
    }

    private void advance() {
        SmtpState before;
        do {
            before = state;
            state = before.advance(conversation);
        } while (state != before);
    }

    /** What it waits for. */
    public Waiting waiting() {
        return state.waiting();
    }

    /** True while the program's output should be read: it always may say something, but not without bound. */
    public boolean listensToProgram() {
        return !conversation.programEnded() && conversation.replies().size() < MOST_UNREAD;
    }

    /** Where TLS stands. */
    public Tls tls() {
        return conversation.tls();
    }

    /** Why it ended, once it has. */
    public Optional<End> end() {
        return state instanceof Ended ended ? Optional.of(ended.reason()) : Optional.empty();
    }
}
