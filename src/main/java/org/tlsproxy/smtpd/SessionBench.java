package org.tlsproxy.smtpd;

import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.HandshakeQueue;
import org.tlsproxy.posix.MessageSocket;
import org.tlsproxy.posix.OffHeap;

/** What a worker has once and lends to one session at a time: buffers, the loop, TLS, the log. An idle session has no buffer of its own. */
final class SessionBench {

    /** Most that is read at a time. */
    static final int READ_BYTES = 64 * 1024;

    final EventLoop loop;
    final HandshakeQueue handshakes;
    final ServerTls tls;
    final WorkerSettings settings;
    final SmtpLog log;
    final long memory = OffHeap.allocate(READ_BYTES);
    final byte[] bytes = new byte[READ_BYTES];
    final MessageSocket messages = new MessageSocket();
    final Outflow ciphertext = new Outflow();
    final Outflow plaintext = new Outflow();
    final Outflow replies = new Outflow();
    final TlsConnection.Output output = new TlsConnection.Output(ciphertext::add, plaintext::add);

    /** What a bench is made of. */
    record Tools(EventLoop loop, HandshakeQueue handshakes, ServerTls tls) { }

    SessionBench(Tools tools, WorkerSettings settings, SmtpLog log) {
        this.loop = tools.loop;
        this.handshakes = tools.handshakes;
        this.tls = tools.tls;
        this.settings = settings;
        this.log = log;
    }
}
