package org.tlsproxy.trust;

/** Writes DER. */
final class DerWriter {

    private DerWriter() { }

    /** @param tag one byte, @param contents one after the other */
    static byte[] wrap(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        int lengthBytes = length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : length < 0x1000000 ? 4 : 5;
        byte[] der = new byte[1 + lengthBytes + length];
        der[0] = (byte) tag;
        int at = 1;
        if (lengthBytes > 1) {
            der[at++] = (byte) (0x80 | lengthBytes - 1);
        }
        for (int shift = Math.max(0, lengthBytes - 2) * 8; shift >= 0; shift -= 8) {
            der[at++] = (byte) (length >>> shift);
        }
        for (byte[] content : contents) {
            System.arraycopy(content, 0, der, at, content.length);
            at += content.length;
        }
        return der;
    }
}
