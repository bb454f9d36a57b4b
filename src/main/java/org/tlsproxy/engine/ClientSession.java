package org.tlsproxy.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What a client remembers of a session to resume it, and what was thought of the server. Holds secrets.
 *
 * @param version  TLS version on the wire
 * @param suite    cipher suite
 * @param flags    {@link #EXTENDED_MASTER_SECRET}, {@link #ENCRYPT_THEN_MAC}
 * @param validity when it may be resumed
 * @param secret   master secret (TLS ≤ 1.2) or pre-shared key (TLS 1.3)
 * @param handle   how the server knows it
 * @param server   the server's certificate without the rest of its chain, or its key
 */
record ClientSession(int version, int suite, int flags, Validity validity, byte[] secret, Handle handle,
                     TlsFacts.PeerCredential server) {

    static final int EXTENDED_MASTER_SECRET = 1;
    static final int ENCRYPT_THEN_MAC = 2;
    private static final int RAW_KEY = 4;

    private static final int FORMAT = 0xC1;
    private static final int TLS13 = 0x0304;
    private static final int MAX_SECRET = 64;
    private static final int MAX_ID = 32;
    /** A ticket travels in the ClientHello, which is to stay within one record. */
    private static final int MAX_TICKET = 8 * 1024;
    private static final int MAX_CREDENTIAL = 16 * 1024;

    /** @param created seconds since 1970, @param lifetime seconds, @param ageAdd hides the age from onlookers (RFC 8446 4.2.11.1) */
    record Validity(long created, int lifetime, int ageAdd) {

        boolean at(long now) {
            return now >= created && now - created < lifetime;
        }
    }

    /** @param id session id, empty if there is a ticket; @param ticket empty if there is none */
    record Handle(byte[] id, byte[] ticket) { }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean byTicket() {
        return handle.ticket().length > 0;
    }

    /** True if a ClientHello with this offer can resume it. */
    boolean suits(PreparedClient.Offer offer, long now) {
        if (!validity.at(now) || version < offer.lowest() || version > offer.highest()) {
            return false;
        }
        if (version < TLS13) {
            return offer.hasSuite(suite);
        }
        for (int offered : offer.suites()) {
            if (Suites.isTls13(offered) && TicketPsk.prfOf(offered) == TicketPsk.prfOf(suite)) {
                return true;
            }
        }
        return false;
    }

    /** The age as the server wants to hear it: milliseconds, disguised; rather too young than too old, as OpenSSL's. */
    int obfuscatedAge(long now) {
        long seconds = Math.max(0, now - validity.created() - 1);
        return (int) (seconds * 1000 + validity.ageAdd());
    }

    /** Empty if it is too large to be kept. */
    Optional<byte[]> encode() {
        boolean small = secret.length <= MAX_SECRET && handle.id().length <= MAX_ID && handle.ticket().length <= MAX_TICKET
            && credential().length <= MAX_CREDENTIAL;
        return small ? Optional.of(write()) : Optional.empty();
    }

    private byte[] credential() {
        return server.rawPublicKey().orElse(server.chain().isEmpty() ? new byte[0] : server.chain().get(0));
    }

    private byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeShort(version);
            out.writeShort(suite);
            out.writeByte(flags | (server.rawPublicKey().isPresent() ? RAW_KEY : 0));
            out.writeLong(validity.created());
            out.writeInt(validity.lifetime());
            out.writeInt(validity.ageAdd());
            field(out, secret);
            field(out, handle.id());
            field(out, handle.ticket());
            out.writeInt(server.verifyError());
            field(out, credential());
        } catch (IOException e) {
            throw new IllegalStateException(e);    // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void field(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    /** Empty for anything that is not of this format, such as the sessions of another program that shares the cache. */
    static Optional<ClientSession> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if ((in.get() & 0xFF) != FORMAT) {
                return Optional.empty();
            }
            int version = in.getShort() & 0xFFFF;
            int suite = in.getShort() & 0xFFFF;
            int flags = in.get();
            Validity validity = new Validity(in.getLong(), in.getInt(), in.getInt());
            byte[] secret = field(in, MAX_SECRET);
            Handle handle = new Handle(field(in, MAX_ID), field(in, MAX_TICKET));
            TlsFacts.PeerCredential server = server(in, (flags & RAW_KEY) != 0);
            boolean usable = secret.length > 0 && handle.id().length + handle.ticket().length > 0 && !in.hasRemaining();
            return usable ? Optional.of(new ClientSession(version, suite, flags & ~RAW_KEY, validity, secret, handle, server))
                : Optional.empty();
        } catch (BufferUnderflowException e) {
            return Optional.empty();    // cut short: not ours
        }
    }

    private static TlsFacts.PeerCredential server(ByteBuffer in, boolean raw) {
        int verifyError = in.getInt();
        byte[] credential = field(in, MAX_CREDENTIAL);
        if (raw) {
            return new TlsFacts.PeerCredential(List.of(), Optional.of(credential), verifyError);
        }
        return new TlsFacts.PeerCredential(credential.length == 0 ? List.of() : List.of(credential), Optional.empty(), verifyError);
    }

    private static byte[] field(ByteBuffer in, int limit) {
        int length = in.getShort() & 0xFFFF;
        if (length > limit || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
