package org.tlsproxy.engine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a session ticket holds once opened: enough to resume the session, and who the client was.
 *
 * @param version    TLS version on the wire
 * @param suite      cipher suite
 * @param flags      {@link #EXTENDED_MASTER_SECRET}, {@link #ENCRYPT_THEN_MAC}
 * @param created    seconds since 1970
 * @param lifetime   seconds
 * @param secret     master secret (TLS ≤ 1.2) or pre-shared key (TLS 1.3)
 * @param serverName the name acknowledged, empty for none: a session is resumed under the same name only (RFC 6066 3)
 * @param client     what the client showed, and what was thought of it
 */
record Ticket(int version, int suite, int flags, long created, int lifetime, byte[] secret, String serverName,
              TlsFacts.PeerCredential client) {

    static final int EXTENDED_MASTER_SECRET = 1;
    static final int ENCRYPT_THEN_MAC = 2;
    /** Within the encoded flags: the client showed a raw public key, which takes the place of the chain. */
    private static final int RAW_KEY = 4;

    private static final int FORMAT = 0xA2;
    /** Of a field of variable length. */
    private static final int LENGTH = 2;
    /** All that is there in each ticket: the numbers, and the lengths of secret and name. */
    private static final int FIXED = 1 + 2 + 2 + 1 + 8 + 4 + LENGTH + LENGTH + 4 + 1;
    /** A ticket travels in one handshake message field of 16 bits, and in the client's first flight: longer chains get none. */
    private static final int MAX_CHAIN_BYTES = 12 * 1024;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean isAlive(long now) {
        return now >= created && now - created < lifetime;
    }

    /** Empty if the client's chain is too long for a ticket. */
    Optional<byte[]> encode() {
        int bytes = 0;
        for (byte[] each : credentials()) {
            bytes += each.length;
        }
        return bytes > MAX_CHAIN_BYTES || client.chain().size() > 255 ? Optional.empty() : Optional.of(write(bytes));
    }

    private List<byte[]> credentials() {
        return client.rawPublicKey().map(List::of).orElse(client.chain());
    }

    /** Into one array of the right size, which the caller wipes: no copy of the secret stays behind. */
    private byte[] write(int bytes) {
        List<byte[]> credentials = credentials();
        int kinds = flags | (client.rawPublicKey().isPresent() ? RAW_KEY : 0);
        byte[] name = serverName.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer out = ByteBuffer.allocate(FIXED + secret.length + name.length + LENGTH * credentials.size() + bytes);
        out.put((byte) FORMAT).putShort((short) version).putShort((short) suite).put((byte) kinds).putLong(created).putInt(lifetime);
        field(out, secret);
        field(out, name);
        out.putInt(client.verifyError()).put((byte) credentials.size());
        for (byte[] each : credentials) {
            field(out, each);
        }
        return out.array();
    }

    private static void field(ByteBuffer out, byte[] bytes) {
        out.putShort((short) bytes.length).put(bytes);
    }

    /** Empty for anything that is not of this format, such as the state of another program that shares the keys. */
    static Optional<Ticket> decode(byte[] state) {
        ByteBuffer in = ByteBuffer.wrap(state);
        try {
            if ((in.get() & 0xFF) != FORMAT) {
                return Optional.empty();
            }
            int version = in.getShort() & 0xFFFF;
            int suite = in.getShort() & 0xFFFF;
            int kinds = in.get();
            Ticket ticket = new Ticket(version, suite, kinds & ~RAW_KEY, in.getLong(), in.getInt(), field(in),
                new String(field(in), StandardCharsets.ISO_8859_1), client(in, (kinds & RAW_KEY) != 0));
            return in.hasRemaining() ? Optional.empty() : Optional.of(ticket);
        } catch (BufferUnderflowException e) {
            return Optional.empty();    // cut short: not ours
        }
    }

    private static TlsFacts.PeerCredential client(ByteBuffer in, boolean raw) {
        int verifyError = in.getInt();
        int count = in.get() & 0xFF;
        List<byte[]> chain = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chain.add(field(in));
        }
        if (raw && !chain.isEmpty()) {
            return new TlsFacts.PeerCredential(List.of(), Optional.of(chain.get(0)), verifyError);
        }
        return new TlsFacts.PeerCredential(List.copyOf(chain), Optional.empty(), verifyError);
    }

    private static byte[] field(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
