package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.InternetSockets;
import org.tlsproxy.posix.InternetSockets.Endpoint;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Poll;
import org.tlsproxy.posix.Sockets;
import org.tlsproxy.smtp.PolicyCall;
import org.tlsproxy.smtp.PolicyQuestion;
import org.tlsproxy.smtp.PolicyVerdict;

/**
 * A session's socket to the greylisting server. It is made before the jail, which allows none, and connected at the first question, so that
 * a server that is slow or down delays nobody's greeting. The owner waits for {@link #interest} and limits the time.
 */
final class GreylistLink {

    private static final int EINPROGRESS = 115;
    private static final int BLOCK = 4096;
    private static final long MEMORY = OffHeap.allocate(BLOCK);

    private final int fd;
    private final Endpoint server;
    private final String name;
    private final SmtpLog log;
    private final SmtpLevel trouble;
    private final PolicyCall call = new PolicyCall();
    private final Outflow request = new Outflow();
    private boolean connecting;
    private boolean used;

    /** @param name how the log calls the server, @param trouble how bad it is if nobody can be asked */
    GreylistLink(int fd, Endpoint server, SmtpLog log, SmtpLevel trouble) {
        this.fd = fd;
        this.server = server;
        this.name = (server.sixth() ? "[" + server.address() + "]" : server.address()) + ":" + server.port();
        this.log = log;
        this.trouble = trouble;
    }

    int descriptor() {
        return fd;
    }

    /** Asks. The answer may be there at once: {@link #verdict}. */
    void ask(PolicyQuestion question) {
        call.ask(question);
        proceed();
    }

    Optional<PolicyVerdict> verdict() {
        return call.verdict();
    }

    /** What to wait for: {@link Poll} bits, the same as epoll's. */
    int interest() {
        return switch (call.step()) {
            case IDLE -> 0;
            case CONNECT, WRITE -> Poll.OUT;
            case READ -> Poll.IN;
        };
    }

    /** The socket is ready for what was waited for. */
    void ready() {
        if (connecting) {
            connecting = false;
            int error = Sockets.pendingError(fd);
            if (error == 0) {
                succeed();
            } else {
                fail(SmtpMessages.cannotConnect(name, Errno.text(error)));
            }
        } else if (call.step() == PolicyCall.Step.READ) {
            read();
        } else {
            proceed();
        }
    }

    private void succeed() {
        log.say(SmtpLevel.DEBUG, SmtpMessages.connected(name));
        call.connected();
        proceed();
    }

    private void proceed() {
        if (call.step() == PolicyCall.Step.CONNECT && !connecting) {
            connect();
        } else if (call.step() == PolicyCall.Step.WRITE) {
            write();
        }
    }

    private void connect() {
        if (used) {
            InternetSockets.disconnect(fd);
        }
        used = true;
        int error = InternetSockets.connect(fd, server);
        connecting = error == EINPROGRESS;
        if (error == 0) {
            succeed();
        } else if (!connecting) {
            fail(SmtpMessages.cannotConnect(name, Errno.text(error)));
        }
    }

    private void write() {
        if (request.isEmpty()) {
            request.add(call.request());
        }
        if (!request.write(fd)) {
            request.clear();
            fail(SmtpMessages.writeFailed(name, Errno.text(NativeLibrary.errno())));
        } else if (request.isEmpty()) {
            call.written();
        }
    }

    private void read() {
        int n = Descriptors.read(fd, MEMORY, BLOCK);
        if (n > 0) {
            byte[] bytes = new byte[n];
            OffHeap.get(MEMORY, bytes, 0, n);
            call.received(bytes, 0, n);
        } else if (n == 0 || NativeLibrary.errno() != Errno.EAGAIN) {
            fail(SmtpMessages.readFailed(name, n == 0 ? "end of file" : Errno.text(NativeLibrary.errno())));
        }
    }

    /** A kept connection that the server has closed meanwhile is no trouble: it is made anew. */
    private void fail(String text) {
        call.broken();
        if (call.step() == PolicyCall.Step.CONNECT) {
            connect();
        } else {
            log.say(trouble, text);
        }
    }

    /** Time is up. */
    void timedOut() {
        String why = Errno.text(Errno.ETIMEDOUT);
        log.say(trouble, connecting ? SmtpMessages.cannotConnect(name, why) : SmtpMessages.readFailed(name, why));
        connecting = false;
        request.clear();
        call.timedOut();
    }
}
