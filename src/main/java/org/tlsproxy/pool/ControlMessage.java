package org.tlsproxy.pool;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a launcher and a worker say to each other: one message is one packet of a SOCK_SEQPACKET pair, a type byte and fields of fixed
 * size, at most one of variable length at the end. Anything else (unknown type, too short, left-over bytes, a descriptor where none
 * belongs) breaks the protocol and ends the worker.
 */
public sealed interface ControlMessage {

    /** Longest packet: orders carry the whole configuration. */
    int MOST_BYTES = 160 * 1024;
    /** Longest text in a packet. */
    int MOST_TEXT = 4096;

    /** Launcher to worker, once, first: everything it needs to know. */
    record Orders(byte[] body) implements ControlMessage { }

    /** Launcher to worker, with one descriptor: an accepted connection. @param serial counts up from 1 */
    record Connection(long serial) implements ControlMessage { }

    /** Launcher to worker: finish what you have, then end. */
    record Drain() implements ControlMessage { }

    /** Launcher to worker: are you there? */
    record Ping(int number) implements ControlMessage { }

    /** Worker to launcher, once: in the jail and able to serve. */
    record Ready() implements ControlMessage { }

    /** Worker to launcher: cannot serve, and why; it ends. */
    record Failed(String reason) implements ControlMessage { }

    /**
     * Worker to launcher: how it stands; of what it has taken and ended the launcher knows more by its {@link Ledger}.
     *
     * @param taken  the serial of the last connection taken
     * @param open   sessions open now
     * @param closed sessions ended so far
     * @param busy   thousandths of its time that the event loop has been computing lately
     * @param ping   the number of the last ping seen
     */
    record Report(long taken, int open, long closed, int busy, int ping) implements ControlMessage { }

    /** Worker to launcher: a log record, formatted, that the worker could not bring out of its jail. */
    record Log(byte[] record) implements ControlMessage { }

    /** The packet of this message. */
    default byte[] encode() {
        if (this instanceof Orders m) {
            return variable(1, m.body);
        } else if (this instanceof Connection m) {
            return ByteBuffer.allocate(9).put((byte) 2).putLong(m.serial).array();
        } else if (this instanceof Drain) {
            return new byte[] {3};
        } else if (this instanceof Ping m) {
            return ByteBuffer.allocate(5).put((byte) 4).putInt(m.number).array();
        } else if (this instanceof Ready) {
            return new byte[] {5};
        } else if (this instanceof Failed m) {
            return variable(6, cut(m.reason.getBytes(StandardCharsets.UTF_8)));
        } else if (this instanceof Report m) {
            return ByteBuffer.allocate(29).put((byte) 7).putLong(m.taken).putInt(m.open).putLong(m.closed).putInt(m.busy)
                .putInt(m.ping).array();
        } else {
            return variable(8, cut(((Log) this).record));
        }
    }

    private static byte[] cut(byte[] text) {
        return text.length <= MOST_TEXT ? text : java.util.Arrays.copyOf(text, MOST_TEXT);
    }

    private static byte[] variable(int type, byte[] body) {
        return ByteBuffer.allocate(1 + body.length).put((byte) type).put(body).array();
    }

    /**
     * Reads one packet.
     *
     * @throws ProtocolException if it is not exactly one message
     */
    static ControlMessage decode(byte[] packet) throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(packet);
        try {
            ControlMessage message = switch (in.get()) {
                case 1 -> new Orders(rest(in));
                case 2 -> new Connection(in.getLong());
                case 3 -> new Drain();
                case 4 -> new Ping(in.getInt());
                case 5 -> new Ready();
                case 6 -> new Failed(new String(text(in), StandardCharsets.UTF_8));
                case 7 -> new Report(in.getLong(), in.getInt(), in.getLong(), in.getInt(), in.getInt());
                case 8 -> new Log(text(in));
                default -> throw new ProtocolException("unknown message type " + packet[0]);
            };
            if (in.hasRemaining()) {
                throw new ProtocolException(in.remaining() + " bytes left over after " + message.getClass().getSimpleName());
            }
            return message;
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("message of " + packet.length + " bytes is too short");
        }
    }

    private static byte[] text(ByteBuffer in) throws ProtocolException {
        if (in.remaining() > MOST_TEXT) {
            throw new ProtocolException("text of " + in.remaining() + " bytes");
        }
        return rest(in);
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }
}
