package org.tlsproxy.smtp;

/** The octets behind BDAT, which mean nothing to anybody on the way (RFC 3030 section 2). @param left how many are still to come */
record Chunk(String line, ChunkSize size, long left) implements SmtpState {

    @Override
    public SmtpState advance(Conversation c) {
        if (c.programEnded()) {
            return c.lastWords();
        }
        ByteQueue queue = c.lines().queue();
        int here = (int) Math.min(left, queue.size());
        if (here > 0) {
            queue.move(here, c.outlets());
        }
        if (here == left) {
            return size.last() ? Answer.toMessage(Verb.BDAT, line) : Answer.toChunk(line);
        }
        if (c.clientEnded()) {
            return new Ended(End.CLIENT_GONE);
        }
        return here == 0 ? this : new Chunk(line, size, left - here);
    }

    @Override
    public Waiting waiting() {
        return Waiting.CLIENT;
    }
}
