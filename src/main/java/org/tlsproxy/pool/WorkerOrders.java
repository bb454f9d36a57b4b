package org.tlsproxy.pool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.tlsproxy.jail.JailPlan;

/**
 * All that a worker is told before it starts to serve. The configuration was read once, by the launcher; every worker of a launcher gets
 * the same.
 *
 * @param process     program name for the log
 * @param service     master.cf's name of the service
 * @param verbose     {@code -v}
 * @param stderr      {@code -V}
 * @param complete    refuse to serve if a part of the configuration is bad that a living worker may have loaded when it was good
 * @param jail        the jail to enter
 * @param settings    Postfix's parameters, encoded by the room {@code config}
 * @param ownSettings this program's own, likewise
 */
public record WorkerOrders(String process, String service, boolean verbose, boolean stderr, boolean complete, JailPlan jail,
                           byte[] settings, byte[] ownSettings) {

    private static final int VERSION = 1;

    /** The same for a worker that others do not depend on. */
    public WorkerOrders forReplacement() {
        return new WorkerOrders(process, service, verbose, stderr, true, jail, settings, ownSettings);
    }

    /** As bytes, for {@link #decode}. */
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(process);
            out.writeUTF(service);
            out.writeBoolean(verbose);
            out.writeBoolean(stderr);
            out.writeBoolean(complete);
            writeJail(out);
            out.writeInt(settings.length);
            out.write(settings);
            out.writeInt(ownSettings.length);
            out.write(ownSettings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void writeJail(DataOutputStream out) throws IOException {
        out.writeUTF(jail.workingDirectory());
        out.writeBoolean(jail.chroot());
        out.writeUTF(jail.filter().name());
        out.writeBoolean(jail.identity().isPresent());
        if (jail.identity().isPresent()) {
            JailPlan.Identity identity = jail.identity().get();
            out.writeInt(identity.uid());
            out.writeInt(identity.gid());
            out.writeInt(identity.groups().length);
            for (int group : identity.groups()) {
                out.writeInt(group);
            }
        }
    }

    /** @throws ProtocolException if these are not exactly one set of orders */
    public static WorkerOrders decode(byte[] body) throws ProtocolException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            if (in.readByte() != VERSION) {
                throw new ProtocolException("orders of another version");
            }
            WorkerOrders orders = new WorkerOrders(in.readUTF(), in.readUTF(), in.readBoolean(), in.readBoolean(), in.readBoolean(),
                readJail(in), readBytes(in), readBytes(in));
            if (in.read() >= 0) {
                throw new ProtocolException("bytes left over behind the orders");
            }
            return orders;
        } catch (IOException | IllegalArgumentException e) {
            throw new ProtocolException("orders cut short: " + e.getMessage());
        }
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException(length + " bytes announced");
        }
        return in.readNBytes(length);
    }

    private static JailPlan readJail(DataInputStream in) throws IOException {
        String directory = in.readUTF();
        boolean chroot = in.readBoolean();
        JailPlan.Filter filter = JailPlan.Filter.valueOf(in.readUTF());
        Optional<JailPlan.Identity> identity = Optional.empty();
        if (in.readBoolean()) {
            int uid = in.readInt();
            int gid = in.readInt();
            int count = in.readInt();
            if (count < 0 || count > in.available() / 4) {
                throw new IOException(count + " groups announced");
            }
            int[] groups = new int[count];
            for (int i = 0; i < groups.length; i++) {
                groups[i] = in.readInt();
            }
            identity = Optional.of(new JailPlan.Identity(uid, gid, groups));
        }
        return new JailPlan(directory, chroot, identity, filter);
    }
}
