package org.tlsproxy.crypto;

/** Takes decrypted application data at once: the bytes are overwritten by the next record. */
@FunctionalInterface
public interface PlaintextSink {

    /** @param buf holds the bytes, @param off the first of them, @param len how many, at least 1 */
    void accept(byte[] buf, int off, int len);
}
