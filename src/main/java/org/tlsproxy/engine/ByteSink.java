package org.tlsproxy.engine;

/** Takes bytes at once: they are the caller's again when the call returns. Never blocks, never refuses. */
@FunctionalInterface
public interface ByteSink {

    /** @param buf holds the bytes, @param off the first of them, @param len how many (may be 0) */
    void accept(byte[] buf, int off, int len);
}
