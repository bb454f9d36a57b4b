package org.tlsproxy.engine;

import java.security.KeyPair;
import java.util.Arrays;

/** TLS 1.3 by hand: X25519, TLS_AES_128_GCM_SHA256, no verification of anything (RFC 8446). */
final class RawClient13 extends RawClient {

    final KeyPair keys;
    final RawHello hello;
    byte[] psk = {};
    byte[] serverHello = {};
    byte[] encryptedExtensions = {};
    private byte[] clientHandshake;
    private byte[] clientTraffic;
    private byte[] serverTraffic;
    private byte[] master;

    RawClient13(RawWire wire) {
        this(wire, RawKeys.x25519());
    }

    RawClient13(RawWire wire, KeyPair keys) {
        super(wire);
        this.keys = keys;
        this.hello = RawHello.tls13(RawKeys.publicKey(keys)).suites(0x1301);
    }

    /** After a finished handshake. */
    static RawClient13 open(RawWire wire) {
        RawClient13 client = new RawClient13(wire);
        client.hello(client.hello);
        client.serverFlight();
        client.finish();
        return client;
    }

    /** From ServerHello to Finished; the application keys are then in force for reading, the handshake keys for writing. */
    void serverFlight() {
        serverHello = expect(SERVER_HELLO);
        byte[] share = RawHello.extensionsAt(serverHello, 35 + serverHello[34] + 3).get(RawHello.KEY_SHARE);
        byte[] shared = RawKeys.agree(keys, Arrays.copyOfRange(share, 4, share.length));
        byte[] secret = RawKeys.handshakeSecret(RawKeys.earlySecret(psk), shared);
        clientHandshake = RawKeys.derive(secret, "c hs traffic", transcript.toByteArray());
        byte[] serverHandshake = RawKeys.derive(secret, "s hs traffic", transcript.toByteArray());
        reading = new RawProtection.Gcm13(serverHandshake);
        writing = new RawProtection.Gcm13(clientHandshake);
        encryptedExtensions = expect(8);
        if (psk.length == 0) {
            expect(CERTIFICATE);
            expect(CERTIFICATE_VERIFY);
        }
        expect(FINISHED);
        master = RawKeys.masterSecret(secret);
        clientTraffic = RawKeys.derive(master, "c ap traffic", transcript.toByteArray());
        serverTraffic = RawKeys.derive(master, "s ap traffic", transcript.toByteArray());
        reading = new RawProtection.Gcm13(serverTraffic);
    }

    /** Turns what was said up to a HelloRetryRequest into the hash that stands for it (RFC 8446 4.4.1). @return the group wanted */
    int retry() {
        byte[] first = RawKeys.hash(transcript.toByteArray());
        transcript.reset();
        transcript.writeBytes(RawBytes.message(254, first));
        byte[] request = expect(SERVER_HELLO);
        var extensions = RawHello.extensionsAt(request, 35 + request[34] + 3);
        if (extensions.containsKey(RawHello.COOKIE)) {
            hello.set(RawHello.COOKIE, extensions.get(RawHello.COOKIE));
        }
        return RawBytes.uint(extensions.get(RawHello.KEY_SHARE), 0, 2);
    }

    byte[] verifyData() {
        return RawKeys.finished13(clientHandshake, transcript.toByteArray());
    }

    void finish() {
        message(FINISHED, verifyData());
        useApplicationKeys();
    }

    void useApplicationKeys() {
        writing = new RawProtection.Gcm13(clientTraffic);
    }

    /** A record around these bytes, whose last one that is not zero is the type. */
    void inner(byte[] inner) {
        wire.send(((RawProtection.Gcm13) writing).inner(inner, 0x0303).bytes());
    }

    /** A KeyUpdate that the other side may well refuse; our own keys change with it. */
    void updateKeys(int request) {
        send(RawRecord.HANDSHAKE, RawBytes.message(KEY_UPDATE, new byte[] {(byte) request}));
        clientTraffic = RawKeys.expand(clientTraffic, "traffic upd", new byte[0], 32);
        useApplicationKeys();
    }

    /** The server's KeyUpdate is expected here. */
    void serverUpdatesKeys() {
        expect(KEY_UPDATE);
        serverTraffic = RawKeys.expand(serverTraffic, "traffic upd", new byte[0], 32);
        reading = new RawProtection.Gcm13(serverTraffic);
    }

    /** Takes note of the tickets that have come. */
    void readTickets() {
        while (await(NEW_SESSION_TICKET)) {
            expect(NEW_SESSION_TICKET);
        }
    }

    /** Reads the session ticket and offers it in a ClientHello for another connection. @return the secret that goes with it */
    byte[] takeTicket(RawHello next) {
        byte[] resumption = RawKeys.derive(master, "res master", transcript.toByteArray());
        byte[] message = expect(NEW_SESSION_TICKET);
        int nonceEnd = 9 + message[8];
        byte[] secret = RawKeys.expand(resumption, "resumption", Arrays.copyOfRange(message, 9, nonceEnd), 32);
        byte[] ticket = Arrays.copyOfRange(message, nonceEnd + 2, nonceEnd + 2 + RawBytes.uint(message, nonceEnd, 2));
        offer(next, ticket, RawBytes.uint(message, 4, 4), secret);
        return secret;
    }

    /** Adds a pre_shared_key extension with its binder (RFC 8446 4.2.11.2). */
    static void offer(RawHello hello, byte[] identity, int age, byte[] secret) {
        byte[] identities = RawBytes.vector(2, RawBytes.vector(2, identity), RawBytes.uint(4, age));
        hello.add(RawHello.PRE_SHARED_KEY, RawBytes.concat(identities, RawBytes.vector(2, RawBytes.vector(1, new byte[32]))));
        byte[] message = hello.message();
        byte[] base = RawKeys.derive(RawKeys.earlySecret(secret), "res binder");
        byte[] binder = RawKeys.finished13(base, Arrays.copyOf(message, message.length - 35));
        hello.set(RawHello.PRE_SHARED_KEY, RawBytes.concat(identities, RawBytes.vector(2, RawBytes.vector(1, binder))));
    }

    @Override
    void serverChangesCipher() {
        // means nothing in TLS 1.3
    }
}
