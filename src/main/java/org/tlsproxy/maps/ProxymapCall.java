package org.tlsproxy.maps;

import java.util.Optional;
import java.util.function.Supplier;
import org.tlsproxy.wire.ListReader;

/** One request to proxymap: its bytes, how its answer is read, and who waits for it. */
final class ProxymapCall<T> {

    /** Who waits. Exactly one of {@link #answered} and {@link #failed} is called, once. */
    interface Receiver<T> {

        /** A reason, known by now, not to send the request at all. */
        default Optional<String> refusal() {
            return Optional.empty();
        }

        void answered(T answer);

        void failed(String warning);
    }

    private final String table;
    private final Supplier<byte[]> request;
    private final Supplier<ListReader<T>> format;
    private final Receiver<T> receiver;
    private ListReader<T> reader;
    private long deadline;

    /** @param request makes the bytes when they are to be sent: they depend on the answers before */
    ProxymapCall(String table, Supplier<byte[]> request, Supplier<ListReader<T>> format, Receiver<T> receiver) {
        this.table = table;
        this.request = request;
        this.format = format;
        this.receiver = receiver;
        this.reader = format.get();
    }

    String table() {
        return table;
    }

    /** In milliseconds of the loop's clock. */
    long deadline() {
        return deadline;
    }

    void waitUntil(long millis) {
        deadline = millis;
    }

    Optional<String> refusal() {
        return receiver.refusal();
    }

    /** The bytes to send, for the first time or anew. */
    byte[] begin() {
        reader = format.get();
        return request.get();
    }

    ListReader<T> reader() {
        return reader;
    }

    void deliver() {
        receiver.answered(reader.value().orElseThrow());
    }

    void fail(String warning) {
        receiver.failed(warning);
    }
}
