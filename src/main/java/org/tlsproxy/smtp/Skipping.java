package org.tlsproxy.smtp;

/** A chunk for a program that knows no BDAT: it is read, thrown away and refused, so that it is not taken for commands. */
record Skipping(String line, long left) implements SmtpState {

    @Override
    public SmtpState advance(Conversation c) {
        ByteQueue queue = c.lines().queue();
        int here = (int) Math.min(left, queue.size());
        queue.drop(here);
        if (here == left) {
            return c.answer(line, "502 unimplemented (#5.5.1)");
        }
        if (c.clientEnded()) {
            return new Ended(End.CLIENT_GONE);
        }
        return here == 0 ? this : new Skipping(line, left - here);
    }

    @Override
    public Waiting waiting() {
        return Waiting.CLIENT;
    }
}
