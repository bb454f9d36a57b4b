package org.tlsproxy.smtp;

import java.util.Optional;

/**
 * Where a session stands.
 *
 * <pre>
 *   Greeting -> Command -> Answer ----> Command
 *                 |  ^       | 354 -> Message -> Answer
 *                 |  |       | 334 -> Exchange -> Answer
 *                 |  |-- Checking -> Answer        (RCPT, greylisting)
 *                 |  |-- Chunk -> Answer           (BDAT)
 *                 |  |-- Skipping                  (BDAT that the program does not know)
 *                 |  +-- Resetting <- Switching    (STARTTLS)
 *                 +--> Switching
 *   any -> Ended
 * </pre>
 */
sealed interface SmtpState permits Greeting, Command, Exchange, Answer, Checking, Message, Chunk, Skipping, Switching, Resetting, Ended {

    /** Goes one step if what it needs is there. @return the next state; this very object if something is missing */
    SmtpState advance(Conversation c);

    /** What is missing. */
    Waiting waiting();

    /** What a greylisting server is to be asked. */
    default Optional<PolicyQuestion> question() {
        return Optional.empty();
    }

    /** Where its answer leads. */
    default SmtpState judged(PolicyVerdict verdict, Conversation c) {
        throw new IllegalStateException("nobody asked");
    }
}
