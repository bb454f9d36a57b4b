package org.tlsproxy.engine;

import java.util.HexFormat;

/** A TLS record as it is on the wire, or what was inside one. @param type RFC 8446 5.1 */
record RawRecord(int type, int version, byte[] content) {

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int DATA = 23;

    byte[] bytes() {
        return RawBytes.concat(new byte[] {(byte) type, (byte) (version >>> 8), (byte) version, (byte) (content.length >>> 8),
            (byte) content.length}, content);
    }

    @Override
    public String toString() {
        return type + ":" + HexFormat.of().formatHex(content);
    }
}
