package org.tlsproxy.smtp;

import java.nio.charset.StandardCharsets;

/**
 * What a greylisting server is asked about one recipient, in the form of Postfix's policy delegation protocol. Complete enough for
 * postgrey(8), which passes everything where client_name, sender or recipient is missing.
 *
 * @param client    who is connected
 * @param helo      what it called itself
 * @param extended  it said EHLO
 * @param recipient who shall get the message
 * @param instance  the same for all recipients of a message
 * @param sender    who sends it
 */
public record PolicyQuestion(Client client, String helo, boolean extended, Path sender, Path recipient, String instance) {

    /** The request as bytes. No value can hold a line end: a command with NUL or LF in it never comes this far. */
    public byte[] encode() {
        String size = sender.parameter("SIZE");
        return ("request=smtpd_access_policy\n"
            + "protocol_state=RCPT\n"
            + "protocol_name=" + (extended ? "ESMTP" : "SMTP") + "\n"
            + "client_address=" + client.address() + "\n"
            + "client_name=" + client.name() + "\n"
            + "reverse_client_name=" + client.name() + "\n"
            + "helo_name=" + helo + "\n"
            + "sender=" + sender.address() + "\n"
            + "recipient=" + recipient.address() + "\n"
            + "recipient_count=0\n"
            + "instance=" + instance + "\n"
            + "size=" + (size.matches("[0-9]{1,19}") ? size : "0") + "\n"
            + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
