package org.tlsproxy.smtp;

/** The client asked for TLS and may have it: the owner starts it and says so by {@link Dialogue#tlsBegun}. */
record Switching(String line) implements SmtpState {

    static final String READY = "220 ready to start TLS (#2.0.0)";

    @Override
    public SmtpState advance(Conversation c) {
        return this;
    }

    @Override
    public Waiting waiting() {
        return Waiting.TLS;
    }

    /** TLS is on: the program forgets what was said in the clear. */
    SmtpState begun(Conversation c) {
        c.happened(new Event.Answered(line + "\r\n", ready(c).text()));
        c.tls(Tls.ACTIVE);
        c.forget();
        c.toProgram("RSET");
        return new Resetting();
    }

    static Reply ready(Conversation c) {
        return new Reply(READY + "\r\n").tagged(c.rules().logId());
    }
}
