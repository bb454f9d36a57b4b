package org.tlsproxy.smtp;

/** A fact for the log. Texts hold one character a byte, line ends included; nothing secret is in them. */
public sealed interface Event {

    /** A command and what was answered. */
    record Answered(String line, String reply) implements Event { }

    /** MAIL was refused. */
    record SenderRefused(String sender, String reply) implements Event { }

    /** RCPT was refused, by the program or after greylisting. */
    record RecipientRefused(String sender, String recipient, String reply) implements Event { }

    /** DATA or the message was refused. @param recipients each followed by a comma */
    record MessageRefused(String sender, String recipients, String reply) implements Event { }

    /** The program took a message. @param recipients those that the program had accepted, each followed by a comma */
    record MessageAccepted(String sender, String recipients, String reply) implements Event { }

    /** The program wants the message. */
    record MessageWanted(String reply) implements Event { }

    /** A limit was exceeded. */
    record LimitExceeded(Limit limit) implements Event { }

    /** Plaintext behind STARTTLS was thrown away. */
    record Discarded(int bytes) implements Event { }

    /** A command with NUL in it was refused, or NULs were taken out of a message. @param count how many */
    record NulBytes(long count) implements Event { }

    /** A message had line ends without CR; they were completed. */
    record BareLineFeeds(long count) implements Event { }
}
