package org.tlsproxy.engine;

import java.util.Arrays;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.crypto.TlsHash;

/** Gets at the bytes of a handshake message: the library gives them to hashes only. */
final class MessageBytes implements TlsHash {

    private byte[] bytes = {};

    /** A copy of the message, header included. */
    static byte[] of(HandshakeMessageInput message) {
        MessageBytes collector = new MessageBytes();
        message.updateHash(collector);
        return collector.bytes;
    }

    @Override
    public void update(byte[] input, int offset, int length) {
        int at = bytes.length;
        bytes = Arrays.copyOf(bytes, at + length);
        System.arraycopy(input, offset, bytes, at, length);
    }

    @Override
    public byte[] calculateHash() {
        return bytes.clone();
    }

    @Override
    public TlsHash cloneHash() {
        MessageBytes copy = new MessageBytes();
        copy.bytes = bytes.clone();
        return copy;
    }

    @Override
    public void reset() {
        bytes = new byte[0];
    }
}
