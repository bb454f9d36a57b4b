package org.tlsproxy.smtpd;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker of the resident service has to know from the command line. Crosses the control channel as bytes.
 *
 * @param name             the service in the log
 * @param level            of the log
 * @param times            limits
 * @param closed           recipients that the greylisting server cannot be asked about are refused
 * @param chainFiles       PEM files
 * @param nameDirectory    of PEM files that are called like server names; empty: none
 * @param clientAuthorities PEM file; empty: clients need no certificate
 * @param tickets          where the keys of session tickets come from
 */
record WorkerSettings(String name, int level, Times times, boolean closed, List<String> chainFiles, String nameDirectory,
                      String clientAuthorities, TicketSecret tickets) {

    /** All in seconds. */
    record Times(int session, int patience, int handshake) { }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(name);
            out.writeInt(level);
            out.writeInt(times.session);
            out.writeInt(times.patience);
            out.writeInt(times.handshake);
            out.writeBoolean(closed);
            out.writeInt(chainFiles.size());
            for (String file : chainFiles) {
                out.writeUTF(file);
            }
            out.writeUTF(nameDirectory);
            out.writeUTF(clientAuthorities);
            out.writeLong(tickets.epoch());
            out.write(tickets.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static WorkerSettings decode(byte[] body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            String name = in.readUTF();
            int level = in.readInt();
            Times times = new Times(in.readInt(), in.readInt(), in.readInt());
            boolean closed = in.readBoolean();
            List<String> files = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                files.add(in.readUTF());
            }
            return new WorkerSettings(name, level, times, closed, files, in.readUTF(), in.readUTF(),
                new TicketSecret(in.readLong(), in.readNBytes(TicketSecret.BYTES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
