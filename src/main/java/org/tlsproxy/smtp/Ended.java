package org.tlsproxy.smtp;

/** It is over. */
record Ended(End reason) implements SmtpState {

    @Override
    public SmtpState advance(Conversation c) {
        return this;
    }

    @Override
    public Waiting waiting() {
        return Waiting.NOTHING;
    }
}
