package org.tlsproxy.engine;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.Map;

/** TLS 1.2 by hand: X25519, ECDHE-RSA with AES-128-GCM or AES-128-CBC and SHA-1, no verification of anything (RFC 5246). */
final class RawClient12 extends RawClient {

    static final int GCM = 0xc02f;
    static final int CBC = 0xc013;

    final KeyPair keys = RawKeys.x25519();
    final int suite;
    RawHello hello;
    byte[] serverHello = {};
    private byte[] point;
    private byte[] masterSecret;
    private RawProtection nextWriting;
    private RawProtection nextReading;

    RawClient12(RawWire wire, int suite) {
        super(wire);
        this.suite = suite;
        this.hello = RawHello.tls12().suites(suite);
    }

    static RawClient12 open(RawWire wire, int suite) {
        RawClient12 client = new RawClient12(wire, suite);
        client.hello(client.hello);
        client.finishHandshake();
        return client;
    }

    void finishHandshake() {
        serverFlight();
        keyExchange();
        changeCipher();
        message(FINISHED, verifyData("client finished"));
        serverFinished();
    }

    /** From ServerHello to ServerHelloDone. */
    void serverFlight() {
        serverHello = expect(SERVER_HELLO);
        expect(CERTIFICATE);
        byte[] exchange = expect(SERVER_KEY_EXCHANGE);
        point = Arrays.copyOfRange(exchange, 4, 4 + exchange[3]);
        expect(SERVER_HELLO_DONE);
    }

    void keyExchange() {
        message(CLIENT_KEY_EXCHANGE, RawBytes.vector(1, RawKeys.publicKey(keys)));
        deriveKeys();
    }

    boolean extendedMasterSecret() {
        return extensions().containsKey(RawHello.EXTENDED_MASTER_SECRET);
    }

    Map<Integer, byte[]> extensions() {
        return RawHello.extensionsAt(serverHello, 35 + serverHello[34] + 3);
    }

    /** RFC 5246 8.1 and RFC 7627 4. */
    void deriveKeys() {
        byte[] premaster = RawKeys.agree(keys, point);
        byte[] serverRandom = Arrays.copyOfRange(serverHello, 2, 34);
        masterSecret = extendedMasterSecret()
            ? RawKeys.prf(premaster, "extended master secret", RawKeys.hash(transcript.toByteArray()), 48)
            : RawKeys.prf(premaster, "master secret", RawBytes.concat(hello.random, serverRandom), 48);
        byte[] block = RawKeys.prf(masterSecret, "key expansion", RawBytes.concat(serverRandom, hello.random), 72);
        if (suite == GCM) {
            nextWriting = new RawProtection.Gcm12(Arrays.copyOf(block, 16), Arrays.copyOfRange(block, 32, 36));
            nextReading = new RawProtection.Gcm12(Arrays.copyOfRange(block, 16, 32), Arrays.copyOfRange(block, 36, 40));
        } else {
            boolean macLast = extensions().containsKey(RawHello.ENCRYPT_THEN_MAC);
            nextWriting = new RawCbc(Arrays.copyOf(block, 20), Arrays.copyOfRange(block, 40, 56), macLast);
            nextReading = new RawCbc(Arrays.copyOfRange(block, 20, 40), Arrays.copyOfRange(block, 56, 72), macLast);
        }
    }

    void changeCipher() {
        plain(RawRecord.CHANGE_CIPHER_SPEC, new byte[] {1});
        writing = nextWriting;
    }

    byte[] verifyData(String label) {
        return RawKeys.prf(masterSecret, label, RawKeys.hash(transcript.toByteArray()), 12);
    }

    void serverFinished() {
        if (extensions().containsKey(RawHello.SESSION_TICKET)) {
            expect(NEW_SESSION_TICKET);
        }
        expect(FINISHED);
    }

    RawCbc cbc() {
        return (RawCbc) writing;
    }

    @Override
    void serverChangesCipher() {
        reading = nextReading;
    }
}
