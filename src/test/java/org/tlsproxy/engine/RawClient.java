package org.tlsproxy.engine;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;

/**
 * A TLS client that does what a test tells it and nothing else: no step is checked, none is taken by itself, and each can be left
 * out, repeated or bent. Shares no code with the server under test.
 */
abstract class RawClient implements AutoCloseable {

    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int NEW_SESSION_TICKET = 4;
    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int SERVER_HELLO_DONE = 14;
    static final int CERTIFICATE_VERIFY = 15;
    static final int CLIENT_KEY_EXCHANGE = 16;
    static final int FINISHED = 20;
    static final int KEY_UPDATE = 24;

    final RawWire wire;
    RawProtection writing = RawProtection.NONE;
    RawProtection reading = RawProtection.NONE;
    final ByteArrayOutputStream transcript = new ByteArrayOutputStream();
    private byte[] unread = {};

    RawClient(RawWire wire) {
        this.wire = wire;
    }

    // ---- what is sent

    /** A record of its own, under the keys that are in force. */
    void send(int type, byte[] content) {
        wire.send(sealed(type, content));
    }

    byte[] sealed(int type, byte[] content) {
        return writing.seal(new RawRecord(type, 0x0303, content)).bytes();
    }

    /** A record without protection. */
    void plain(int type, int version, byte[] content) {
        wire.send(new RawRecord(type, version, content).bytes());
    }

    void plain(int type, byte[] content) {
        plain(type, 0x0303, content);
    }

    void hello(RawHello hello) {
        byte[] message = hello.message();
        transcript.writeBytes(message);
        plain(RawRecord.HANDSHAKE, 0x0301, message);
    }

    /** A handshake message in a record of its own. */
    void message(int type, byte[] body) {
        send(RawRecord.HANDSHAKE, noted(type, body));
    }

    /** A handshake message that will be sent: the transcript has it. */
    byte[] noted(int type, byte[] body) {
        byte[] message = RawBytes.message(type, body);
        transcript.writeBytes(message);
        return message;
    }

    void alert(int level, int description) {
        send(RawRecord.ALERT, new byte[] {(byte) level, (byte) description});
    }

    void data(String text) {
        send(RawRecord.DATA, text.getBytes());
    }

    // ---- what is received

    Optional<RawRecord> record() {
        return wire.next().map(sealed -> {
            RawRecord plain = reading.open(sealed);
            if (plain.type() == RawRecord.CHANGE_CIPHER_SPEC) {
                serverChangesCipher();
            }
            return plain;
        });
    }

    /** The server's ChangeCipherSpec came. */
    abstract void serverChangesCipher();

    /** The body of the server's next handshake message, which must be this one. */
    byte[] expect(int type) {
        while (unread.length < 4 || unread.length < 4 + RawBytes.uint(unread, 1, 3)) {
            RawRecord next = record().orElseThrow(() -> new AssertionError("no message " + type + ", the server is silent"));
            if (next.type() == RawRecord.HANDSHAKE) {
                unread = RawBytes.concat(unread, next.content());
            } else if (next.type() != RawRecord.CHANGE_CIPHER_SPEC) {
                throw new AssertionError("no message " + type + " but " + described(next));
            }
        }
        int end = 4 + RawBytes.uint(unread, 1, 3);
        byte[] message = Arrays.copyOf(unread, end);
        if (message[0] != type) {
            throw new AssertionError("no message " + type + " but " + message[0]);
        }
        unread = Arrays.copyOfRange(unread, end, unread.length);
        transcript.writeBytes(message);
        return Arrays.copyOfRange(message, 4, end);
    }

    /** True if there is a handshake message, and it is this one. */
    boolean await(int type) {
        if (unread.length == 0) {
            record().filter(next -> next.type() == RawRecord.HANDSHAKE).ifPresent(next -> unread = next.content());
        }
        return unread.length > 0 && unread[0] == type;
    }

    /** How it ends: the alerts that the server still sends, and whether the connection is then "open" or "closed". */
    String ending() {
        StringBuilder seen = new StringBuilder();
        for (Optional<RawRecord> next = record(); next.isPresent(); next = record()) {
            if (next.get().type() == RawRecord.ALERT) {
                seen.append(described(next.get())).append(", ");
            }
        }
        return seen.append(wire.ended() ? "closed" : "open").toString();
    }

    private static String described(RawRecord record) {
        byte[] content = record.content();
        return record.type() == RawRecord.ALERT && content.length == 2
            ? (content[0] == 2 ? "fatal " : "warning ") + AlertDescription.getName(content[1])
            : "record " + record;
    }

    @Override
    public void close() {
        wire.close();
    }
}
