package org.tlsproxy.engine;

import org.bouncycastle.tls.ByteQueueOutputStream;

/** Passes records to the network as the library makes them; the queue that it inherits stays empty. */
final class Outflow extends ByteQueueOutputStream {

    private final ByteSink network;
    private boolean used;
    private boolean muted;

    Outflow(ByteSink network) {
        this.network = network;
        getBuffer().shrink();    // a kilobyte that would never be used
    }

    @Override
    public void write(byte[] buf, int off, int len) {
        used = true;
        if (!muted) {
            network.accept(buf, off, len);
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** True once anything was sent. */
    boolean used() {
        return used;
    }

    /** From now on nothing is sent. */
    void mute() {
        muted = true;
    }
}
