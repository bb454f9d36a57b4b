package org.tlsproxy.tlsmgr;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tlsproxy.wire.ListReader;

/** One request to tlsmgr: its bytes, how its answer is read, and who waits for it. */
final class Call<T> {

    private final byte[] request;
    private final Supplier<ListReader<T>> format;
    private final Consumer<Optional<T>> then;
    private ListReader<T> reader;
    private long deadline;
    private int attempts;

    Call(byte[] request, Supplier<ListReader<T>> format, Consumer<Optional<T>> then) {
        this.request = request;
        this.format = format;
        this.then = then;
        this.reader = format.get();
    }

    byte[] request() {
        return request;
    }

    /** When the one who waits wants to go on, in milliseconds of the loop's clock. */
    long deadline() {
        return deadline;
    }

    void waitUntil(long millis) {
        deadline = millis;
    }

    /** It is about to be sent, for the first time or anew. */
    void begin() {
        if (attempts++ > 0) {
            reader = format.get();
        }
    }

    int attempts() {
        return attempts;
    }

    /** @return how many of the bytes belonged to the answer */
    int feed(byte[] buf, int len) {
        return reader.feed(buf, 0, len);
    }

    /** The connection ended before the answer did. @return what that means, may be empty */
    List<String> cutOff() {
        reader.endOfInput();
        return reader.warnings();
    }

    boolean isNonsense() {
        return reader.failed();
    }

    List<String> warnings() {
        return reader.warnings();
    }

    boolean isAnswered() {
        return reader.value().isPresent();
    }

    void deliver() {
        wipe();
        then.accept(reader.value());
    }

    void fail() {
        wipe();
        then.accept(Optional.empty());
    }

    /** A request may hold a session's secret. */
    private void wipe() {
        Arrays.fill(request, (byte) 0);
    }
}
