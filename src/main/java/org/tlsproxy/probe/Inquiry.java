package org.tlsproxy.probe;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.tlsproxy.posix.LocalClient;
import org.tlsproxy.wire.Announcement;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.ListReader;
import org.tlsproxy.wire.Request;
import org.tlsproxy.wire.Status;
import org.tlsproxy.wire.Trait;

/** Asks for one role, on a connection of its own, and passes no descriptor: spec of the protocol, flag PROBE_ONLY of Postfix 3.12. */
final class Inquiry {

    private static final String STREAM = "tlsproxy";

    private final Generation generation;
    private final Main.Service service;

    Inquiry(Generation generation, Main.Service service) {
        this.generation = generation;
        this.service = service;
    }

    /** @param seconds from the moment when the service could know of us */
    record Answer(boolean available, double seconds) { }

    /**
     * @param role {@link Request#SERVER_ROLE} or {@link Request#CLIENT_ROLE}
     * @throws IOException if there is no service, it does not answer in time, or it is not a tlsproxy
     */
    Answer ask(int role) throws IOException {
        try (LocalClient client = service.connect()) {
            long start = System.nanoTime();
            Conversation talk = new Conversation(client);
            if (generation.has(Trait.ANNOUNCEMENT)) {
                Optional<String> objection = Announcement.TLSPROXY.objection(talk.read(Announcement.reader(STREAM)), STREAM);
                if (objection.isPresent()) {
                    throw new IOException(objection.get());
                }
            }
            client.write(new Request("tlsproxy-probe", role | Request.PROBE_ONLY, 1, 1, "probe").printed());
            boolean available = talk.read(Status.reader(STREAM)) == Status.AVAILABLE;
            return new Answer(available, (System.nanoTime() - start) / 1e9);
        }
    }

    /** Lists one after the other, which may come in one piece. */
    private static final class Conversation {

        private final LocalClient client;
        private final byte[] buffer = new byte[512];
        private int from;
        private int until;

        Conversation(LocalClient client) {
            this.client = client;
        }

        <T> T read(ListReader<T> reader) throws IOException {
            while (true) {
                byte[] rest = Arrays.copyOfRange(buffer, from, until);
                from += reader.feed(rest, 0, rest.length);
                if (reader.value().isPresent()) {
                    return reader.value().get();
                }
                if (reader.failed()) {
                    throw new IOException(String.join("; ", reader.warnings()));
                }
                from = 0;
                until = client.read(buffer);
                if (until <= 0) {
                    throw new EOFException("the service closed the connection");
                }
            }
        }
    }
}
