package org.tlsproxy.worker;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.engine.ConnectionFactory;
import org.tlsproxy.pool.ControlMessage;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.MessageSocket;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Sockets;
import org.tlsproxy.rehearsal.IdleWork;
import org.tlsproxy.rehearsal.RehearsalClient;
import org.tlsproxy.wire.Announcement;
import org.tlsproxy.wire.Status;

/**
 * All that a worker deals with, played to it from its own idle turns: the launcher, Postfix's client, the remote client. One session after
 * the other, until there were enough; then the worker is told to end.
 */
final class TrainingSessions extends IdleWork {

    private static final int[] VERSIONS = {0x0304, 0x0303};
    private static final int[] TALK = {200, 40, 1000, 20_000};
    private static final int MOST_STEPS = 10_000;
    private static final int BUFFER = 64 * 1024;
    private static final byte[] REQUEST = ("remote_endpoint\0[192.0.2.1]:25\0flags\0001\0timeout\00030\0timeout\000300\0"
        + "serverid\0training\0\0").getBytes(StandardCharsets.US_ASCII);
    /** What the worker says before it wants the descriptor. */
    private static final int PREAMBLE = Announcement.TLSPROXY.printed().length + Status.AVAILABLE.printed().length;

    private final int launcher;
    private final ConnectionFactory remoteClients;
    private final Map<Integer, byte[]> earlier = new HashMap<>();
    private final MessageSocket messages = new MessageSocket();
    private final long memory = OffHeap.allocate(BUFFER);
    private final int sessions;
    private int begun;
    private Session session;

    /** One session, seen from outside. */
    private final class Session {
        final int client;
        final int remote;
        final int passed;
        final byte[] text;
        final int version;
        final RehearsalClient tls;
        int steps;
        int received;
        boolean handedOver;
        boolean said;
        boolean answered;

        Session(int[] clientPair, int[] remotePair) {
            client = clientPair[0];
            remote = remotePair[0];
            passed = remotePair[1];
            text = new byte[TALK[begun % TALK.length]];
            version = VERSIONS[begun % VERSIONS.length];
            boolean resuming = begun / VERSIONS.length % 2 == 1;
            tls = new RehearsalClient(remoteClients, version, resuming ? Optional.ofNullable(earlier.get(version)) : Optional.empty());
            send(client, REQUEST);
        }

        /** @return false when it is over */
        boolean step() {
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException("a training session hangs after " + received + " bytes");
            }
            received += receive(client).length;
            if (!handedOver && received == PREAMBLE) {
                handedOver = true;
                messages.send(client, memory, 1, passed);
                Descriptors.close(passed);
            }
            if (!handedOver) {
                return true;
            }
            tls.input(receive(remote));
            talk();
            send(remote, tls.output());
            return tls.heard() < text.length;
        }

        private void talk() {
            if (tls.open() && !said) {
                said = true;
                tls.say(text);
            }
            if (received == PREAMBLE + text.length && !answered) {
                answered = true;
                send(client, text);
            }
        }

        /** Now the one side ends first, now the other. */
        void end() {
            tls.session().ifPresent(session -> earlier.put(version, session));
            tls.end();
            boolean clientFirst = begun % 3 == 0;
            Descriptors.close(clientFirst ? client : remote);
            Descriptors.close(clientFirst ? remote : client);
        }
    }

    /** @param launcher the launcher's end of the control channel, @param remoteClients makes the remote clients */
    TrainingSessions(int launcher, ConnectionFactory remoteClients, int sessions) {
        this.launcher = launcher;
        this.remoteClients = remoteClients;
        this.sessions = sessions;
    }

    @Override
    public boolean step() {
        try {
            receive(launcher);
            if (session == null) {
                begin();
            } else if (!session.step()) {
                session.end();
                session = null;
            }
            return true;
        } catch (ErrnoException | IllegalStateException e) {
            System.err.println("training session " + begun + " failed: " + e);     // the log leads nowhere
            throw new IllegalStateException(e);
        }
    }

    private void begin() throws ErrnoException {
        if (begun == sessions) {
            tell(new ControlMessage.Drain(), -1);
            return;
        }
        begun++;
        int[] pair = Sockets.streamPair();
        session = new Session(pair, Sockets.streamPair());
        tell(new ControlMessage.Connection(begun), pair[1]);
        Descriptors.close(pair[1]);
    }

    private void tell(ControlMessage message, int descriptor) {
        byte[] packet = message.encode();
        OffHeap.put(memory, packet, 0, packet.length);
        messages.send(launcher, memory, packet.length, descriptor);
    }

    private byte[] receive(int socket) {
        byte[] bytes = new byte[Math.max(0, Descriptors.read(socket, memory, BUFFER))];
        OffHeap.get(memory, bytes, 0, bytes.length);
        return bytes;
    }

    private void send(int socket, byte[] bytes) {
        if (bytes.length > 0) {
            OffHeap.put(memory, bytes, 0, bytes.length);
            Sockets.sendDontWait(socket, memory, bytes.length);
        }
    }
}
