package org.tlsproxy.engine;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Bytes that a server sends before anything is encrypted, well formed or not. */
final class RawServer {

    /** The extension by which servers show that they know RFC 5746. */
    static final String RI = "ff01000100";
    static final int ADH = 0x00a7;
    static final int AECDH = 0xc019;
    static final int ECDHE_RSA = 0xc02f;
    static final String P256_POINT = "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
    /** Not primes, but nobody looks: odd, of 512 and 1024 bits. */
    static final String P512 = "c1" + "5a".repeat(62) + "fb";
    static final String P1024 = "f1" + "5a".repeat(126) + "fb";

    private RawServer() {
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] record(int type, byte[]... messages) {
        byte[] body = concat(messages);
        return concat(new byte[] {(byte) type, 3, 3, (byte) (body.length >>> 8), (byte) body.length}, body);
    }

    static byte[] handshake(byte[]... messages) {
        return record(22, messages);
    }

    static byte[] message(int type, byte[]... parts) {
        byte[] body = concat(parts);
        return concat(new byte[] {(byte) type, (byte) (body.length >>> 16), (byte) (body.length >>> 8), (byte) body.length}, body);
    }

    static byte[] hello(int version, int suite, String extensions) {
        return hello(version, suite, extensions, "52".repeat(32));
    }

    static byte[] hello(int version, int suite, String extensions, String random) {
        byte[] list = bytes(extensions);
        return message(2, bytes(String.format("%04x", version)), bytes(random), new byte[1],
            new byte[] {(byte) (suite >>> 8), (byte) suite, 0}, list.length == 0 ? list : vector16(list));
    }

    static byte[] helloDone() {
        return message(14);
    }

    static byte[] certificate(byte[] der) {
        byte[] one = vector24(der);
        return message(11, vector24(one));
    }

    static byte[] dhParameters(String p, String g, String y) {
        return message(12, vector16(bytes(p)), vector16(bytes(g)), vector16(bytes(y)));
    }

    /** @param rest the signature */
    static byte[] ecParameters(int kind, int curve, String point, String rest) {
        byte[] encoded = bytes(point);
        return message(12, new byte[] {(byte) kind, (byte) (curve >>> 8), (byte) curve, (byte) encoded.length}, encoded, bytes(rest));
    }

    private static byte[] vector16(byte[] content) {
        return concat(new byte[] {(byte) (content.length >>> 8), (byte) content.length}, content);
    }

    private static byte[] vector24(byte[] content) {
        return concat(new byte[] {(byte) (content.length >>> 16), (byte) (content.length >>> 8), (byte) content.length}, content);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
