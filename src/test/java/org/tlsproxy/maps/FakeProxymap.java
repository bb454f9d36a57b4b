package org.tlsproxy.maps;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A proxymap that says what a test tells it to, in the test's own thread. Attribute lists are written with | for NUL. */
final class FakeProxymap implements AutoCloseable {

    private static final String HANG_UP = "hang up";
    private static final String SILENCE = "silence";

    private final Path path;
    private final String greeting;
    private final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final Deque<String> replies = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocate(64 * 1024);
    private SocketChannel client;
    private int connections;

    FakeProxymap(Path path, String greeting) throws IOException {
        this.path = path;
        this.greeting = greeting;
        listener.bind(UnixDomainSocketAddress.of(path));
        listener.configureBlocking(false);
    }

    FakeProxymap replies(String... lists) {
        replies.addAll(List.of(lists));
        return this;
    }

    FakeProxymap hangsUp() {
        return replies(HANG_UP);
    }

    FakeProxymap saysNothing() {
        return replies(SILENCE);
    }

    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections;
    }

    /** Does what there is to do, without waiting. */
    void step() throws IOException {
        SocketChannel accepted = listener.accept();
        if (accepted != null) {
            connections++;
            hangUp();
            client = accepted;
            client.configureBlocking(false);
            say(greeting);
        }
        if (client == null) {
            return;
        }
        int count = client.read(input);
        if (count < 0) {
            hangUp();
        } else if (count > 0) {
            answer();
        }
    }

    private void answer() throws IOException {
        String text = new String(input.array(), 0, input.position(), StandardCharsets.UTF_8).replace('\0', '|');
        if (!text.endsWith("||")) {
            return;
        }
        input.clear();
        requests.add(text);
        String reply = replies.isEmpty() ? SILENCE : replies.poll();
        if (reply.equals(HANG_UP)) {
            hangUp();
        } else if (!reply.equals(SILENCE)) {
            say(reply);
        }
    }

    private void say(String list) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(list.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private void hangUp() throws IOException {
        if (client != null) {
            client.close();
        }
        client = null;
        input.clear();
    }

    @Override
    public void close() throws IOException {
        hangUp();
        listener.close();
        Files.deleteIfExists(path);
    }
}
