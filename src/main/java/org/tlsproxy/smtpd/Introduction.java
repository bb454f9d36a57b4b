package org.tlsproxy.smtpd;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.tlsproxy.posix.InternetSockets.Endpoint;

/**
 * How a launcher introduces a client to a worker. It lies in the queue of a socket whose other end the worker gets; with it come the
 * client's socket, one for the greylisting server if that is asked, and the two pipes of the program unless TLS is to come first. Then the
 * worker says what was negotiated ({@link Negotiated}), and the pipes follow in a second message.
 *
 * @param session  the session's name
 * @param address  the client's
 * @param name     its verified name, or {@code unknown}
 * @param implicit TLS before SMTP
 * @param asking   who is asked about recipients
 */
record Introduction(String session, String address, String name, boolean implicit, Asking asking) {

    /** Longest message between the two. */
    static final int MOST_BYTES = 2048;

    /** Whether there is a greylisting server, and can be reached. @param server it; {@link #NOWHERE} if it is unknown or there is none */
    record Asking(boolean wanted, Endpoint server) {

        private static final Endpoint NOWHERE = new Endpoint("", 0);
        /** Recipients are for the program alone. */
        static final Asking NOBODY = new Asking(false, NOWHERE);
        /** There is no way to ask it: as if it did not answer. */
        static final Asking IN_VAIN = new Asking(true, NOWHERE);

        static Asking of(Endpoint server) {
            return new Asking(true, server);
        }

        /** A socket for it is there. */
        boolean possible() {
            return wanted && !server.equals(NOWHERE);
        }
    }

    /** How many descriptors come with it. */
    int descriptors() {
        return 1 + (implicit ? 0 : 2) + (asking.possible() ? 1 : 0);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(session);
            out.writeUTF(address);
            out.writeUTF(name);
            out.writeBoolean(implicit);
            out.writeBoolean(asking.wanted);
            out.writeUTF(asking.server.address());
            out.writeInt(asking.server.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Introduction decode(byte[] body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            return new Introduction(in.readUTF(), in.readUTF(), in.readUTF(), in.readBoolean(),
                new Asking(in.readBoolean(), new Endpoint(in.readUTF(), in.readInt())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a worker says about TLS before the program starts: it finds this in its environment. */
    record Negotiated(String version, String cipher, String serverName) {

        private static final int MOST = 300;

        byte[] encode() {
            return (version + "\n" + cipher + "\n" + serverName).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }

        /** A worker may be in somebody else's hands: nothing but short words is believed. */
        static Negotiated decode(byte[] body) {
            String[] words = new String(body, java.nio.charset.StandardCharsets.US_ASCII).split("\n", -1);
            String[] safe = {"", "", ""};
            for (int i = 0; i < Math.min(words.length, safe.length); i++) {
                safe[i] = words[i].length() <= MOST && words[i].matches("[A-Za-z0-9._-]*") ? words[i] : "";
            }
            return new Negotiated(safe[0], safe[1], safe[2]);
        }
    }
}
