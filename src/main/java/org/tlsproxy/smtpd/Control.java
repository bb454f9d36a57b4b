package org.tlsproxy.smtpd;

import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Poll;

/**
 * The control channel on descriptors 5 and 6 by which a filter asks tlswrapper(1) for TLS.
 *
 * <p>{@link Protocol#NEW}, since 20260428: 220 goes to the client as usual, then one NUL byte to fd 5; tlswrapper drops the plaintext that
 * it still has, acknowledges with a NUL byte on fd 6 and starts TLS. {@link Protocol#OLD}: 220 goes to fd 5, whose end starts TLS; nothing
 * is acknowledged.
 *
 * <p>Plaintext that waits in the pipe is thrown away before the client hears of TLS, and with the new protocol also what comes while the
 * acknowledgement is awaited. With the new protocol the two writes follow each other at once: a tlswrapper that sees the first and not yet
 * the second would take a fast client's ClientHello for plaintext.
 */
final class Control {

    /** Which protocol is spoken. */
    enum Protocol {
        /** There is no channel. */
        NONE,
        /** There is half a channel, or somebody else's pipe: none for us, but perhaps one was meant. */
        FOREIGN,
        OLD,
        NEW;

        boolean spoken() {
            return this == OLD || this == NEW;
        }
    }

    /** How the start went. */
    enum Outcome { STARTED, CLIENT_ENDED, BAD_ACKNOWLEDGEMENT, ENDED, TIMED_OUT }

    private static final int REQUEST = 5;
    private static final int ACKNOWLEDGEMENT = 6;
    private static final int BLOCK = 4096;

    private final Protocol protocol;
    private final long block = OffHeap.allocate(BLOCK);
    private boolean clientEnded;
    private int discarded;

    Control(Protocol protocol) {
        this.protocol = protocol;
    }

    /** Whether TLS can be had. */
    boolean present() {
        return protocol.spoken();
    }

    /** Says so if it cannot. */
    void announce(SmtpLog log) {
        if (protocol == Protocol.FOREIGN) {
            log.say(SmtpLevel.WARNING, SmtpMessages.foreignControl());
        } else if (protocol == Protocol.NONE) {
            log.say(SmtpLevel.DEBUG, SmtpMessages.noControl());
        }
    }

    /** How many bytes of plaintext were thrown away. */
    int discarded() {
        return discarded;
    }

    /** Starts TLS. @param reply the last plaintext for the client, @param millis how long the acknowledgement may take */
    Outcome start(byte[] reply, long millis) {
        drain();
        OffHeap.put(block, reply, 0, reply.length);
        OffHeap.putByte(block + BLOCK - 1, 0);
        if (protocol == Protocol.OLD) {
            boolean sent = Descriptors.write(REQUEST, block, reply.length) == reply.length;
            Descriptors.close(REQUEST);
            return !sent ? Outcome.ENDED : clientEnded ? Outcome.CLIENT_ENDED : Outcome.STARTED;
        }
        boolean sent = Descriptors.write(1, block, reply.length) == reply.length && Descriptors.write(REQUEST, block + BLOCK - 1, 1) == 1;
        Descriptors.close(REQUEST);
        return sent ? acknowledged(System.nanoTime() + millis * 1_000_000) : Outcome.ENDED;
    }

    private Outcome acknowledged(long deadline) {
        Poll poll = new Poll(2);
        while (true) {
            poll.clear();
            int acknowledgement = poll.add(ACKNOWLEDGEMENT, Poll.IN);
            int client = clientEnded ? -1 : poll.add(0, Poll.IN);
            long left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
            if (left <= 0) {
                return Outcome.TIMED_OUT;
            }
            poll.await((int) left);
            if (poll.ready(acknowledgement)) {
                return read();
            }
            if (poll.ready(client)) {
                discard();
            }
        }
    }

    private Outcome read() {
        int n = Descriptors.read(ACKNOWLEDGEMENT, block, 1);
        Descriptors.close(ACKNOWLEDGEMENT);
        if (n != 1) {
            return Outcome.ENDED;
        }
        if (OffHeap.getByte(block) != 0) {
            return Outcome.BAD_ACKNOWLEDGEMENT;
        }
        return clientEnded ? Outcome.CLIENT_ENDED : Outcome.STARTED;
    }

    private void drain() {
        while (!clientEnded && Poll.readable(0)) {
            discard();
        }
    }

    private void discard() {
        int n = Descriptors.read(0, block, BLOCK);
        if (n > 0) {
            discarded += n;
        } else if (n == 0 || NativeLibrary.errno() != org.tlsproxy.posix.Errno.EAGAIN) {
            clientEnded = true;
        }
    }
}
