package org.tlsproxy.wire;

import java.util.List;
import java.util.Optional;

/**
 * Reads one message that is one attribute list: a reply of tlsmgr or proxymap, an announcement, a status, a report. Bytes may
 * arrive in any portions; none behind the list is taken.
 */
public final class ListReader<T> {

    /** Makes the message of its values. */
    interface Message<T> {
        T of(Fields fields);
    }

    private final AttributeScanner scanner;
    private final Message<T> message;

    private ListReader(AttributeScanner scanner, Message<T> message) {
        this.scanner = scanner;
        this.message = message;
    }

    static <T> ListReader<T> lenient(Layout layout, Generation generation, String stream, Message<T> message) {
        return new ListReader<>(scanner(layout, generation, new AttributeScanner.Source(stream, true, AttributeScanner.MAX_LIST)),
                message);
    }

    static <T> ListReader<T> strict(Layout layout, Generation generation, String stream, Message<T> message) {
        return new ListReader<>(scanner(layout, generation, new AttributeScanner.Source(stream, false, AttributeScanner.MAX_LIST)),
                message);
    }

    private static AttributeScanner scanner(Layout layout, Generation generation, AttributeScanner.Source source) {
        return new AttributeScanner(layout, generation, source);
    }

    /** @return how many bytes belonged to the list; less than len when it is over */
    public int feed(byte[] buf, int off, int len) {
        return scanner.feed(buf, off, len);
    }

    /** The other side has closed. */
    public void endOfInput() {
        scanner.endOfInput();
    }

    /** The list was bad or ended early: the connection is of no more use. */
    public boolean failed() {
        return scanner.state() == AttributeScanner.State.FAILED;
    }

    /** What to log, as warnings; may be empty though the reader failed (closed before the first byte). */
    public List<String> warnings() {
        return List.copyOf(scanner.warnings());
    }

    /** The message, once it is complete. */
    public Optional<T> value() {
        return scanner.state() == AttributeScanner.State.COMPLETE
                ? Optional.of(message.of(new Fields(scanner.values()))) : Optional.empty();
    }
}
