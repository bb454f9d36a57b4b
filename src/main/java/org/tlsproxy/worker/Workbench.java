package org.tlsproxy.worker;

import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.HandshakeQueue;
import org.tlsproxy.posix.MessageSocket;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.session.RequestMemory;
import org.tlsproxy.session.Turn;

/** What a worker has once and lends to one session at a time: buffers, the loop, the log. This is why an idle session needs so little. */
final class Workbench {

    /** Most that is read from a socket at a time: four full TLS records. */
    static final int READ_BYTES = 64 * 1024;

    final EventLoop loop;
    final HandshakeQueue handshakes;
    final Outbox toClient;
    final Outbox toNetwork;
    final Turn turn;
    final long readMemory = OffHeap.allocate(READ_BYTES);
    final byte[] readBytes = new byte[READ_BYTES];
    final MessageSocket messages = new MessageSocket();
    final RequestMemory requests = RequestMemory.of(Runtime.getRuntime().maxMemory());

    /** Where a session's bytes are gathered before they are written. */
    record Outboxes(Outbox toClient, Outbox toNetwork) { }

    Workbench(EventLoop loop, HandshakeQueue handshakes, Outboxes outboxes, Turn turn) {
        this.loop = loop;
        this.handshakes = handshakes;
        this.toClient = outboxes.toClient;
        this.toNetwork = outboxes.toNetwork;
        this.turn = turn;
    }
}
